import Bytes
import Raster

extension NativeAsset {
    /// What the port says of a record.
    init(_ record: ImgbtRecord) {
        self.init(id: record.id, place: record.path.place, size: record.size)
        let metadata = record.metadata
        name = metadata[ImgbtMetadata.Name.name]
        description = metadata[ImgbtMetadata.Name.description]
        filename = record.path.filename
        // A copy of the members under another filename was not made by a gateway.
        if let id = metadata[ImgbtMetadata.Name.asset], !id.isEmpty, record.path.filename.isNamed(id) {
            takeIdentity(AssetID(id), metadata)
        }
        tags = record.tags
        contentType = record.contentType
        created = record.created
        updated = record.updated
    }

    /// What only a gateway's own members mean: others may use these names for something else.
    private mutating func takeIdentity(_ id: AssetID, _ metadata: [String: String]) {
        asset = id
        organization = metadata[ImgbtMetadata.Name.organization].map { OrganizationID($0) }
        library = metadata[ImgbtMetadata.Name.library].map { LibraryID($0) }
        filename = metadata[ImgbtMetadata.Name.filename] ?? filename
        digest = metadata[ImgbtMetadata.Name.digest].flatMap { SHA256Digest(hexadecimal: $0) }
    }
}

extension String {
    /// Whether this is what a gateway calls the file of the asset `id`, whatever the extension.
    fileprivate func isNamed(_ id: String) -> Bool { self == id || hasPrefix("\(id).") }
}
