public import Bytes
public import FakeKit
public import HTTPCore

/// One imgbt vault: the documented API and the delivery of its files, with faults that can be planned.
public final class ImgbtFake: HTTPHandler {
    /// What the fake is to be like.
    public struct Options: Sendable {
        /// The vault's id.
        public var vault = "vault_01fake"
        /// The key that may do everything.
        public var secret = "sk_fake_0123456789abcdef"
        /// The key that may read.
        public var publicKey = "pk_fake_0123456789abcdef"
        /// Which of the vendor's two descriptions is followed.
        public var dialect = ImgbtDialect.reference
        /// Where files are delivered from, for addresses in answers; `{vault}` stands for the vault.
        public var deliveryURL = "https://{vault}.imgbt.com"
        /// The folder that keeps the state; `nil` for a temporary one that goes with the fake.
        public var folder: String?
        /// The most bytes a file may have; the vendor's 100 MB.
        public var maximumFileBytes = 100_000_000
        /// What goes wrong.
        public var faults: [PlannedFault] = []
        /// The time that it lives in.
        public var time = FakeTime.system
        /// Gets a line for each request, without keys and queries.
        public var log: (@Sendable (String) -> Void)?

        /// An empty vault in a temporary folder, where nothing goes wrong.
        public init() {}
    }

    private let handler: FakeHandler<ImgbtService>
    private let folder: FakeFolder

    /// The vault that `options` describe, with what their folder holds.
    public init(_ options: Options = Options()) throws {
        folder = try FakeFolder(options.folder)
        handler = FakeHandler(
            try ImgbtService(options, folder), plan: FaultPlan(options.faults), time: options.time,
            log: options.log)
    }

    /// The vendor's answer, unless a fault is due.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        await handler.respond(to: request)
    }

    /// What goes wrong, and the receipts.
    public var plan: FaultPlan { handler.plan }
    /// What was done to the vault.
    public var ledger: EffectLedger { handler.service.ledger }
    /// How many requests have come.
    public var requests: Int { handler.requests }
    /// What the vault holds, the oldest first.
    public var assets: [ImgbtAsset] { handler.service.store.assets }
    /// The names of its operations, for faults.
    public static var operations: [(name: String, summary: String)] { ImgbtService.operations }

    /// The bytes of an asset; `nil` where there is no such asset.
    public func bytes(of id: String) -> ByteStream? {
        handler.service.store.open(id).map { ByteStream(FileSlice($0.file, $0.whole)) }
    }

    /// Puts an asset into the vault past its API; `size` and `sha256` of it are those of `content`.
    public func add(_ asset: ImgbtAsset, _ content: [UInt8]) throws {
        try handler.service.store.add(asset, content)
    }

    /// Puts an address out of use, as a revocation does.
    public func revoke(_ path: String) throws { try handler.service.access.revoke(path) }

    /// The folder that keeps the state.
    public var folderPath: String { folder.path }

    /// Removes the temporary folder, where there is one; the fake is of no use after that.
    public func close() { folder.removeIfTemporary() }
}

/// The two descriptions of one API that the vendor gives.
public enum ImgbtDialect: String, Sendable, CaseIterable {
    /// The API reference.
    case reference
    /// The types and comments of the SDK.
    case sdk
}
