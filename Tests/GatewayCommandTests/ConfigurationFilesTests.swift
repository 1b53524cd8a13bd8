import Foundation
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct ConfigurationFilesTests {
    /// A file of the folder `Config`.
    private func file(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = root.deletingLastPathComponent().appending(path: "Config/\(name)")
        return try String(contentsOf: file, encoding: .utf8)
    }

    @Test func `the example file has every key with its default`() throws {
        let text = try file("gateway.example.json")

        #expect(text == Configuration.example + "\n", "run make config-files")
        var expected = Configuration()
        expected.dataDirectory = "/etc/gateway/./raster-data"
        #expect(reading(text).configuration.json == expected.json)
        #expect(reading(text).complaints == [])
    }

    @Test func `the schema is that of the keys`() throws {
        #expect(
            try file("gateway.schema.json") == Configuration.schema.indented() + "\n", "run make config-files"
        )
    }

    @Test func `the table in the README is that of the keys`() throws {
        let lines = try file("README.md").split(separator: "\n", omittingEmptySubsequences: false)
        let rest = lines.drop { $0 != "<!-- keys -->" }.dropFirst()

        let table = rest.prefix { $0 != "<!-- end of keys -->" }.map(String.init)

        #expect(table == Configuration.table, "run make config-files")
    }

    @Test func `no two keys have one environment variable`() {
        let names = Configuration.keys.map(\.variable)

        #expect(Set(names).count == names.count)
        #expect(names.contains("RASTER_GATEWAY_UPLOADS_MAX_FILE_BYTES"))
        #expect(names.contains("RASTER_GATEWAY_PUBLIC_URL"))
    }
}
