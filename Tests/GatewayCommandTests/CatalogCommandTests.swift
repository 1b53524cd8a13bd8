import HTTPCore
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct OrganizationCommandTests {
    @Test func `an organization is made, listed, changed and deleted`() async throws {
        try await withAcme { data in
            #expect(await data.run("org", "list").text.contains("acme  Acme  -     "))
            await data.run("org", "update", "acme", "--plan", "hobby")
            #expect(await data.run("org", "list", "--json").text.contains(#""plan":"hobby""#))

            let deleted = await data.run("org", "delete", "acme", "--yes", "--json")

            #expect(deleted.text == #"{"id":"acme","assetsCount":0}"#)
            #expect(await data.run("org", "list", "--json").text == #"{"organizations":[]}"#)
        }
    }

    @Test func `deleting wants a yes`() async throws {
        try await withAcme { data in
            let refused = await data.run("org", "delete", "acme")

            #expect(refused.code == .usage)
            #expect(refused.notes.contains("add --yes"))
            #expect(await data.run("library", "delete", "acme", "photos").code == .usage)
        }
    }

    @Test func `an organization that is there already is not made again`() async throws {
        try await withAcme { data in
            let again = await data.run("org", "create", "acme")

            #expect(again.code == .failed)
            #expect(again.notes == "raster-gateway: there is an organization \"acme\" already")
        }
    }

    @Test(arguments: ["Acme", "-a", "a_b", "", "ä"])
    func `an id that would not fit in a path is refused`(_ id: String) async {
        #expect(await Workplace.run(["org", "create", "--data", "/nowhere", "--", id]).code == .usage)
    }

    @Test func `a folder without data is not taken for an empty gateway`() async throws {
        try await withTemporaryFolder { folder in
            let outcome = await Workplace(folder: folder).run("org", "list")

            #expect(outcome.code == .failed)
            #expect(outcome.notes.contains("there is no gateway's data in \(folder)"))
            #expect(tree(of: folder).isEmpty)
        }
    }
}

@Suite struct LibraryCommandTests {
    @Test func `a library gets its slug from its name, or as it is told`() async throws {
        try await withAcme { data in
            let told = await data.run("library", "create", "acme", "Summer 2026", "--slug", "s26", "--json")

            #expect(told.text.contains(#"{"id":"s26","organizationId":"acme","name":"Summer 2026""#))
            #expect(await data.run("library", "list", "acme").text.contains("photos  Photos       disk"))
        }
    }

    @Test func `a slug that is taken is refused`() async throws {
        try await withAcme { data in
            let taken = await data.run("library", "create", "acme", "X", "--slug", "photos")

            #expect(taken.code == .failed)
            #expect(taken.notes.contains("\"photos\" exists already"))
        }
    }

    @Test func `an adapter that is not configured is refused with those that are`() async throws {
        try await withAcme { data in
            let refused = await data.run("library", "create", "acme", "X", "--adapter", "nas")

            #expect(refused.notes.contains("no adapter is configured as \"nas\"; known: disk"))
        }
    }

    @Test func `an unknown organization is refused with those there are`() async throws {
        try await withAcme { data in
            let refused = await data.run("library", "list", "acne")

            #expect(refused.code == .failed)
            #expect(refused.notes.contains("there is no organization \"acne\"; known: acme"))
        }
    }

    @Test func `a deleted library is gone, and its slug is free again`() async throws {
        try await withAcme { data in
            #expect(await data.run("library", "delete", "acme", "photos", "--yes").code == .done)

            #expect(await data.run("library", "list", "acme", "--json").text == #"{"libraries":[]}"#)
            #expect(await data.run("library", "create", "acme", "Photos").code == .done)
        }
    }
}

@Suite struct KeyCommandTests {
    @Test func `a key stands alone on the last line`() async throws {
        try await withAcme { data in
            let made = await data.run("key", "create", "acme", "--all", "write")

            #expect(made.lastLine.hasPrefix("rk_"))
            #expect(made.lastLine.utf8.count == 43)
        }
    }

    @Test func `a key as JSON has exactly four members`() async throws {
        try await withAcme { data in
            let made = await data.run("key", "create", "acme", "--grant", "photos:read", "--json")

            let object = try JSONValue(parsing: Array(made.text.utf8)).asObject()
            #expect(object.members.map(\.name) == ["id", "key", "organizationId", "grants"])
            #expect(object["grants"]?.bytes == Array(#"{"libraries":{"photos":"read"}}"#.utf8))
        }
    }

    @Test func `no list shows a secret`() async throws {
        try await withAcme { data in
            let secret = await data.run("key", "create", "acme", "--all", "read", "--label", "me").lastLine

            let text = await data.run("key", "list", "acme").text
            let json = await data.run("key", "list", "acme", "--json").text

            #expect(text.contains("me     all:read"))
            #expect(json.contains(#""label":"me","grants":{"all":"read"}"#))
            #expect(!text.contains(secret) && !json.contains(secret))
        }
    }

    @Test func `a grant on an unknown library is refused with those there are`() async throws {
        try await withAcme { data in
            let refused = await data.run("key", "create", "acme", "--grant", "photo:read")

            #expect(refused.code == .failed)
            #expect(refused.notes.contains("there is no library \"photo\" in acme; known: photos"))
            #expect(await data.run("key", "list", "acme", "--json").text == #"{"keys":[]}"#)
        }
    }

    @Test(arguments: [
        [], ["--all", "admin"], ["--grant", "photos"], ["--all", "read", "--grant", "a:read"],
    ])
    func `what a key reaches must be said, and once`(_ options: [String]) async {
        #expect(await Workplace.run(["key", "create", "acme"] + options).code == .usage)
    }

    @Test func `a key changes what it reaches, and ends`() async throws {
        try await withAcme { data in
            await data.run("key", "create", "acme", "--all", "write")
            let list = await data.run("key", "list", "acme").text
            let id = String(list.split(separator: "\n")[1].prefix { $0 != " " })

            #expect(await data.run("key", "update", "acme", id, "--grant", "photos:read").code == .done)
            #expect(await data.run("key", "list", "acme").text.contains("photos:read"))
            #expect(await data.run("key", "revoke", "acme", id).code == .done)
            #expect(await data.run("key", "revoke", "acme", id).code == .failed)
        }
    }
}
