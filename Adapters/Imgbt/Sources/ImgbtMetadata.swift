import Bytes
import HTTPCore
import Raster

/// The members of an asset's metadata that the gateway owns.
///
/// They are always sent together: a PATCH merges by the documentation and replaces by the SDK, and the whole set is
/// right under both. Nothing can be removed by merging, so that what is not set is empty.
struct ImgbtMetadata: Sendable, Hashable {
    var key: NaturalKey
    var name: String
    var description: String?
    var digest: SHA256Digest?
    /// A random word by which a broken upload knows its own record; of no meaning afterwards.
    var upload: String?

    /// The names, as they stand in a record.
    enum Name {
        static let asset = "raster_id"
        static let organization = "raster_organization"
        static let library = "raster_library"
        static let upload = "raster_upload"
        static let name = "name"
        static let filename = "filename"
        static let description = "description"
        static let digest = "sha256"
    }

    private var members: [(String, String?)] {
        [
            (Name.asset, key.asset.rawValue), (Name.organization, key.organization.rawValue),
            (Name.library, key.library.rawValue), (Name.name, name), (Name.filename, key.filename),
            (Name.description, description ?? ""), (Name.digest, digest?.description),
            (Name.upload, upload),
        ]
    }

    /// Writes the members as an object; all values are strings, as the SDK wants them.
    func write(to json: inout JSONWriter) {
        json.object { json in
            for (name, value) in members where value != nil {
                json.key(text: name)
                json.string(value)
            }
        }
    }
}

extension ImgbtMetadata {
    init(_ draft: AssetDraft, upload: String) {
        self.init(
            key: draft.key, name: draft.name, description: draft.description, digest: draft.digest,
            upload: upload)
    }

    init(_ desired: DesiredState) {
        self.init(
            key: desired.key, name: desired.name, description: desired.description, digest: desired.digest)
    }
}
