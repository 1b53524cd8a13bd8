import Foundation
import Gateway
import Raster
import RasterCatalog

/// Everything that `doctor` looks at.
struct Examination {
    /// What is examined.
    let configuration: Configuration

    /// The data directory.
    var folder: String { configuration.dataDirectory }

    /// All findings; what can no longer be looked at because of an earlier problem is left out.
    func findings() async -> [Finding] {
        let folderFinding = permissions()
        var findings = [folderFinding, exposure()]
        guard folderFinding.state != .problem else { return findings }
        guard FileManager.default.fileExists(atPath: "\(folder)/catalog.sqlite") else {
            return findings + [noCatalog]
        }
        findings += [owner(), fileSystem(), await mailServer()]
        for store in configuration.stores { findings += [writability(store), space(store)] }
        do {
            let composition = try await Composition(
                configuration, publicURL: "", opensStores: !findings.contains { $0.state == .problem })
            findings += await catalogFindings(composition)
            await composition.catalog.close()
        } catch {
            findings.append(
                .problem("catalog", "\(error)", remedy: "restore the data directory from a backup"))
        }
        return findings
    }

    private var noCatalog: Finding {
        .problem(
            "catalog", "there is none in \(folder)",
            remedy: "name the right folder with --data, or begin with \"raster-gateway serve\"")
    }

    private func catalogFindings(_ composition: Composition) async -> [Finding] {
        let gateway = composition.gateway
        do {
            var findings = [try await totals(gateway), try await clock(gateway)]
            findings.append(try await stores(gateway))
            findings += try await mails(gateway)
            for store in composition.stores {
                guard let walk = OrphanWalk(store, gateway.catalog) else { continue }
                findings.append(try await walk.finding())
            }
            return findings
        } catch {
            return [.problem("catalog", "\(error)", remedy: "restore the data directory from a backup")]
        }
    }

    private func totals(_ gateway: Gateway) async throws -> Finding {
        let totals = try await gateway.catalog.read { try await $0.totals() }
        let counts =
            "\(totals.organizations) organizations, \(totals.libraries) libraries, "
            + "\(totals.assets) assets, \(totals.trashed) in the trash"
        guard totals.openIntents > 0, owner().message.hasPrefix("no server") else {
            return .ok("catalog", counts)
        }
        return .warning(
            "catalog", "\(counts); \(totals.openIntents) interrupted uploads or deletions",
            remedy: "the next \"serve\" puts them in order")
    }

    /// Whether the clock is plausible: not before anything that has been recorded.
    private func clock(_ gateway: Gateway) async throws -> Finding {
        let now = gateway.clock.now()
        let latest = try await gateway.catalog.read { try await $0.organizations().map(\.created).max() }
        guard now > Self.released, now + .seconds(60) > latest ?? now else {
            return .problem(
                "clock", "the system's clock says \(now.minute) UTC, which is in the past",
                remedy: "set it, best by NTP: the trash and all times depend on it")
        }
        return .ok("clock", "\(now.minute) UTC")
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

    /// 2026-01-01: before the first release, so that an earlier clock is wrong.
    private static let released = Timestamp(milliseconds: 1_767_225_600_000)
}
