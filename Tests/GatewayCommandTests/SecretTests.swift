import Foundation
import HTTPCore
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct SecretTests {
    private static let canary = "canary-4711"

    private func secret(_ text: String, _ source: ConfigurationSource) throws -> Secret {
        try Secret(JSONValue(parsing: Array(text.utf8)), source)
    }

    /// What is wrong with the secret that `text` names.
    private func complaint(_ text: String, _ source: ConfigurationSource = .init()) -> String {
        do {
            _ = try secret(text, source)
            return ""
        } catch let error as ConfigurationValueError {
            return "\(error) → \(error.remedy ?? "")"
        } catch { return "another error" }
    }

    private func withFile(_ text: String, _ body: (String) throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            try text.write(toFile: "\(folder)/secret", atomically: true, encoding: .utf8)
            try body(folder)
        }
    }

    @Test func `a secret comes from the environment`() throws {
        let source = ConfigurationSource(environment: ["PASSWORD": Self.canary])

        #expect(try secret(#"{"env": "PASSWORD"}"#, source).reveal() == Self.canary)
    }

    @Test(arguments: ["", "\n", "\r\n"])
    func `a secret comes from a file beside the configuration, without the line's end`(_ end: String)
        async throws
    {
        try await withFile(Self.canary + end) { folder in
            let read = try secret(#"{"file": "secret"}"#, .init(folder: folder))

            #expect(read.reveal() == Self.canary)
            #expect(read.origin == .file("\(folder)/secret"))
        }
    }

    @Test func `only one line's end is taken off, and no blanks`() async throws {
        try await withFile(" a \n\n") { folder in
            let read = try secret(#"{"file": "secret"}"#, .init(folder: folder))

            #expect(read.reveal() == " a \n")
        }
    }

    @Test func `nothing that prints a secret shows it`() {
        let secret = Secret(Self.canary, from: .variable("PASSWORD"))
        var dumped = ""
        dump(["a": secret], to: &dumped)

        for text in [
            "\(secret)", String(reflecting: secret), dumped, "\(secret.json)", "\([secret as Secret?])",
        ] {
            #expect(!text.contains(Self.canary))
            #expect(text.contains("PASSWORD"))
        }
    }

    @Test(arguments: [
        "\"\(canary)\"", "{\"env\": 1}", "{\"env\": \"A\", \"file\": \"b\"}", "{\"value\": \"\(canary)\"}",
        "{\"env\": \"\(canary)\"}", "7", "{}", "[\"\(canary)\"]",
    ])
    func `a secret that is written out is refused and not repeated`(_ text: String) {
        let complaint = complaint(text)

        #expect(complaint.contains("{\"env\": ") || complaint.contains("{\"file\": "))
        #expect(!complaint.contains(Self.canary))
    }

    @Test func `a variable that is missing or empty is named`() {
        #expect(
            complaint(#"{"env": "A"}"#).hasPrefix(
                "names the environment variable A, which is not set → set A"))
        #expect(complaint(#"{"env": "A"}"#, .init(environment: ["A": ""])).contains("A, which is empty"))
    }

    @Test(arguments: [
        ("nowhere", "nowhere, which does not exist"), (".", "., which is a folder"),
        ("large", "large, which is larger than 64 KiB"), ("empty", "empty, which is empty"),
        ("binary", "binary, which is not text in UTF-8"),
    ])
    func `a file that holds no secret is named with the reason`(_ name: String, _ expected: String)
        async throws
    {
        try await withTemporaryFolder { folder in
            try Data(repeating: 65, count: Secret.fileLimit + 1).write(to: URL(filePath: "\(folder)/large"))
            try Data("\n".utf8).write(to: URL(filePath: "\(folder)/empty"))
            try Data([0xFF]).write(to: URL(filePath: "\(folder)/binary"))

            let complaint = complaint("{\"file\": \"\(name)\"}", .init(folder: folder))

            #expect(complaint.contains(expected), "\(complaint)")
            #expect(!complaint.hasSuffix("→ "))
        }
    }

    @Test func `doctor tells whether a secret is there, and does not show it`() {
        var context = CommandContext(
            configuration: Configuration(), reading: ConfigurationReading(file: nil, [:]),
            console: MemoryConsole())
        let variable = Secret("", from: .variable("PASSWORD"))

        #expect(context.finding(of: variable, "mail.password").state == .warning)
        #expect(context.finding(of: Secret("", from: .file("/nowhere")), "a").state == .problem)
        context.environment = ["PASSWORD": Self.canary]
        let found = context.finding(of: variable, "mail.password")
        #expect(found == .ok("secret mail.password", #"{"env":"PASSWORD"}"#))
    }

    @Test func `commands that need no secrets do without`() throws {
        let source = ConfigurationSource(needsSecrets: false)

        #expect(try secret(#"{"env": "A"}"#, source).origin == .variable("A"))
        #expect(try secret(#"{"file": "/nowhere"}"#, source).origin == .file("/nowhere"))
    }
}
