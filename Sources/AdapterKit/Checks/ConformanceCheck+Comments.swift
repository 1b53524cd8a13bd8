import Bytes
import Raster

extension ConformanceCheck {
    /// Comments that the system keeps.
    static let comments = [
        ConformanceCheck("comments are listed oldest first", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            for text in ["one", "two", "three"] { _ = try await threads.add(text, to: id) }
            let texts = try await threads.comments(on: id).map(\.text)
            try expect(texts == ["one", "two", "three"], "they are \(texts)")
        },
        ConformanceCheck("a comment keeps its text", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            let text = " two\nlines & <b>🦊</b> "
            let comment = try await threads.add(text, to: id)
            let seen = try await threads.comments(on: id)
            try expect(comment.text == text && seen.map(\.text) == [text], "it becomes \(comment.text)")
        },
        ConformanceCheck("a comment can be changed", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            let comment = try await threads.add("before", to: id)
            _ = try await threads.edit(comment.id, on: id, "after")
            let seen = try await threads.comments(on: id).map(\.text)
            try expect(seen == ["after"], "they are \(seen)")
        },
        ConformanceCheck("a comment can be removed once", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            let comment = try await threads.add("text", to: id)
            try await threads.remove(comment.id, on: id)
            let count = try await threads.comments(on: id).count
            try expect(count == 0, "\(count) comments are left")
            try await expectError(.notFound, of: "removing twice") {
                try await threads.remove(comment.id, on: id)
            }
        },
        ConformanceCheck("a comment that is gone cannot be changed", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            let comment = try await threads.add("text", to: id)
            try await threads.remove(comment.id, on: id)
            try await expectError(.notFound, of: "changing it") {
                _ = try await threads.edit(comment.id, on: id, "other")
            }
        },
        ConformanceCheck("an unknown asset has no comments", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.unknownID())
            try await expectError(.notFound, of: "listing them") { _ = try await threads.comments(on: id) }
            try await expectError(.notFound, of: "adding one") { _ = try await threads.add("x", to: id) }
        },
    ]
}
