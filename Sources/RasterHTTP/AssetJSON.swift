import Bytes
import HTTPCore
import Raster

/// Writes assets as Raster shows them: always all 19 members, `null` where nothing is known.
struct AssetJSON {
    /// The address that every asset's `url` begins with.
    let publicURL: String

    /// One page of assets.
    func write(_ assets: [Asset], to json: inout JSONWriter) {
        json.array(of: assets) { write($1, to: &$0) }
    }

    /// An asset as every read shows it.
    func write(_ asset: Asset, to json: inout JSONWriter) {
        json.object { json in members(of: asset, to: &json) }
    }

    /// The members of an asset, without the braces.
    func members(of asset: Asset, to json: inout JSONWriter) {
        json.member("id", asset.id.rawValue)
        json.member("width", asset.derived.width)
        json.member("height", asset.derived.height)
        json.member("name", asset.name)
        json.member("libraryId", asset.library.rawValue)
        json.member("blurhash", asset.derived.blurhash)
        json.member("url", url(of: asset))
        json.member("thumbUrl", asset.derived.thumbUrl)
        json.member("thumbHighUrl", asset.derived.thumbHighUrl)
        json.member("thumbUrlBlurred", asset.derived.thumbUrlBlurred)
        json.member("views", [String]())
        json.member("type", "main")
        json.member("description", asset.description)
        json.member("tags", asset.tags)
        json.member("contentType", asset.contentType)
        json.member("size", asset.size)
        json.member("created", asset.created)
        json.member("updated", asset.updated)
        json.object("uploadedBy") { json in
            json.member("name", asset.uploadedBy)
        }
    }

    /// An asset as the upload shows it: exactly seven members set, known or not (CONTRACT 2, "upload reply").
    func writeUploaded(_ asset: Asset, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", asset.id.rawValue)
            json.null("width")
            json.null("height")
            json.member("name", asset.name)
            json.member("libraryId", asset.library.rawValue)
            json.null("blurhash")
            json.member("url", url(of: asset))
            for name: StaticString in [
                "thumbUrl", "thumbHighUrl", "thumbUrlBlurred", "views", "type", "description",
            ] {
                json.null(name)
            }
            json.member("tags", [String]())
            json.member("contentType", asset.contentType)
            json.null("size")
            json.member("created", asset.created)
            json.null("updated")
            json.null("uploadedBy")
        }
    }

    /// The permanent address of an asset's bytes.
    func url(of asset: Asset) -> String {
        let filename = PercentEncoding.encodePathSegment(asset.filename)
        return "\(publicURL)/cdn/\(asset.organization)/\(asset.id)/\(filename)"
    }

    /// An asset in the trash: its members and when it came there and goes.
    func writeTrashed(_ asset: Asset, to json: inout JSONWriter) {
        json.object { json in
            members(of: asset, to: &json)
            json.member("trashed", asset.trashed)
            json.member("purgeAt", asset.purgeAt)
        }
    }

    /// A search hit: the asset's members, its score and its highlights.
    func write(_ hit: SearchHit, to json: inout JSONWriter) {
        json.object { json in
            members(of: hit.asset, to: &json)
            json.member("score", hit.score)
            json.key("highlights")
            guard let highlights = hit.highlights else { return json.null() }
            json.object { json in
                if let name = highlights.name {
                    json.member("name", name)
                }
                if let tags = highlights.tags {
                    json.member("tags", tags)
                }
            }
        }
    }
}

extension JSONWriter {
    /// A member with milliseconds since 1970, or null.
    mutating func member(_ name: StaticString, _ moment: Timestamp?) {
        member(name, moment.map { Int($0.milliseconds) })
    }
}
