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
        ConformanceCheck("a new asset has no comments", requires: .comments) { scratch in
            let id = try await scratch.store().id
            let comments = try await ability(scratch.adapter.comments).comments(on: id)
            try expect(comments.isEmpty, "it has \(comments.count)")
        },
        ConformanceCheck("each comment has an id of its own", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            for _ in 0..<3 { _ = try await threads.add("same", to: id) }
            let ids = try await threads.comments(on: id).map(\.id)
            try expect(Set(ids).count == 3, "they are \(ids)")
        },
        ConformanceCheck("a comment stays under its asset", requires: .comments) { scratch in
            let threads = try ability(scratch.adapter.comments)
            let (first, second) = (try await scratch.store().id, try await scratch.store().id)
            let comment = try await threads.add("text", to: first)
            let count = try await threads.comments(on: second).count
            try expect(count == 0, "another asset has \(count) comments")
            try await expectError(.notFound, of: "removing it under another asset") {
                try await threads.remove(comment.id, on: second)
            }
        },
        ConformanceCheck("adding and changing answer what is listed", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            let added = try await threads.add("before", to: id)
            var listed = try await threads.comments(on: id)
            try expect(listed == [added], "\(added) is listed as \(listed)")
            let changed = try await threads.edit(added.id, on: id, "after")
            listed = try await threads.comments(on: id)
            try expect(listed == [changed], "\(changed) is listed as \(listed)")
        },
        ConformanceCheck("a changed comment keeps its id and its place", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            let ids = [try await threads.add("one", to: id).id, try await threads.add("two", to: id).id]
            let changed = try await threads.edit(ids[0], on: id, "changed")
            try expect(changed.id == ids[0], "it becomes \(changed.id)")
            let seen = try await threads.comments(on: id).map(\.id)
            try expect(seen == ids, "the order is \(seen)")
        },
        ConformanceCheck("a changed comment is not older than before", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            let before = try await threads.add("before", to: id)
            let after = try await threads.edit(before.id, on: id, "after")
            try expect(after.updated >= before.updated, "\(before.updated) becomes \(after.updated)")
        },
        ConformanceCheck("removing a comment leaves the others", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            let doomed = try await threads.add("one", to: id).id
            _ = try await threads.add("two", to: id)
            try await threads.remove(doomed, on: id)
            let texts = try await threads.comments(on: id).map(\.text)
            try expect(texts == ["two"], "they are \(texts)")
        },
        ConformanceCheck("an author is never an address", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            let author = try await threads.add("text", to: id).author
            try expect(author?.contains("@") != true, "it is \(author ?? "")")
        },
        ConformanceCheck("a long comment keeps its text", requires: .comments) { scratch in
            let (threads, id) = (try ability(scratch.adapter.comments), try await scratch.store().id)
            let text = String(repeating: "More words, é. ", count: 60) + "End"
            _ = try await threads.add(text, to: id)
            let seen = try await threads.comments(on: id).map(\.text)
            try expect(seen == [text], "\(seen.first?.count ?? 0) of \(text.count) characters are left")
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
