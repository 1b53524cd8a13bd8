import Testing

@testable import GatewayCommand

@Suite struct ArgumentsTests {
    private static let syntax = Syntax(
        positionals: [.init(name: "ORG", help: "the organization")],
        options: [
            .init(name: "label", value: "TEXT", help: "a text"),
            .init(name: "grant", value: "LIB", help: "a grant", isRepeated: true),
            .init(name: "yes", help: "a flag"),
        ])

    private func parse(_ words: String...) throws -> Arguments { try Arguments(words, Self.syntax) }

    private func complaint(_ words: String...) -> String? {
        do {
            _ = try Arguments(words, Self.syntax)
            return nil
        } catch { return error.description }
    }

    @Test func `a value follows its option as a word or after an equals sign`() throws {
        #expect(try parse("acme", "--label", "a b").value("label") == "a b")
        #expect(try parse("--label=a=b", "acme").value("label") == "a=b")
        #expect(try parse("acme", "--label=").value("label")?.isEmpty == true)
    }

    @Test func `a repeated option keeps every value in order`() throws {
        #expect(try parse("acme", "--grant", "b", "--grant=a").values("grant") == ["b", "a"])
    }

    @Test func `flags stand anywhere and take no value`() throws {
        #expect(try parse("--yes", "acme").flag("yes"))
        #expect(try !parse("acme").flag("yes"))
        #expect(complaint("acme", "--yes=no") == "--yes takes no value")
    }

    @Test func `after two hyphens everything is a word`() throws {
        #expect(try parse("--", "--yes").positional("ORG") == "--yes")
    }

    @Test func `an unknown option is refused with the nearest one`() {
        #expect(
            complaint("acme", "--lable", "x") == "there is no option \"--lable\"; did you mean \"--label\"?")
        #expect(complaint("acme", "-x")?.contains("there is no option \"-x\"; known: --label") == true)
    }

    @Test func `a value that is missing is asked for`() {
        #expect(complaint("acme", "--label") == "--label needs a value: --label TEXT")
        #expect(complaint("acme", "--label", "--yes") == "--label needs a value: --label TEXT")
    }

    @Test func `an option that counts once is refused twice`() {
        #expect(complaint("acme", "--label", "a", "--label", "b") == "--label is given twice")
    }

    @Test func `words without a name are counted`() {
        #expect(complaint() == "ORG is missing: the organization")
        #expect(complaint("a", "b")?.contains("\"b\" is one word too many") == true)
    }

    @Test func `help is given whatever else is missing`() throws {
        #expect(try parse("--help").wantsHelp)
        #expect(try parse("-h").wantsHelp)
    }
}

@Suite struct HelpTests {
    @Test(arguments: Main.commands.map { $0.name })
    func `every command explains all that it takes`(_ name: String) async throws {
        let command = try #require(Main.commands.first { $0.name == name })

        let outcome = await Workplace.run(name.split(separator: " ").map(String.init) + ["--help"])

        #expect(outcome.code == .done)
        #expect(outcome.text.contains("usage: raster-gateway \(name)"))
        for option in command.syntax.allOptions { #expect(outcome.text.contains("--\(option.name)")) }
        for word in command.syntax.positionals { #expect(outcome.text.contains("  \(word.name)")) }
    }

    @Test func `the overview names every command`() async {
        let outcome = await Workplace.run(["--help"])

        for command in Main.commands { #expect(outcome.text.contains("  \(command.name) ")) }
    }

    @Test func `an unknown command lists what there is`() async {
        let outcome = await Workplace.run(["migrate"])

        #expect(outcome.code == .usage)
        let known =
            "known: serve, org, library, key, sync, relocate, doctor, conformance, limits, config, fake, version"
        #expect(outcome.notes.contains(known))
    }

    @Test func `a slip in a command is answered with the right one`() async {
        #expect(await Workplace.run(["key", "creat"]).notes.contains("did you mean \"key create\"?"))
        #expect(await Workplace.run(["key"]).notes.contains("There is create, list, update, revoke"))
    }

    @Test func `the version is printed both ways`() async {
        #expect(await Workplace.run(["--version"]).text == "raster-gateway 0.1.0 (Raster API 2026-05-20)")
        #expect(
            await Workplace.run(["version", "--json"]).text
                == #"{"version":"0.1.0","apiVersion":"2026-05-20"}"#)
    }
}
