import Foundation
import Gateway
import Raster
import RasterCatalog

/// Everything that `doctor` looks at.
struct Examination {
    /// What is examined.
    var configuration: Configuration
    /// Where it lies.
    var machine = Machine.current
    /// Whether all of the catalog is read, however large it is.
    var isDeep = false
    /// A command of this program on these data, so that it can be pasted into a shell.
    var command: @Sendable (_ words: String) -> String = { "raster-gateway \($0)" }

    /// The data directory.
    var folder: String { configuration.dataDirectory }
    /// The catalog's file.
    var catalog: String { "\(folder)/catalog.sqlite" }

    /// All findings; what can no longer be looked at because of an earlier problem is left out.
    func findings() async -> [Finding] {
        let folderFinding = permissions()
        var findings = [libraries(), descriptors(), clockState(), folderFinding]
        guard folderFinding.state != .problem else { return findings }
        guard machine.facts(catalog) != nil else { return findings + [noCatalog] }
        let owner = owner()
        let isServed = Self.isServed(owner)
        findings += [
            owner, catalogFiles(), fileSystem(), await mailServer(), catalogSpace(), writeAheadLog(),
        ]
        for store in configuration.allDisks { findings += storeFindings(store, isServed) }
        findings += await vaults()
        findings += await staging(isServed: isServed)
        let (inspection, opens) = inspect()
        findings += inspection
        guard opens, !findings.contains(where: { $0.check == "catalog files" && $0.state == .problem }) else {
            return findings
        }
        return findings + (await openedFindings(findings, isServed))
    }

    private func storeFindings(_ store: Configuration.Store, _ isServed: Bool) -> [Finding] {
        var findings = [writability(store), space(store), leftovers(store, isServed: isServed)]
        if store.folder != nil { findings.append(fileSystem(of: store)) }
        return findings
    }

    /// What can be seen only of an open catalog.
    private func openedFindings(_ findings: [Finding], _ isServed: Bool) async -> [Finding] {
        let opensStores = !findings.contains { $0.check.hasPrefix("store ") && $0.state == .problem }
        do {
            let composition = try await Composition(
                configuration, publicURL: "", opensStores: opensStores)
            let found = await catalogFindings(composition, isServed)
            await composition.catalog.close()
            return found
        } catch { return [damaged(error)] }
    }

    /// What it means that there is no catalog: that of a folder that was served is lost.
    var noCatalog: Finding {
        if machine.facts("\(folder)/owner.lock") != nil {
            return .problem(
                "catalog", "there is none in \(folder), although a server has worked there",
                remedy: "restore \(catalog) from a backup")
        }
        return .problem(
            "catalog", "there is none in \(folder)",
            remedy: "name the right folder with --data, or begin with: \(command("serve"))")
    }

    func damaged(_ error: any Error) -> Finding {
        .problem(
            "catalog", (error as? StorageError)?.message ?? "\(error)",
            remedy: "stop the server, keep a copy of \(folder), and restore it from a backup")
    }

    private func catalogFindings(_ composition: Composition, _ isServed: Bool) async -> [Finding] {
        let gateway = composition.gateway
        do {
            var findings = [try await totals(gateway, isServed), try await stores(gateway)]
            findings += try await adoptions(gateway)
            findings += try await comparisons(gateway)
            findings += try await mails(gateway)
            findings += try await mirrors(gateway, composition.stores)
            findings += try await relocations(gateway) + placeholders(gateway)
            let disks =
                composition.stores.filter { $0.kind == "disk" } + [composition.staging].compactMap { $0 }
            for store in disks {
                guard let walk = OrphanWalk(store, gateway.catalog) else { continue }
                findings.append(try await walk.finding())
            }
            return findings
        } catch { return [damaged(error)] }
    }

    private func totals(_ gateway: Gateway, _ isServed: Bool) async throws -> Finding {
        let totals = try await gateway.catalog.read { try await $0.totals() }
        let counts =
            "\(totals.organizations) organizations, \(totals.libraries) libraries, "
            + "\(totals.assets) assets, \(totals.trashed) in the trash"
        guard totals.openIntents > 0, !isServed else { return .ok("catalog", counts) }
        return .warning(
            "catalog", "\(counts); \(totals.openIntents) interrupted uploads or deletions",
            remedy: "the next \"serve\" puts them in order, as does: \(command("doctor --fix"))")
    }

    /// Whether every library's store is configured.
    private func stores(_ gateway: Gateway) async throws -> Finding {
        let known = Set(configuration.stores.map(\.name))
        let lost = try await gateway.catalog.read { reader in
            var lost: Set<AdapterName> = []
            for organization in try await reader.organizations() {
                for library in try await reader.allLibraries(of: organization.id)
                where !known.contains(library.adapter) { lost.insert(library.adapter) }
            }
            return lost.sorted()
        }
        guard !lost.isEmpty else {
            return .ok("adapters", known.sorted().map(\.rawValue).joined(separator: ", "))
        }
        return .problem(
            "adapters", "libraries use \(lost.map(\.rawValue).joined(separator: ", ")), not configured here",
            remedy: "add them under \"adapters\", or name the server's file with --config")
    }
}
