import Bytes
import Raster

/// A promise that was not kept.
struct Broken: Error {
    /// What was seen instead.
    let reason: String
    init(_ reason: String) { self.reason = reason }
}

/// Throws ``Broken`` unless `condition` holds.
func expect(_ condition: Bool, _ reason: @autoclosure () -> String) throws {
    guard condition else { throw Broken(reason()) }
}

/// The value of an ability that the check's requirement has seen.
func ability<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Broken("the ability has vanished") }
    return value
}

/// Throws ``Broken`` unless `body` fails with `kind`; the error.
@discardableResult
func expectError(_ kind: StorageError.Kind, of what: String, _ body: () async throws -> Void) async throws
    -> StorageError
{
    do { try await body() } catch let error as StorageError {
        try expect(error.kind == kind, "\(what) fails with \(error.kind), not \(kind)")
        return error
    }
    throw Broken("\(what) does not fail with \(kind)")
}

extension Adapter {
    /// All bytes of an asset, or of a part; reads past `limit` are a fault of the adapter.
    func bytes(of id: NativeID, _ range: ByteRange? = nil, upTo limit: Int = 8_388_608) async throws
        -> [UInt8]
    {
        do { return try await open(id, range).stream.collect(upTo: limit) } catch is ByteLimitExceeded {
            throw Broken("more than \(limit) bytes came")
        }
    }

    /// Throws ``Broken`` unless `id` holds exactly `bytes`.
    func expectBytes(_ bytes: [UInt8], of id: NativeID) async throws {
        let seen = try await self.bytes(of: id)
        try expect(seen == bytes, "\(seen.count) bytes came back, unlike the \(bytes.count) that were stored")
    }

    /// Throws ``Broken`` unless there is no asset `id`.
    func expectNothing(at id: NativeID) async throws {
        try await expectError(.notFound, of: "describing it") { _ = try await stat(id) }
        try await expectError(.notFound, of: "opening it") { _ = try await open(id, nil) }
    }
}
