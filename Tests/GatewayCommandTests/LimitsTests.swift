import Foundation
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct LimitsTests {
    private static let folders = ["LocalDisk", "Folder", "Imgbt", "MediaPocket"]

    private static var adapters: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Adapters")
    }

    @Test(arguments: folders)
    func `the limits in an adapter's README are its own`(_ folder: String) throws {
        let file = Self.adapters.appending(path: "\(folder)/README.md")
        let lines = try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let rest = lines.drop { $0 != "<!-- limits -->" }.dropFirst()
        let table = rest.prefix { $0 != "<!-- /limits -->" }.map(String.init)
        let sample = try #require(try Composition.samples().first { $0.folder == folder })

        #expect(table == LimitsTable(sample: sample).lines, "run make config-files")
    }

    @Test func `every adapter has its limits told`() throws {
        let own = try FileManager.default.contentsOfDirectory(atPath: Self.adapters.path()).filter {
            FileManager.default.fileExists(atPath: Self.adapters.appending(path: "\($0)/Sources").path())
        }

        // The example is a package of its own.
        #expect(try Set(Composition.samples().map(\.folder)) == Set(own).subtracting(["Example"]))
        #expect(Set(Self.folders) == Set(own).subtracting(["Example"]))
    }

    @Test func `what a store can do with a setting is told with it`() throws {
        let sample = try #require(try Composition.samples().first { $0.folder == "MediaPocket" })
        let lines = LimitsTable(sample: sample).lines

        #expect(lines.contains("| trash | the gateway; with `nativeTrash` the store |"))
        #expect(lines.contains("| days in the store's own trash | 14 |"))
    }

    @Test func `the command prints them, and names the types it knows`() async {
        let (known, unknown) = (
            await Workplace.run(["limits", "Imgbt"]), await Workplace.run(["limits", "imgur"])
        )

        #expect(known.code == .done)
        #expect(known.text.contains("| largest file | 100,000,000 bytes |"))
        #expect(unknown.code == .failed)
        #expect(unknown.notes.contains("LocalDisk, Folder, Imgbt, MediaPocket"))
    }
}
