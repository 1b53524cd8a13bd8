import Bytes
import FakeKit
import Foundation
import HTTPCore
import TestSupport
import Testing

@Suite struct EffectLedgerTests {
    private func effect(_ id: String) -> Effect {
        Effect(
            .created, id, place: "a/b", filename: "ü \"x\".txt", size: 3, sha256: "00", request: 1,
            answer: .cut, milliseconds: 5)
    }

    @Test func `effects are found again with what was noted beside them`() async throws {
        try await withTemporaryFolder { folder in
            let ledger = try EffectLedger(in: FakeFolder(folder))
            try ledger.note(effect("one"), record: .string("first"))
            try ledger.note(effect("two"), record: .string("second"))

            var records: [JSONValue] = []
            let again = try EffectLedger(in: FakeFolder(folder)) { records.append($1) }

            #expect(again.effects == ledger.effects)
            #expect(again.effects.map(\.sequence) == [1, 2])
            #expect(records == [.string("first"), .string("second")])
        }
    }

    @Test func `a line that was not finished is dropped, and the next one is whole`() async throws {
        try await withTemporaryFolder { folder in
            try EffectLedger(in: FakeFolder(folder)).note(effect("one"))
            let path = "\(folder)/ledger.jsonl"
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(#"{"sequence": 2, "req"#.utf8))

            try EffectLedger(in: FakeFolder(folder)).note(effect("two"))

            #expect(try EffectLedger(in: FakeFolder(folder)).effects.map(\.id) == ["one", "two"])
        }
    }

    @Test func `a line that is not understood is told`() async throws {
        try await withTemporaryFolder { folder in
            try Data("{}\n".utf8).write(to: URL(filePath: "\(folder)/ledger.jsonl"))

            #expect(throws: FakeFailure.self) { try EffectLedger(in: FakeFolder(folder)) }
        }
    }

    @Test func `effects after a number are given in order`() async throws {
        let ledger = try EffectLedger(in: FakeFolder())
        for number in 1...5 { try ledger.note(effect("\(number)")) }

        #expect(ledger.effects(after: 2, limit: 2).map(\.sequence) == [3, 4])
    }

    @Test func `a temporary folder goes with its owner`() async throws {
        var folder: FakeFolder? = try FakeFolder()
        let path = try #require(folder?.path)
        try folder?.write([1], to: "file")

        folder = nil

        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
