import Bytes
import Raster

extension ConformanceCheck {
    /// What errors say.
    static let errors = [
        ConformanceCheck("a refusal says that nothing happened") { scratch in
            for error in try await absences(scratch) {
                try expect(error.effect == .none, "its effect is \(error.effect)")
            }
        },
        ConformanceCheck("what is not there need not be asked for again") { scratch in
            for error in try await absences(scratch) {
                try expect(error.retry == .never, "it says: \(error.retry)")
            }
        },
        ConformanceCheck("what is invalid need not be sent again") { scratch in
            for error in try await faults(scratch) {
                try expect(error.retry == .never, "it says: \(error.retry)")
            }
        },
        ConformanceCheck("what is invalid is its caller's fault") { scratch in
            for error in try await faults(scratch) {
                try expect(error.side == .client, "the \(error.side) is blamed")
            }
        },
        ConformanceCheck("a refused repeat is final and without effect") { scratch in
            guard let error = try await refusedRepeat(scratch) else { return }
            try expect(error.kind == .alreadyExists, "it is \(error.kind)")
            try expect(error.retry == .never, "it says: \(error.retry)")
            try expect(error.effect == .none, "its effect is \(error.effect)")
        },
        ConformanceCheck("an error is told in one short line") { scratch in
            var errors = try await absences(scratch) + faults(scratch)
            if let error = try await refusedRepeat(scratch) { errors.append(error) }
            for error in errors {
                let isPlain = !error.message.contains(where: \.isNewline) && !error.message.isEmpty
                try expect(
                    isPlain && error.message.utf8.count <= 300, "it says: \(error.message.prefix(400))")
            }
        },
        ConformanceCheck("an error holds nothing of the bytes") { scratch in
            let errors =
                [await canaryError(scratch, size: canary.utf8.count + 1)]
                + [await canaryError(scratch, size: canary.utf8.count - 1)]
            for error in errors.compactMap(\.self) {
                try expect(!"\(error)".contains("canary-in-the-mine"), "they are in it")
            }
        },
        ConformanceCheck("a refused repeat holds nothing of the bytes") { scratch in
            guard let error = try await refusedRepeat(scratch) else { return }
            try expect(!"\(error)".contains("canary-in-the-mine"), "they are in it")
        },
    ]

    private static let canary = "<p>canary-in-the-mine</p>"

    /// What asking for something that is not there comes to.
    private static func absences(_ scratch: Scratch) async throws -> [StorageError] {
        let (adapter, id) = (scratch.adapter, try await scratch.unknownID())
        return [
            try await expectError(.notFound, of: "describing it") { _ = try await adapter.stat(id) },
            try await expectError(.notFound, of: "opening it") { _ = try await adapter.open(id, nil) },
            try await expectError(.notFound, of: "deleting it") { try await adapter.delete(id) },
        ]
    }

    /// What calls come to that could never be meant.
    private static func faults(_ scratch: Scratch) async throws -> [StorageError] {
        let id = try await scratch.store().id
        return [
            try await expectError(.invalid, of: "a range beyond the end") {
                _ = try await scratch.adapter.open(id, ByteRange(offset: 101, length: 1))
            },
            try await expectError(.invalid, of: "a body that is too short") {
                _ = try await scratch.create(scratch.draft(size: 3), .stream(ByteStream([1, 2])))
            },
        ]
    }

    /// What storing twice under one key comes to, where it is refused.
    private static func refusedRepeat(_ scratch: Scratch) async throws -> StorageError? {
        let draft = scratch.draft(size: canary.utf8.count)
        _ = try await scratch.create(draft, .stream(ByteStream(canary.utf8)))
        do throws(StorageError) {
            _ = try await scratch.create(draft, .stream(ByteStream(canary.utf8)))
        } catch {
            return error
        }
        return nil
    }

    /// What storing the canary under another size comes to.
    private static func canaryError(_ scratch: Scratch, size: Int) async -> StorageError? {
        let source = ByteStream(canary.utf8)
        do throws(StorageError) {
            // It does not say how long it is, so that it has to be read.
            let stream = ByteStream(length: nil) { try await source.next() }
            _ = try await scratch.create(scratch.draft(size: size), .stream(stream))
        } catch { return error }
        return nil
    }
}
