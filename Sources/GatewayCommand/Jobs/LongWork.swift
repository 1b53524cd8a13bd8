import Gateway
import Raster

/// The long work that this program can do; tests bring their own.
struct LongWork: Sendable {
    /// Whether there is something that a library can be compared with.
    var isSyncable: @Sendable (Library, any CatalogReader) async throws -> Bool = { _, _ in false }
    /// Whether libraries are compared with stores that can list what they hold, too.
    var comparesStores = false
    /// What does jobs, by their kind, over a gateway with its stores; scans are told to the observer.
    var works: @Sendable (Gateway, any ScanObserver) -> [JobKind: any JobWork] = { _, _ in [:] }
    /// What a comparison of a library with its store would change; told how far it has come like a job's work.
    var plan: @Sendable (Gateway, Library, JobContext) async throws -> SyncPlan = { _, _, _ in SyncPlan() }

    /// What there is: adopted folders and stores are compared with the catalog, files of folders are hashed, and
    /// assets brought to the stores of their libraries.
    static let standard = LongWork(
        isSyncable: Gateway.hasAdopted, comparesStores: true,
        works: {
            [
                .sync: LibrarySync($0, $1), .hash: AdoptionHash($0),
                .relocate: RelocationWork($0, sleeper: SystemSleeper()),
            ]
        },
        plan: { try await $0.planLibrarySync(of: $1, $2) })
}
