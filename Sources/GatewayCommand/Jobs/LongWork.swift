import Gateway
import Raster

/// The long work that this program can do; tests bring their own.
struct LongWork: Sendable {
    /// Whether there is something that a library can be compared with.
    var isSyncable: @Sendable (Library, any CatalogReader) async throws -> Bool = { _, _ in false }
    /// What does jobs, by their kind, over a gateway with its stores.
    var works: @Sendable (Gateway) -> [JobKind: any JobWork] = { _ in [:] }
    /// What a comparison of a library with its store would change; told how far it has come like a job's work.
    var plan: @Sendable (Gateway, Library, JobContext) async throws -> SyncPlan = { _, _, _ in SyncPlan() }

    /// What the stores of this program offer.
    static let standard = LongWork()
}
