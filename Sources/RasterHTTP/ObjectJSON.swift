import Gateway
import HTTPCore
import Raster

extension JSONWriter {
    /// A tag as Raster shows it.
    mutating func tag(_ tag: Tag) {
        object { json in
            json.key("id")
            json.string(tag.id)
            json.key("count")
            json.int(tag.count)
            json.key("type")
            json.string("user")
        }
    }

    /// A list of tags.
    mutating func tags(_ tags: [Tag]) {
        array { json in
            for tag in tags { json.tag(tag) }
        }
    }

    /// A library as Raster shows it.
    mutating func library(_ view: Gateway.LibraryView) {
        object { json in
            json.key("id")
            json.string(view.library.id.rawValue)
            json.key("name")
            json.string(view.library.name)
            json.key("assetsCount")
            json.int(view.library.assetsCount)
            json.key("photosCount")
            json.int(view.library.photosCount)
            json.key("trashCount")
            json.int(view.library.trashCount)
            json.key("tags")
            json.tags(view.tags)
        }
    }

    /// A comment, in CONTRACT 3's shape.
    mutating func comment(_ comment: Comment) {
        object { json in
            json.key("id")
            json.string(comment.id.rawValue)
            json.key("text")
            json.string(comment.text)
            json.key("created")
            json.timestamp(comment.created)
            json.key("updated")
            json.timestamp(comment.updated)
            json.key("author")
            json.object { json in
                json.key("name")
                json.string(comment.author)
            }
            json.key("mentions")
            json.array { _ in }
        }
    }

    /// What a library's store can do, in CONTRACT 3's shape.
    mutating func capabilities(_ capabilities: Capabilities, adapter: AdapterName) {
        object { json in
            json.key("adapter")
            json.string(adapter.rawValue)
            json.key("declared")
            json.strings(capabilities.declared)
            json.key("emulated")
            json.strings(capabilities.emulated)
            json.key("unavailable")
            json.strings(capabilities.unavailable)
            json.key("limits")
            json.object { json in
                for (name, limit) in capabilities.limits.sorted(by: { $0.key < $1.key }) {
                    json.key(text: name)
                    json.int(limit)
                }
            }
        }
    }

    /// Ids as an array of strings.
    mutating func ids(_ ids: [AssetID]) { strings(ids.map(\.rawValue)) }
}
