import HTTPCore
import MediaPocketAdapter
import MediaPocketFake
import Raster
import TestSupport
import Testing

/// What is foretold of values, against what the account makes of them by itself.
@Suite struct AccountFidelityTests {
    private static let tags: [[String]] = [
        ["red", "b c", "2024"], ["Sea", "ÉTÉ", "世界", "🦊", "שלום"], ["ΟΔΟΣ", "İ", "ẞ", "Ǆ"],
        ["a\"b", "salt, pepper", "h\\i", "%41"],
    ]

    @Test(arguments: tags)
    func `tags arrive as foretold, also where others send them`(_ tags: [String]) async throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let id = try await account.announced()
        let array = String(decoding: JSONValue.array(tags.map { .string($0) }).bytes, as: UTF8.self)
        _ = try await account.send(.put, "assets/\(id)", "{\"tags\":\(array)}")
        let byOthers = try await account.adapter.stat(id).tags

        try await account.adapter.update(id, .sample(tags: tags))

        let shown = try await account.adapter.stat(id).tags
        #expect(shown == byOthers && shown == foretold(account, tags))
    }

    private func foretold(_ account: FakeAccount, _ tags: [String]) -> [String]? {
        switch account.adapter.fidelity(of: .tags, .list(tags)) {
        case .exact: tags
        case .transformed(.list(let list)): list
        default: nil
        }
    }

    @Test func `tags that differ by letter case arrive as one`() async throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let id = try await account.announced()
        try await account.adapter.update(id, .sample(tags: ["fox", "Fox", "FOX"]))
        #expect(try await account.adapter.stat(id).tags == ["fox"])
        #expect(foretold(account, ["fox", "Fox", "FOX"]) == ["fox"])
    }

    @Test(arguments: [
        "Plain", "\"q\" & 'r' <b> \\", "caf\u{e9}", "cafe\u{301}", " padded ", "", "   ",
        String(repeating: "語", count: 255), String(repeating: "語", count: 256),
        String(repeating: "x", count: 254) + "🇫🇮", "a" + String(repeating: "\u{301}", count: 400),
    ])
    func `a name arrives as foretold`(_ name: String) async throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let id = try await account.announced(.sample(name: name))
        let shown = try #require(try await account.adapter.stat(id).name)
        let foretold =
            switch account.adapter.fidelity(of: .name, .text(name)) {
            case .transformed(.text(let text)): text
            default: name
            }
        #expect(shown.unicodeScalars.elementsEqual(foretold.unicodeScalars))
    }

    @Test(arguments: [
        "Plain.", "<b>&amp;</b> 'q' %41", "two\nlines\tand a tab\n", "cafe\u{301} \u{212b}", "",
    ])
    func `a description arrives as it is`(_ description: String) async throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let id = try await account.announced()
        try await account.adapter.update(id, .sample(description: description))
        let shown = try await account.adapter.stat(id).description ?? ""
        #expect(shown.unicodeScalars.elementsEqual(description.unicodeScalars))
        #expect(account.adapter.fidelity(of: .description, .text(description)) == .exact)
    }
}
