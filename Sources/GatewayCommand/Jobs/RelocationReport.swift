import Gateway
import Raster

/// Work on relocations, of which is told what has failed meanwhile.
struct RelocationReport: JobWork {
    /// How many are told of one library.
    static let limit = 100

    /// The work.
    let base: any JobWork
    /// Where relocations are.
    let gateway: Gateway
    /// Hears of each that has failed.
    let tell: @Sendable (Relocation, Job) -> Void

    /// Does the work, and tells what has failed by its end that had not at its beginning.
    func run(_ job: Job, _ context: JobContext) async throws {
        let known = Set(try await failed(of: job).map(\.asset.id))
        do { try await base.run(job, context) } catch {
            await tellFailures(of: job, beside: known)
            throw error
        }
        await tellFailures(of: job, beside: known)
    }

    private func tellFailures(of job: Job, beside known: Set<AssetID>) async {
        // What the catalog does not say now, `doctor` says later.
        let failed = (try? await failed(of: job)) ?? []
        for relocation in failed where !known.contains(relocation.asset.id) { tell(relocation, job) }
    }

    private func failed(of job: Job) async throws -> [Relocation] {
        try await gateway.catalog.read {
            try await $0.failedRelocations(in: job.library, limit: Self.limit)
        }
    }
}

extension Composition {
    /// What does long work, telling `tell` of each relocation that failed.
    func works(
        tellingFailures tell: @escaping @Sendable (Relocation, Job) -> Void
    ) -> [JobKind: any JobWork] {
        guard let relocation = works[.relocate] else { return works }
        var works = works
        works[.relocate] = RelocationReport(base: relocation, gateway: gateway, tell: tell)
        return works
    }
}

extension Relocation {
    /// Why it failed, for people who run the gateway.
    var reason: String { failure.map { "\($0.kind): \($0.message)" } ?? "unknown" }

    /// Which asset did not get where, and why.
    var sentence: String { "\(asset.id) did not get from \(asset.home.adapter) to \(goal): \(reason)" }
}
