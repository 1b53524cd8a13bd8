import FakeKit
import HTTPCore

/// The form in which answers have things.
struct PocketForm: Sendable {
    private let users: PocketUsers

    init(_ users: PocketUsers) { self.users = users }

    private func moment(_ milliseconds: Int) -> String {
        Moment.text(milliseconds: milliseconds, fraction: true)
    }

    func write(_ asset: PocketAsset, _ json: inout JSONWriter) {
        json.object("asset") { json in
            json.member("id", asset.id)
            json.member("external_id", asset.externalID)
            json.null("parent_id")
            json.member("project_id", asset.projectID)
            json.member("owner", users.email(asset.owner))
            json.member("title", asset.title)
            json.member("description", asset.description)
            json.member("category", asset.category)
            json.member("tags", asset.tags)
            json.member("ai_tags", asset.machineTags)
            json.member("status", "open")
            json.member("media_type", asset.mediaType)
            json.member("original_filename", asset.originalFilename)
            json.null("drop_folder_id")
            json.member("md5_sum", asset.md5)
            json.member("created_date", moment(asset.created))
            json.member("modification_date", moment(asset.modified))
            json.member("deleted", asset.deleted.map(moment))
        }
    }

    func write(_ project: PocketProject, _ json: inout JSONWriter) {
        json.object("project") { json in
            json.member("id", project.id)
            json.member("external_id", project.externalID)
            json.member("project_id", project.parent)
            json.member("owner", users.email(project.owner))
            json.member("title", project.title)
            json.member("description", project.description)
            json.member("category", project.category)
            json.member("tags", project.tags)
            json.member("media_type", "project")
            json.member("isPublic", false)
            json.null("thumbnail_asset_id")
            json.member("created_date", moment(project.created))
            json.member("modification_date", moment(project.created))
            json.null("deleted")
            json.member("original_title", project.title)
        }
    }

    /// The members of a collection alone: lists have them without a name.
    func write(_ collection: PocketCollection, _ json: inout JSONWriter) {
        json.member("id", collection.id)
        json.member("title", collection.title)
        json.member("description", collection.description)
        json.member("category", collection.category)
        json.member("tags", collection.tags)
        json.member("owner", users.email(collection.owner))
        json.member("media_type", "collection")
        json.member("isPublic", collection.isPublic)
        json.member("created_date", moment(collection.created))
        json.member("modification_date", moment(collection.created))
        json.member("original_title", collection.title)
    }

    func write(_ medium: PocketMedia, isSummed: Bool, locations: Bool, _ json: inout JSONWriter) {
        json.member("id", medium.id)
        json.member("original_filename", medium.filename)
        json.member("media_type", medium.kind)
        json.member("content_type", medium.contentType)
        json.member("size", medium.size)
        json.member("md5_sum", isSummed ? medium.md5 : nil)
        json.member("created_at", moment(medium.created))
        json.member("previews", [])
        if locations { json.member("locations", []) }
    }

    func write(_ preview: PocketPreview, _ json: inout JSONWriter) {
        json.member("id", preview.id)
        json.member("filename", PocketPreview.filename)
        json.member("media_type", "image")
        json.member("content_type", "image/png")
        json.member("size", PocketPreview.bytes.count)
    }
}

extension PocketForm {
    func write(_ comment: PocketComment, _ json: inout JSONWriter) {
        json.member("id", comment.id)
        json.member("message", comment.message)
        json.member("updated_at", moment(comment.updated))
        json.object("user") { json in
            json.member("id", comment.user)
            json.member("email", users.email(comment.user))
            json.null("first_name")
            json.null("last_name")
            json.null("avatar_url")
        }
        json.member("mentioned_users", [])
    }

    func write(_ action: PocketAction, _ json: inout JSONWriter) {
        json.member("id", action.id)
        json.member("name", action.name)
        json.member("description", action.description)
        json.member("category", action.category)
    }

    /// A run of `action`; `end` is when it is over, `nil` while it is not.
    func write(_ run: PocketRun, of action: PocketAction, end: Int?, _ json: inout JSONWriter) {
        json.member("id", run.id)
        json.member("status", end == nil ? "running" : "done")
        json.member("created_at", moment(run.created))
        json.object("dag_action") { write(action, &$0) }
        json.array("dag_action_run_messages") { json in
            write(message: 2 * run.id - 1, "Set in queue...", run.created, &json)
            if let end { write(message: 2 * run.id, "Done.", end, &json) }
        }
    }

    private func write(message id: Int, _ text: String, _ created: Int, _ json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("message", text)
            json.member("created_at", moment(created))
        }
    }

    func write(_ event: PocketEvent, _ json: inout JSONWriter) {
        json.member("id", event.id)
        json.member("user_id", event.user)
        json.member("event_type", event.type)
        json.member("created_at", moment(event.created))
        json.member("updated_at", moment(event.created))
        json.array("event_targets") { json in
            json.object { json in
                json.member("target_type", "Asset")
                json.object("target") { json in
                    json.member("id", event.number)
                    json.member("elasticsearch_id", event.asset)
                    json.member("title", event.title)
                }
            }
        }
    }
}
