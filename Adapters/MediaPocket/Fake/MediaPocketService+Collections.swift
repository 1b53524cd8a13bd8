import FakeKit
import HTTPCore

// Collections. No route is documented that puts an asset into one; the control surface does.
extension MediaPocketService {
    func listCollections(_ call: PocketCall) throws -> HTTPResponse {
        let id = try store.asset(call.id).id
        let collections = store.read { state in
            state.collections.values.filter { $0.assets.contains(id) }.sorted { $0.number < $1.number }
        }
        return .object { json in
            json.array("collections") { json in
                for collection in collections { json.object { form.write(collection, &$0) } }
            }
        }
    }

    func createCollection(_ call: PocketCall) async throws -> HTTPResponse {
        let parameters = try await call.parameters()
        var collection = PocketCollection(
            title: try parameters.requiredTitle(), owner: call.user.id, created: now)
        collection.description = try parameters.optionalString("description")
        collection.category = try parameters.category()
        collection.tags = try parameters.tags() ?? []
        let added = try add(collection, call.occasion)
        return .object { json in json.object("collection") { form.write(added, &$0) } }
    }

    /// Takes a new collection in.
    func add(_ collection: PocketCollection, _ occasion: FakeOccasion) throws -> PocketCollection {
        var collection = collection
        try store.change(occasion) { state in
            let identity = store.identity(state)
            collection.number = identity.number
            if collection.id.isEmpty { collection.id = identity.id }
            return PocketChange(.created, collection.id, at: "collections", .collection(collection))
        }
        return collection
    }

    /// Makes a collection public or private.
    func show(_ call: PocketCall, isPublic: Bool) throws -> HTTPResponse {
        guard try store.collection(call.id).isPublic != isPublic else {
            throw PocketProblem.already(isPublic ? "public" : "private")
        }
        try change(call.id, call.occasion) { $0.isPublic = isPublic }
        return .object { $0.member("is_public", isPublic) }
    }

    /// Puts an asset into a collection, once.
    func collect(_ asset: String, in collection: String) throws {
        _ = try store.asset(asset)
        try change(collection, FakeOccasion(request: 0, answer: .none)) { collection in
            if !collection.assets.contains(asset) { collection.assets.append(asset) }
        }
    }

    private func change(
        _ id: String, _ occasion: FakeOccasion, _ change: (inout PocketCollection) -> Void
    ) throws {
        try store.change(occasion) { state in
            guard var collection = state.collections[id] else { throw PocketProblem.unknown("collection") }
            change(&collection)
            return PocketChange(.updated, id, at: "collections", .collection(collection))
        }
    }

    /// Who may see a collection: everyone who has a key.
    func listUsers(_ call: PocketCall) throws -> HTTPResponse {
        _ = try store.collection(call.id)
        return .object { json in
            json.array("users") { json in
                for user in users.all {
                    json.object { json in
                        json.member("id", user.id)
                        json.null("first_name")
                        json.null("last_name")
                        json.member("email", user.email)
                        json.object("user_role") { $0.member("name", "admin") }
                    }
                }
            }
        }
    }
}
