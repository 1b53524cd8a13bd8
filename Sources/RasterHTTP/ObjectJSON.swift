import Gateway
import HTTPCore
import Raster

extension JSONWriter {
    /// A tag as Raster shows it.
    mutating func tag(_ tag: Tag) {
        object { json in
            json.member("id", tag.id)
            json.member("count", tag.count)
            json.member("type", "user")
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
            json.member("id", view.library.id.rawValue)
            json.member("name", view.library.name)
            json.member("assetsCount", view.library.assetsCount)
            json.member("photosCount", view.library.photosCount)
            json.member("trashCount", view.library.trashCount)
            json.key("tags")
            json.tags(view.tags)
        }
    }

    /// A comment, in CONTRACT 3's shape.
    mutating func comment(_ comment: Comment) {
        object { json in
            json.member("id", comment.id.rawValue)
            json.member("text", comment.text)
            json.member("created", comment.created)
            json.member("updated", comment.updated)
            json.object("author") { json in
                json.member("name", comment.author)
            }
            json.member("mentions", comment.mentions)
        }
    }

    /// A job, in CONTRACT 3's shape.
    mutating func job(_ job: Job) {
        object { json in
            json.member("id", job.id.rawValue)
            json.member("kind", job.kind.rawValue)
            json.member("state", job.state.rawValue)
            json.member("created", job.created)
            json.member("started", job.started)
            json.member("finished", job.finished)
            json.key("progress")
            json.progress(job.progress)
            json.key("error")
            guard let error = job.error else { return json.null() }
            json.error(error)
        }
    }

    private mutating func progress(_ progress: JobProgress) {
        object { json in
            json.member("items", progress.items)
            json.member("itemsTotal", progress.itemsTotal)
            json.member("bytes", progress.bytes)
            json.member("bytesTotal", progress.bytesTotal)
            json.member("failed", progress.failed)
        }
    }

    /// A refusal: a code for programs and a sentence for people.
    mutating func error(_ error: RasterError) {
        object { json in
            json.member("code", error.code.rawValue)
            json.member("message", error.message)
        }
    }

    /// What a library's store can do, in CONTRACT 3's shape.
    mutating func capabilities(_ capabilities: Capabilities, adapter: AdapterName) {
        object { json in
            json.member("adapter", adapter.rawValue)
            json.member("declared", capabilities.declared)
            json.member("emulated", capabilities.emulated)
            json.member("unavailable", capabilities.unavailable)
            json.object("limits") { json in
                for (name, limit) in capabilities.limits.sorted(by: { $0.key < $1.key }) {
                    json.key(text: name)
                    json.int(limit)
                }
            }
        }
    }

    /// A member with ids.
    mutating func ids(_ ids: [AssetID]) { member("ids", ids.map(\.rawValue)) }
}
