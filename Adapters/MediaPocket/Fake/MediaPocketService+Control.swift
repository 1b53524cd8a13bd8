import FakeKit
import HTTPCore

// Routes that steer and question this fake alone.
extension MediaPocketService {
    static let controlRoutes: [(name: String, summary: String)] = [
        ("GET /_fake/assets", "every asset with its files, those in the bin included"),
        ("GET /_fake/placeholders", "the assets without files"),
        ("GET /_fake/projects", "every project"),
        ("GET /_fake/fetches", "what the account was told to fetch, and how far that is"),
        ("POST /_fake/work", "does what is due: fetches files, empties the bin"),
        ("GET /_fake/users", "the users and what they may do, without keys"),
        ("PUT, DELETE /_fake/users/ID/PERMISSION", "gives or takes ACTIONS_VIEW or ACTIONS_START"),
        ("PUT /_fake/collections/ID/ASSET", "puts an asset into a collection"),
    ]

    func control(_ request: HTTPRequest, _ segments: [String]) async throws -> HTTPResponse? {
        switch (request.method, segments.first, segments.count) {
        case (.get, "assets", 1): return list("assets") { self.assets }
        case (.get, "placeholders", 1): return list("placeholders") { self.assets.filter(\.isPlaceholder) }
        case (.get, "projects", 1): return projects()
        case (.get, "fetches", 1): return fetches()
        case (.post, "work", 1): await work()
        case (.get, "users", 1): return listUsers()
        case (.put, "users", 3): try permit(segments, true)
        case (.delete, "users", 3): try permit(segments, false)
        case (.put, "collections", 3): return collect(segments)
        default: return nil
        }
        return HTTPResponse(.noContent)
    }

    /// Every asset, in the order in which they came.
    var assets: [PocketAsset] {
        store.read { $0.assets.values.sorted { $0.number < $1.number } }
    }

    private func list(_ name: String, _ assets: () -> [PocketAsset]) -> HTTPResponse {
        .object { json in
            json.key(text: name)
            json.array { json in
                for asset in assets() { json.object { write(asset, &$0) } }
            }
        }
    }

    private func write(_ asset: PocketAsset, _ json: inout JSONWriter) {
        json.member("id", asset.id)
        json.member("title", asset.title)
        json.member("external_id", asset.externalID)
        json.member("project_id", asset.projectID)
        json.member("media_type", asset.mediaType)
        json.member("deleted", asset.deleted.map { Moment.text(milliseconds: $0, fraction: true) })
        json.array("media") { json in
            for medium in asset.media { json.value(medium.record) }
        }
    }

    private func projects() -> HTTPResponse {
        let projects = store.read { $0.projects.values.sorted { $0.number < $1.number } }
        return .object { json in
            json.array("projects") { json in
                for project in projects { json.value(project.record) }
            }
        }
    }

    private func fetches() -> HTTPResponse {
        let fetches = store.read { $0.fetches.values.sorted { $0.id < $1.id } }
        return .object { json in
            json.array("fetches") { json in
                for fetch in fetches { json.value(fetch.record) }
            }
        }
    }

    private func listUsers() -> HTTPResponse {
        .object { json in
            json.array("users") { json in
                for user in users.all {
                    json.object { json in
                        json.member("id", user.id)
                        json.member("email", user.email)
                        json.member("permissions", user.permissions.map(\.rawValue).sorted())
                    }
                }
            }
        }
    }

    private func permit(_ segments: [String], _ isGiven: Bool) throws {
        guard let id = Int(canonical: segments[1]),
            let permission = PocketUser.Permission(rawValue: segments[2]),
            users.set(permission, isGiven, of: id)
        else { throw PocketProblem.unknownRoute }
    }

    private func collect(_ segments: [String]) -> HTTPResponse {
        do { try collect(segments[2], in: segments[1]) } catch {
            return (error as? PocketProblem ?? .broken).response
        }
        return HTTPResponse(.noContent)
    }
}
