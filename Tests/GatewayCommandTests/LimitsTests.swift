import Foundation
import HTTPCore
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
        #expect(
            unknown.notes.contains(
                "disk (LocalDisk), folder (Folder), imgbt (Imgbt), media-pocket (MediaPocket)"))
    }

    @Test(arguments: zip(folders, ["disk", "folder", "imgbt", "media-pocket"]))
    func `a type has the name that the configuration knows it by, too`(_ folder: String, _ type: String) async
    {
        let (one, other) = (await Workplace.run(["limits", folder]), await Workplace.run(["limits", type]))

        #expect(one.code == .done && other.code == .done && one.text == other.text)
    }

    @Test func `programs get the same as one object`() async throws {
        let outcome = await Workplace.run(["limits", "media-pocket", "--json"])

        let limits = try JSONValue(parsing: Array(outcome.text.utf8)).asObject()
        #expect(try limits.string("type") == "media-pocket")
        #expect(try limits.array("declared").contains(.string("comments")))
        #expect(try limits.object("settings").array("nativeTrash") == [.string("trash")])
        #expect(try limits.object("limits")["maximumBytes"] == .null)
        let fates = try limits.array("fidelity").map { try $0.asObject() }
        let tags = fates.first { $0["field"] == .string("tags") }
        #expect(try tags?.array("value") == [.string("été"), .string("b c")] && tags?["arrives"] != nil)
        #expect(outcome.text.count < 4000)
    }
}
