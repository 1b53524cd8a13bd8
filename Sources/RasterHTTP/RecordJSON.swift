import Gateway
import HTTPCore
import Raster

// What backends keep of assets, in CONTRACT 3's shapes.
extension JSONWriter {
    /// Part of a history.
    mutating func history(_ page: HistoryPage) {
        object { json in
            json.key("events")
            json.array(of: page.events) { $0.event($1) }
            json.member("nextCursor", page.next)
        }
    }

    private mutating func event(_ event: HistoryEvent) {
        object { json in
            json.member("id", event.id)
            json.member("type", event.type)
            json.member("created", event.created)
            json.member("actor", event.actor)
            json.member("detail", event.detail)
        }
    }

    /// What a file says of itself, each section by name.
    mutating func metadata(_ metadata: FileMetadata) {
        object { json in
            json.key("exif")
            json.section(metadata.exif)
            json.key("iptc")
            json.section(metadata.iptc)
            json.key("xmp")
            json.section(metadata.xmp)
            json.key("media")
            json.section(metadata.media)
        }
    }

    private mutating func section(_ values: [String: String]) {
        object { json in
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                json.key(text: name)
                json.string(value)
            }
        }
    }

    /// Something that can be run.
    mutating func action(_ action: AssetAction) {
        object { json in
            json.member("id", action.id.rawValue)
            json.member("name", action.name)
            json.member("description", action.description)
            json.member("category", action.category)
        }
    }

    /// A run of an action.
    mutating func run(_ run: ActionRun) {
        object { json in
            json.member("id", run.id.rawValue)
            json.member("status", run.status)
            json.member("created", run.created)
            json.key("action")
            json.action(run.action)
            json.key("messages")
            json.array(of: run.messages) { json, message in
                json.object { json in
                    json.member("message", message.message)
                    json.member("created", message.created)
                }
            }
        }
    }

    /// A collection that holds an asset.
    mutating func collection(_ collection: AssetCollection) {
        object { json in
            json.member("id", collection.id.rawValue)
            json.member("title", collection.title)
            json.member("description", collection.description)
            json.member("category", collection.category)
            json.member("tags", collection.tags)
            json.member("isPublic", collection.isPublic)
            json.member("created", collection.created)
            json.member("updated", collection.updated)
        }
    }
}
