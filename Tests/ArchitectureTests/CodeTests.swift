import Testing

@Suite struct CodeTests {
    @Test func `files are short`() throws {
        let project = try Project.this()

        #expect(CodeRules.longFiles(in: project) == [])
    }

    @Test func `a long file is seen`() {
        let project = Project(["A.swift": String(repeating: "\n", count: 401)])

        #expect(CodeRules.longFiles(in: project) == ["A.swift: 402 lines"])
    }

    @Test func `escapes from the compiler are explained`() throws {
        let project = try Project.this()

        #expect(CodeRules.unexplainedEscapes(in: project) == [])
    }

    @Test(arguments: ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency"])
    func `an escape without a reason is seen`(_ escape: String) {
        let project = Project(["A.swift": "// Because.\n\(escape)\n\(escape)"])

        #expect(CodeRules.unexplainedEscapes(in: project) == ["A.swift:3"])
    }

    @Test func `only programs print`() throws {
        let project = try Project.this()

        #expect(CodeRules.printing(in: project) == [])
    }

    @Test func `a library that prints is seen`() {
        let project = Project(
            manifest: #".executableTarget(name: "Program")"#,
            [
                "Sources/Program/Main.swift": "print(1)",
                "Sources/A/A.swift": "fingerprint(1)\nprint(\"x\")\n// print(2)",
            ])

        #expect(CodeRules.printing(in: project) == ["Sources/A/A.swift:2"])
    }

    @Test func `no test sleeps`() throws {
        let project = try Project.this()

        #expect(CodeRules.sleeping(in: project) == [])
    }

    @Test(arguments: ["Thread.sleep(1)", "try await Task.sleep(for: .seconds(1))", "usleep(1)"])
    func `a test that sleeps is seen`(_ line: String) {
        let project = Project(["Tests/A/A.swift": line, "Sources/A/A.swift": line])

        #expect(CodeRules.sleeping(in: project) == ["Tests/A/A.swift:1"])
    }

    @Test func `nothing gives up`() throws {
        let project = try Project.this()

        #expect(CodeRules.giving(up: project) == [])
    }

    @Test(arguments: ["let a = try! b()", "    fatalError()"])
    func `code that gives up is seen`(_ line: String) {
        #expect(CodeRules.giving(up: Project(["A.swift": line])) == ["A.swift:1"])
    }

    @Test func `what stands in strings and comments is no code`() {
        let text = "let a = \"try!\" // try!\nlet b = \"\"\"\n    try!\n    \"\"\"\nlet c = \"\\\"try!\""

        #expect(CodeRules.giving(up: Project(["A.swift": text])) == [])
    }
}
