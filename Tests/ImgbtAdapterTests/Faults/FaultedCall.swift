import Bytes
import FakeKit
import HTTPCore
import ImgbtFake
import Raster
import TestSupport

@testable import ImgbtAdapter

/// A column of the matrix: what the adapter is asked, and which of its requests the fault befalls.
enum FaultedCall: String, Sendable, CaseIterable {
    /// Whatever needs the record.
    case stat, address
    /// The record that tells where the file lies, then the file, whole and in part.
    case locate, open, range
    /// Changes.
    case create, delete, update
    /// Listings: a page, all pages, the channel of an asset that is there, of one that is not.
    case page, find, miss

    /// The operation of the fake that the fault befalls.
    var operation: String {
        switch self {
        case .stat, .address, .locate: "get"
        case .open, .range: "deliver"
        case .create: "upload"
        case .delete: "delete"
        case .update: "update"
        case .page, .find, .miss: "list"
        }
    }
}

/// A vault of three assets in one channel, the one in the middle known to the gateway, behind pages of one asset.
struct FaultStage: Sendable {
    /// Of the asset in the middle, and of one that is not there and would lie in the same channel.
    static let (key, missing) = twins()
    static let bytes = Array(UInt8(0)..<100)
    let vault: FakeVault
    private let id: NativeID = "asset_2"

    /// The first two of many assets that one channel is for: of a few hundred, two are (the birthday paradox).
    private static func twins() -> (NaturalKey, NaturalKey) {
        var seen: [String: NaturalKey] = [:]
        for number in 0..<10_000 {
            let key = NaturalKey.sample(AssetID("asset\(number)"))
            guard let channel = try? ImgbtMapping.path(of: key).channel else { continue }
            if let other = seen.updateValue(key, forKey: channel) { return (other, key) }
        }
        preconditionFailure("three digits have no more than 32,768 values")
    }

    /// The vault without sockets.
    init() throws { try self.init(try FakeVault(pageSize: 1)) }

    /// Puts the assets into `vault`, whose pages have one asset.
    init(_ vault: FakeVault) throws {
        self.vault = vault
        let path = try ImgbtMapping.path(of: Self.key)
        let place = ImgbtPlace(path.partition, path.collection, path.channel)
        for (number, name) in ["old", Self.key.asset.rawValue, "new"].enumerated() {
            let metadata = JSONObject([.init("raster_id", .string(name))])
            let asset = ImgbtAsset(
                id: "asset_\(number + 1)", place: place, filename: "\(number).jpg", mediaType: "image/jpeg",
                metadata: metadata, created: 1_768_000_000_000 + number * 60_000)
            try vault.fake.add(asset, Self.bytes)
        }
    }

    /// What the outcome of `call` is called in the matrix.
    func outcome(of call: FaultedCall) async -> String {
        do { return try await run(call) } catch {
            let error = StorageError(wrapping: error)
            return error.kind.rawValue + (error.effect == .none ? "" : error.effect == .unknown ? "?" : "!")
        }
    }

    func run(_ call: FaultedCall) async throws -> String {
        let adapter = vault.adapter
        switch call {
        case .stat: return try await adapter.stat(id).id == id ? "ok" : "wrong"
        case .address:
            let address = try await adapter.address(of: id)
            return address?.hasSuffix("/1.jpg") == true ? "ok" : "wrong"
        case .locate, .open: return try await read(nil) == Self.bytes ? "ok" : "wrong"
        case .range:
            let range = ByteRange(offset: 10, length: 20)
            return try await read(range) == Array(Self.bytes[10..<30]) ? "ok" : "wrong"
        case .create:
            return try await adapter.create(.sample(), .bytes([1, 2, 3])).size == 3 ? "ok" : "wrong"
        case .delete: try await adapter.delete(id)
        case .update:
            try await adapter.update(
                id, DesiredState(key: Self.key, name: "New", description: "x", tags: ["t"]))
        case .page: return "\(try await adapter.list(in: nil, after: nil).assets.count)"
        case .find: return word(try await adapter.find(Self.key))
        case .miss: return word(try await adapter.find(Self.missing))
        }
        return "ok"
    }

    private func read(_ range: ByteRange?) async throws -> [UInt8] {
        try await vault.adapter.open(id, range).stream.collect(upTo: 1000)
    }

    private func word(_ result: FindingResult) -> String {
        switch result {
        case .found(let asset): asset.id == id ? "found" : "wrong"
        case .absent: "absent"
        case .cannotTell: "cannotTell"
        }
    }

    /// What the vault holds, as far as a change would show.
    var state: [String] {
        vault.fake.assets.map { "\($0.id.prefix(7)) \($0.path) \($0.size) \($0.metadata) \($0.tags)" }
            .sorted()
    }
}
