public import Bytes
public import HTTPCore
public import Raster
import StorageHTTP

/// An imgbt vault: partition from the organization, collection from the library, channel from kind and asset id.
///
/// Speaks to the API through one transport and fetches files from the delivery address through another. What imgbt
/// cannot do has no ability here: trash, search, moving, renaming; the gateway does it.
public struct ImgbtAdapter: Adapter {
    /// The name in the configuration.
    public let name: AdapterName
    /// `imgbt`.
    public let kind = "imgbt"
    /// The documented limits, and the configured times.
    public let limits: AdapterLimits
    let configuration: ImgbtConfiguration
    let api: ImgbtAPI
    let files: StorageClient
    let random: any RandomSource
    let paths = RecentPaths()
    let listings = SharedRuns<ImgbtFilter, ImgbtChannel>()

    /// The largest file that imgbt takes: 100 MB, taken for 100,000,000 bytes.
    public static let maximumBytes = 100_000_000

    /// The vault of `configuration`.
    ///
    /// `api` leads to the API's address, `delivery` to ``ImgbtConfiguration/deliveryURL``. `clock` is what dates in
    /// answers are compared with; `random` makes what separates the parts of an upload.
    public init(
        name: AdapterName, configuration: ImgbtConfiguration, api: any HTTPTransport,
        delivery: any HTTPTransport, clock: any WallClock, random: any RandomSource
    ) {
        self.name = name
        self.configuration = configuration
        self.random = random
        let pageSize = min(max(configuration.pageSize, 1), 100)
        limits = AdapterLimits(
            maximumBytes: Self.maximumBytes, pageSize: pageSize,
            concurrency: max(1, configuration.concurrency),
            settleTime: configuration.requestTime + configuration.settleTime)
        let client = StorageClient(
            api,
            credential: [
                "Authorization": "Bearer \(configuration.secret.text)", "Accept": "application/json",
            ],
            timeout: configuration.requestTime, clock: clock, code: ImgbtErrors.code, judge: ImgbtErrors.judge
        )
        self.api = ImgbtAPI(client: client, base: configuration.path, pageSize: pageSize)
        files = StorageClient(delivery, timeout: configuration.requestTime, clock: clock)
    }

    /// What the API says of it.
    public func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        try await run("stat", id) { () async throws(StorageError) in NativeAsset(try await record(id)) }
    }

    /// The file as it is delivered, streamed; without any change that imgbt could make to an image.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await run("open", id) { () async throws(StorageError) in .stream(try await bytes(of: id, range)) }
    }

    /// One request with a form, the file streamed.
    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        do { return NativeAsset(try await store(draft, content)) } catch {
            throw error.during("create", in: name).with("asset", draft.key.asset)
        }
    }

    /// Deletes record and file for good.
    public func delete(_ id: NativeID) async throws(StorageError) {
        try await run("delete", id) { () async throws(StorageError) in
            defer { paths.forget(id) }
            try await api.delete(id)
        }
    }

    /// The record of `id`, which is remembered; forgotten where there is none.
    func record(_ id: NativeID) async throws(StorageError) -> ImgbtRecord {
        do {
            let record = try await api.record(id)
            paths.remember(record)
            return record
        } catch {
            if error.kind == .notFound { paths.forget(id) }
            throw error
        }
    }

    /// Runs `body` and says of its failure where it happened.
    func run<Value>(
        _ operation: String, _ id: NativeID? = nil, _ body: () async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        do { return try await body() } catch {
            let error = error.during(operation, in: name)
            throw id.map { error.with("id", Self.printable($0)) } ?? error
        }
    }

    /// An id for a log: whoever asks may ask for anything.
    private static func printable(_ id: NativeID) -> String {
        ImgbtRecord.isUsable(id.rawValue) ? id.rawValue : "strange, of \(id.rawValue.utf8.count) bytes"
    }
}
