public import Bytes
public import HTTPCore
public import Raster
import StorageHTTP

/// A Media Pocket account: an asset with one file is an asset there, a library is a project.
///
/// Media Pocket fetches bytes by itself and takes none, so that ``fetching`` stands for ``create(_:_:)``. It has no list
/// and no search that could be relied on: what is there is known by its id alone.
public struct MediaPocketAdapter: Adapter {
    /// The name in the configuration.
    public let name: AdapterName
    /// `media-pocket`.
    public let kind = "media-pocket"
    /// The configured numbers; none is documented.
    public let limits: AdapterLimits
    let api: MediaPocketAPI
    let download: MediaPocketDownload
    private let nativeTrash: Bool

    /// The account of `configuration`.
    ///
    /// `api` leads to ``MediaPocketConfiguration/address``. `download` gives what leads to an origin, such as
    /// `https://files.example.com:8443`, and is asked for those of the download hosts only. `clock` is what dates in
    /// answers are compared with.
    public init(
        name: AdapterName, configuration: MediaPocketConfiguration, api: any HTTPTransport,
        download: @escaping @Sendable (String) -> (any HTTPTransport)?, clock: any WallClock
    ) {
        self.name = name
        nativeTrash = configuration.nativeTrash
        limits = AdapterLimits(
            concurrency: max(1, configuration.concurrency),
            settleTime: configuration.requestTime + configuration.settleTime)
        let client = StorageClient(
            api,
            credential: [
                "X-API-KEY": configuration.secret.text, "Content-Type": "application/json",
                "Accept": "application/json",
            ],
            timeout: configuration.requestTime, clock: clock, code: MediaPocketErrors.code)
        self.api = MediaPocketAPI(client: client, base: configuration.path)
        self.download = MediaPocketDownload(
            hosts: configuration.downloadHosts, allowsPlain: configuration.allowsPlain,
            timeout: configuration.requestTime, clock: clock, transport: download)
    }

    /// What the API says of it, in or out of the bin; its size where that can be learned.
    public func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        try await run("stat", id) { () async throws(StorageError) in
            let record = try await api.asset(id)
            return NativeAsset(record, size: try await size(of: record))
        }
    }

    /// The file as it is handed out, streamed.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await run("open", id) { () async throws(StorageError) in .stream(try await bytes(of: id, range)) }
    }

    /// Cannot: bytes are fetched, not taken.
    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        throw StorageError(.unsupported, "Media Pocket takes no bytes, it fetches them", side: .gateway)
            .during("create", in: name)
    }

    /// Deletes record and file for good, in or out of the bin.
    public func delete(_ id: NativeID) async throws(StorageError) {
        try await run("delete", id) { () async throws(StorageError) in try await api.deleteAsset(id) }
    }

    /// The store's own bin, where the operator wants it.
    public var trash: (any TrashBin)? { nativeTrash ? self : nil }

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
        MediaPocketAPI.isUsable(id.rawValue) ? id.rawValue : "strange, of \(id.rawValue.utf8.count) bytes"
    }
}
