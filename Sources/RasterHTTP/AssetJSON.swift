import Bytes
import HTTPCore
import Raster

/// Writes assets as Raster shows them: always all 19 members, `null` where nothing is known.
struct AssetJSON {
    /// The address that every asset's `url` begins with.
    let publicURL: String

    /// One page of assets.
    func write(_ assets: [Asset], to json: inout JSONWriter) {
        json.array { json in
            for asset in assets { write(asset, to: &json) }
        }
    }

    /// An asset as every read shows it.
    func write(_ asset: Asset, to json: inout JSONWriter) {
        json.object { json in members(of: asset, to: &json) }
    }

    /// The members of an asset, without the braces.
    func members(of asset: Asset, to json: inout JSONWriter) {
        json.key("id")
        json.string(asset.id.rawValue)
        json.key("width")
        json.int(asset.derived.width)
        json.key("height")
        json.int(asset.derived.height)
        json.key("name")
        json.string(asset.name)
        json.key("libraryId")
        json.string(asset.library.rawValue)
        json.key("blurhash")
        json.string(asset.derived.blurhash)
        json.key("url")
        json.string(url(of: asset))
        json.key("thumbUrl")
        json.string(asset.derived.thumbUrl)
        json.key("thumbHighUrl")
        json.string(asset.derived.thumbHighUrl)
        json.key("thumbUrlBlurred")
        json.string(asset.derived.thumbUrlBlurred)
        json.key("views")
        json.array { _ in }
        json.key("type")
        json.string("main")
        json.key("description")
        json.string(asset.description)
        json.key("tags")
        json.strings(asset.tags)
        json.key("contentType")
        json.string(asset.contentType)
        json.key("size")
        json.int(asset.size)
        json.key("created")
        json.timestamp(asset.created)
        json.key("updated")
        json.timestamp(asset.updated)
        json.key("uploadedBy")
        json.object { json in
            json.key("name")
            json.string(asset.uploadedBy)
        }
    }

    /// An asset as the upload shows it: exactly seven members set, known or not (CONTRACT 2, "upload reply").
    func writeUploaded(_ asset: Asset, to json: inout JSONWriter) {
        json.object { json in
            json.key("id")
            json.string(asset.id.rawValue)
            json.null("width")
            json.null("height")
            json.key("name")
            json.string(asset.name)
            json.key("libraryId")
            json.string(asset.library.rawValue)
            json.null("blurhash")
            json.key("url")
            json.string(url(of: asset))
            for name: StaticString in [
                "thumbUrl", "thumbHighUrl", "thumbUrlBlurred", "views", "type", "description",
            ] {
                json.null(name)
            }
            json.key("tags")
            json.array { _ in }
            json.key("contentType")
            json.string(asset.contentType)
            json.null("size")
            json.key("created")
            json.timestamp(asset.created)
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
            json.key("trashed")
            json.timestamp(asset.trashed)
            json.key("purgeAt")
            json.timestamp(asset.purgeAt)
        }
    }

    /// A search hit: the asset's members, its score and its highlights.
    func write(_ hit: SearchHit, to json: inout JSONWriter) {
        json.object { json in
            members(of: hit.asset, to: &json)
            json.key("score")
            json.double(hit.score)
            json.key("highlights")
            guard let highlights = hit.highlights else { return json.null() }
            json.object { json in
                if let name = highlights.name {
                    json.key("name")
                    json.string(name)
                }
                if let tags = highlights.tags {
                    json.key("tags")
                    json.strings(tags)
                }
            }
        }
    }
}

extension JSONWriter {
    /// An array of strings.
    mutating func strings(_ texts: [String]) {
        array { json in
            for text in texts { json.string(text) }
        }
    }

    /// Milliseconds since 1970, or null.
    mutating func timestamp(_ moment: Timestamp?) { int(moment.map { Int($0.milliseconds) }) }

    /// A member that is null.
    mutating func null(_ name: StaticString) {
        key(name)
        null()
    }
}
