import Foundation
import HTTPCore
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct ConformanceTests {
    private func withWorkplace(_ body: (Workplace) async throws -> Void) async throws {
        try await withTemporaryFolder { try await body(Workplace(folder: "\($0)/data")) }
    }

    @Test func `a disk is tried without a catalog, and nothing is left`() async throws {
        try await withWorkplace { data in
            let outcome = await data.run("conformance", "disk", "--seed", "5")

            #expect(outcome.code == .done)
            #expect(outcome.text.hasPrefix("disk (disk), seed 5\n"))
            #expect(outcome.text.contains("\n  storing       earned\n"))
            #expect(outcome.text.contains(" 0 broken,"))
            #expect(!FileManager.default.fileExists(atPath: "\(data.folder)/catalog.sqlite"))
            #expect(tree(of: "\(data.folder)/files").isEmpty && tree(of: "\(data.folder)/spool").isEmpty)
        }
    }

    @Test func `a store can be tried while a server runs`() async throws {
        try await withTemporaryFolder { folder in
            let data = Workplace(folder: "\(folder)/data")
            let server = try RunningServer(data.folder)

            let outcome = await data.run("conformance", "disk", "--only", "writing")

            #expect(outcome.code == .done)
            #expect(try server.upload("a.txt", "hello", key: server.key).hasPrefix("/cdn/"))
        }
    }

    @Test func `the memory shows a whole report`() async throws {
        try await withWorkplace { data in
            let outcome = await data.run("conformance", "memory", "--json")

            let report = try JSONValue(parsing: Array(outcome.text.utf8)).asObject()
            let stores = try report.array("stores")
            #expect(outcome.code == .done)
            #expect(stores.count == 1)
            #expect(outcome.text.contains(#""broken":0,"#))
            #expect(outcome.text.components(separatedBy: #""state":"earned""#).count == 15)
            #expect(outcome.text.contains(#"{"name":"fetching","state":"absent""#))
        }
    }

    @Test func `all means every store of the configuration`() async throws {
        try await withWorkplace { data in
            let file = "\(data.folder).json"
            try
                #"{"defaultAdapter": "one", "adapters": {"one": {"type": "disk", "folder": "one"}, "two": {"type": "disk", "folder": "two"}}}"#
                .write(toFile: file, atomically: true, encoding: .utf8)

            let outcome = await data.run("conformance", "all", "--only", "limits", "--config", file)

            #expect(outcome.code == .done, "\(outcome.notes)")
            #expect(outcome.text.contains("one (disk)") && outcome.text.contains("two (disk)"))
        }
    }

    @Test func `a report in JUnit's words goes into a file`() async throws {
        try await withWorkplace { data in
            let file = "\(data.folder).xml"

            let outcome = await data.run(
                "conformance", "memory", "--only", "ranges", "--only", "trash", "--format", "junit",
                "--output",
                file)

            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(outcome.code == .done)
            #expect(outcome.text.hasPrefix("memory: "))
            #expect(text.hasPrefix("<?xml") && text.hasSuffix("</testsuites>\n"))
            #expect(text.components(separatedBy: "<testsuite name=").count == 3)
        }
    }

    @Test func `a store that is not there is named with those that are`() async throws {
        try await withWorkplace { data in
            let outcome = await data.run("conformance", "dusk")

            #expect(outcome.code == .failed)
            #expect(outcome.notes.contains("known: disk, all, memory"))
        }
    }

    @Test(arguments: [["--format", "xml"], ["--only", "rages"], ["--seed", "-1"], ["--seed", "x"]])
    func `what cannot be meant is refused`(_ options: [String]) async {
        let outcome = await Workplace.run(["conformance", "memory"] + options)

        #expect(outcome.code == .usage)
    }
}
