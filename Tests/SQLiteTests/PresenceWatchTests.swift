import Foundation
import SQLite
import Testing

@Suite final class PresenceWatchTests {
    private let path = FileManager.default.temporaryDirectory.path + "/presence-\(UUID().uuidString)"

    init() throws { try Data().write(to: URL(filePath: path)) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @Test func `a file that went away is noticed at the next look`() throws {
        let watch = PresenceWatch(DatabaseFile(path: path), milliseconds: 0)
        #expect(!watch.hasMoved)

        try FileManager.default.removeItem(atPath: path)

        #expect(watch.hasMoved)
    }

    @Test func `what a look found is believed for a while`() throws {
        let watch = PresenceWatch(DatabaseFile(path: path), milliseconds: 1 << 30)
        #expect(!watch.hasMoved)

        try FileManager.default.removeItem(atPath: path)

        #expect(!watch.hasMoved)
    }
}
