import Foundation
import Gateway
import HTTPCore
import Raster
import RasterHTTP

/// What a server says when it is ready: where it is, and how to begin.
struct Greeting: Sendable {
    /// What clients connect to.
    let url: String
    /// Where the server listens, as `HOST:PORT`.
    let listen: String
    /// Catalog and files, as an absolute path.
    let dataDirectory: String
    /// The organization of a first start, where it exists.
    let organization: OrganizationID?
    /// The library of a first start, where it exists.
    let library: LibraryID?
    /// The key that was made just now, on a first start.
    let key: String?
    /// Some organization, for the command that makes a key.
    private let anyOrganization: OrganizationID?
    private let context: CommandContext

    /// Makes what a first start makes, where there is no configuration file or it asks for that, and looks what
    /// there is.
    init(_ process: GatewayProcess, _ context: CommandContext) async throws {
        let gateway = process.composition.gateway
        let begins = context.configurationFile == nil || context.configuration.makesLocal
        key = begins ? try await FirstStart.prepare(gateway)?.text : nil
        (organization, library, anyOrganization) = try await gateway.catalog.read { reader in
            let known = try await reader.organizations().map(\.id)
            guard let local = known.first(where: { $0 == FirstStart.organization }) else {
                return (nil, nil, known.first)
            }
            return (local, try await reader.library(FirstStart.library, in: local)?.id, local)
        }
        url = process.publicURL
        listen = process.address
        dataDirectory = process.composition.directory.path
        self.context = context
    }

    /// For programs.
    var json: JSONValue {
        var members: [JSONObject.Member] = [
            .init("url", .string(url)), .init("listen", .string(listen)),
            .init("dataDirectory", .string(dataDirectory)),
            .init("organizationId", .text(organization?.rawValue)),
            .init("libraryId", .text(library?.rawValue)),
        ]
        if let key { members.append(.init("key", .string(key))) }
        return .object(JSONObject(members))
    }

    /// For people.
    var lines: [String] {
        let head = ["raster-gateway serves \(url)", "", "  data     \(dataDirectory)"]
        guard let anyOrganization else {
            return head + ["", "There is no organization yet. Make one:", "", command("org create acme")]
        }
        guard let key, let organization, let library else {
            return head + [
                "", "For a new key:", "", command("key create \(anyOrganization) --all write"),
            ]
        }
        return head + [
            "  library  \(organization)/\(library)", "", "This key may do everything. It is shown this once:",
            "", "  \(key)", "", "Upload a first file:", "",
            curl(key, library, before: "echo Hello | ", "-F 'files=@-;filename=hello.txt' "), "",
            "List what is there:", "", curl(key, library),
        ]
    }

    private func command(_ words: String) -> String { "  " + context.commandLine(words) }

    /// `curl` on the assets of the library, as it can be pasted into a shell.
    private func curl(_ key: String, _ library: LibraryID, before: String = "", _ options: String = "")
        -> String
    {
        let assets = "\(url)/organizations/\(organization ?? "")/libraries/\(library)/assets"
        return
            "  \(before)curl -H 'Authorization: Bearer \(key)' -H 'Api-Version: \(RasterFrontEnd.apiVersion)' "
            + options + assets.shellQuoted
    }
}
