import Bytes
import FakeKit
import HTTPCore

/// Why a file did not come.
struct FetchFailure: Error {
    let reason: String
}

/// A connection that broke off while a file came: unlike anything else it is tried again.
struct FetchBreak: Error {}

/// What a fault makes of the bytes that are fetched.
struct FetchSpoiling {
    private let fault: Fault?

    /// Throws for faults under which nothing comes.
    init(_ fault: Fault?) throws {
        switch fault {
        case nil, .truncatedBody, .corruptBody, .resetAfterBytes: self.fault = fault
        case .some(let other): throw FetchFailure(reason: "the fault \(other.name)")
        }
    }

    /// How many bytes of `length` are taken for the whole.
    func limit(of length: Int?) -> Int {
        guard case .truncatedBody(let count) = fault else { return .max }
        return count ?? (length ?? 2) / 2
    }

    /// Throws where the connection is to break off, of which `count` bytes have come; at its end in any case.
    func check(_ count: Int = .max) throws(FetchBreak) {
        if case .resetAfterBytes(let most) = fault, count >= most { throw FetchBreak() }
    }

    func spoil(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var bytes = Array(bytes)
        if fault == .corruptBody, !bytes.isEmpty { bytes[0] ^= 0xFF }
        return bytes
    }
}

extension HTTPBody {
    /// Hands each piece of the body to `take`; throws where the body ends early.
    func forEachChunk(_ take: ([UInt8]) throws -> Void) async throws {
        let stream: ByteStream
        switch self {
        case .empty, .suppressed: return
        case .bytes(let bytes): return try take(bytes)
        case .file(let slice): stream = ByteStream(slice)
        case .stream(let body): stream = body
        }
        var count = 0
        while let chunk = try await stream.next() {
            count += chunk.count
            try take(chunk)
        }
        if let length = stream.length, length != count {
            throw FetchFailure(reason: "\(count) bytes instead of \(length)")
        }
    }
}
