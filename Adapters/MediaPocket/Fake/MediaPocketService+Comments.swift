import FakeKit
import HTTPCore

// What is said of assets and projects; both have the same routes.
extension MediaPocketService {
    /// The path of what comments are about; throws where it is not there.
    private func target(_ call: PocketCall) throws -> String {
        call.route.kind == "projects" ? try store.project(call.id).path : try store.asset(call.id).path
    }

    func listComments(_ call: PocketCall) throws -> HTTPResponse {
        let target = try target(call)
        let comments = store.read { state in
            state.comments.values.filter { $0.target == target }.sorted { $0.id < $1.id }
        }
        return .object { json in
            json.array("comments") { json in
                for comment in comments { json.object { form.write(comment, &$0) } }
            }
        }
    }

    /// The comment that the path names.
    func comment(_ call: PocketCall) throws -> PocketComment {
        let (target, item) = (try target(call), call.route.item)
        guard let id = Int(canonical: item), let comment = store.read({ $0.comments[id] }),
            comment.target == target
        else { throw PocketProblem.unknownComment(item) }
        return comment
    }

    func getComment(_ call: PocketCall) throws -> HTTPResponse {
        let comment = try comment(call)
        return .object { form.write(comment, "comment", &$0) }
    }

    /// The same, where it is the caller's own.
    private func ownComment(_ call: PocketCall) throws -> PocketComment {
        let comment = try comment(call)
        guard comment.user == call.user.id else { throw PocketProblem.foreign }
        return comment
    }

    func createComment(_ call: PocketCall) async throws -> HTTPResponse {
        let target = try target(call)
        let text = try await call.parameters().string("comment")
        return try put(call, .created, "COMMENT_ADDED") { state in
            PocketComment(
                id: state.last.comment + 1, target: target, user: call.user.id, message: text, updated: now)
        }
    }

    func updateComment(_ call: PocketCall) async throws -> HTTPResponse {
        _ = try target(call)
        let text = try await call.parameters().string("comment")
        var comment = try ownComment(call)
        (comment.message, comment.updated) = (text, now)
        return try put(call, .updated, "COMMENT_MODIFIED") { [comment] _ in comment }
    }

    private func put(
        _ call: PocketCall, _ kind: Effect.Kind, _ type: String,
        _ make: (PocketState) -> PocketComment
    ) throws -> HTTPResponse {
        var comment: PocketComment?
        try store.change(call.occasion) { state in
            let made = make(state)
            comment = made
            var change = PocketChange(kind, "\(made.id)", at: "\(made.target)/comments", .comment(made))
            change.event = state.assets[call.id].map { event(type, $0, call.user.id, state) }
            return change
        }
        return .object { json in if let comment { form.write(comment, "comment", &json) } }
    }

    func deleteComment(_ call: PocketCall) throws -> HTTPResponse {
        let comment = try ownComment(call)
        try store.change(call.occasion) { state in
            var change = PocketChange(
                removing: .comment(comment), "\(comment.id)", at: "\(comment.target)/comments")
            change.event = state.assets[call.id].map { event("COMMENT_DELETED", $0, call.user.id, state) }
            return change
        }
        return .object { $0.member("ok", "comment deleted") }
    }
}

extension PocketForm {
    /// A comment under a name.
    func write(_ comment: PocketComment, _ name: StaticString, _ json: inout JSONWriter) {
        json.object(name) { write(comment, &$0) }
    }
}
