import HTTPCore
import Raster
import StorageHTTP

extension MediaPocketAPI {
    /// `GET …/comments`.
    func comments(on id: NativeID) async throws(StorageError) -> [NativeComment] {
        try await get(try target(id, "comments")).list("comments", NativeComment.init)
    }

    /// `GET …/comments/:id`.
    func comment(_ comment: NativeID, on id: NativeID) async throws(StorageError) -> NativeComment {
        try self.comment(in: try await get(try target(id, "comments", try segment(comment))), .none)
    }

    /// `POST …/comments`.
    func createComment(_ text: String, on id: NativeID) async throws(StorageError) -> NativeComment {
        try comment(in: try await change(.post, try target(id, "comments"), Self.body(text)), .unknown)
    }

    /// `POST …/comments/:id`: a change is no `PUT` here.
    func updateComment(_ comment: NativeID, on id: NativeID, _ text: String)
        async throws(StorageError) -> NativeComment
    {
        let target = try target(id, "comments", try segment(comment))
        let answer = try self.comment(in: try await change(.post, target, Self.body(text)), .unknown)
        guard answer.id == comment else { throw .unreadable("about another comment", .unknown) }
        return answer
    }

    /// `DELETE …/comments/:id`.
    func deleteComment(_ comment: NativeID, on id: NativeID) async throws(StorageError) {
        try await order(.delete, try target(id, "comments", try segment(comment)))
    }

    /// `GET …/history/:cursor`.
    func history(of id: NativeID, from cursor: String) async throws(StorageError) -> MediaPocketHistory {
        guard (1...512).contains(cursor.utf8.count), RequestPath.encode([cursor]) != nil else {
            throw StorageError(.invalid, "this can be no bookmark of the store", side: .client)
        }
        let answer = try await get(try target(id, "history", cursor))
        guard let history = answer.child("history") else { throw .unreadable("no history", .none) }
        return try MediaPocketHistory(history, after: cursor)
    }

    private static func body(_ text: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { $0.member("comment", text) }
        return json.finish()
    }

    private func comment(in answer: JSONObject, _ effect: StorageError.Effect)
        throws(StorageError) -> NativeComment
    {
        guard let comment = answer.child("comment").flatMap(NativeComment.init) else {
            throw .unreadable("no comment", effect)
        }
        return comment
    }
}
