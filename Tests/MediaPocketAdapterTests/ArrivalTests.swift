import Bytes
import Crypto
import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport
import Testing

@Suite struct ArrivalTests {
    private let bytes = Array(UInt8(0)..<100)
    private static let md5 = "0123456789abcdef0123456789abcdef"
    private static let sized = "{\"id\":1,\"size\":99}"
    private var md5: String { Self.md5 }
    private var medium: String { Self.medium }
    private static let medium = "{\"id\":1,\"original_filename\":\"harbour.jpg\"}"
    private let url = "https://pocket.example/f?sig=canary"

    private func expected() throws -> ExpectedBytes {
        ExpectedBytes(size: 100, digest: try SHA256.digest(bytes), md5: md5, filename: "harbour.jpg")
    }

    private func arrival(
        _ media: String, md5: String?, url: HTTPResponse = .address(nil), file: HTTPResponse? = nil,
        isOverdue: Bool = false
    ) async throws -> Arrival {
        let files = CannedTransport(file.map { [.success($0)] } ?? [])
        let api = CannedTransport(.media(media), .asset(SampleAsset(md5: md5)), url)
        let adapter = try MediaPocketAdapter.sample(api: api, downloads: ["https://pocket.example": files])
        var expected = try expected()
        expected.isOverdue = isOverdue
        return try await adapter.arrival(of: expected, at: "-a1")
    }

    private func readBack(
        _ bytes: [UInt8], isCounted: Bool = true, md5: String? = Self.md5, medium: String = Self.medium,
        isOverdue: Bool = false
    ) async throws -> Arrival {
        let source = ByteStream(bytes, chunkSize: 7)
        let silent = HTTPBody.stream(ByteStream { try await source.next() })
        let file = HTTPResponse(200, body: isCounted ? .bytes(bytes) : silent)
        return try await arrival(medium, md5: md5, url: .address(url), file: file, isOverdue: isOverdue)
    }

    private func isDifferent(_ arrival: Arrival) -> Bool {
        if case .different(let text) = arrival { !text.isEmpty } else { false }
    }

    @Test func `without a file nothing has arrived, whatever checksum the asset still has`() async throws {
        #expect(try await arrival("", md5: nil) == .none)
        #expect(try await arrival("", md5: md5) == .none)
    }

    @Test func `a file without a checksum is still on its way`() async throws {
        #expect(try await arrival(medium, md5: nil) == .pending)
    }

    @Test func `what comes back has to do once a checksum is overdue`() async throws {
        #expect(try await readBack(bytes, md5: nil, isOverdue: true) == .whole)
        #expect(isDifferent(try await readBack(bytes.dropLast(), md5: nil, isOverdue: true)))
    }

    @Test func `a checksum that does not fit may be that of an earlier file`() async throws {
        let other = "ffffffffffffffffffffffffffffffff"
        #expect(try await readBack(bytes, md5: other) == .pending)
        #expect(try await readBack(bytes, md5: other, isOverdue: true) == .whole)
        #expect(isDifferent(try await readBack(bytes.dropLast(), md5: other)))
        #expect(try await arrival(medium, md5: other) == .pending)
        #expect(isDifferent(try await arrival(medium, md5: other, isOverdue: true)))
    }

    @Test func `what is all there by its checksum, and not handed out, is unseen`() async throws {
        #expect(try await arrival(medium, md5: md5) == .unseen)
        #expect(try await arrival(medium, md5: md5.uppercased()) == .unseen)
        #expect(try await arrival(Self.sized, md5: md5) == .pending)
    }

    @Test func `where an address is handed out the bytes are read back`() async throws {
        #expect(try await readBack(bytes) == .whole)
        #expect(try await readBack(bytes, isCounted: false) == .whole)
    }

    @Test func `other bytes of the same checksum, or of another length, are different`() async throws {
        for other in [Array(bytes.reversed()), Array(bytes.dropLast()), bytes + [1], []] {
            for isCounted in [true, false] {
                #expect(isDifferent(try await readBack(other, isCounted: isCounted)), "\(other.count)")
            }
        }
    }

    @Test func `the size that a file is said to have does not count where its bytes come back`() async throws
    {
        #expect(try await readBack(bytes, medium: Self.sized) == .whole)
    }

    @Test func `no more is read than was expected`() async throws {
        let file = HTTPResponse(200, body: .stream(ByteStream { Array(repeating: UInt8(7), count: 60) }))
        #expect(isDifferent(try await arrival(medium, md5: md5, url: .address(url), file: file)))
    }

    @Test func `a file that has just been exchanged is still on its way`() async throws {
        let gone = HTTPResponse.refusal(404, "Couldn't find Media with 'id'=1 [WHERE x]")
        #expect(try await arrival(medium, md5: md5, url: gone) == .pending)
    }

    @Test func `bytes that cannot be read back say nothing`() async throws {
        let broken = HTTPBody.stream(ByteStream(length: 100) { throw HTTPTransportError.interrupted("x") })
        for file in [HTTPResponse(200, body: broken), HTTPResponse(503), HTTPResponse(404)] {
            let error = await #expect(throws: StorageError.self) {
                _ = try await arrival(medium, md5: md5, url: .address(url), file: file)
            }
            #expect(error?.kind == .unavailable && error?.effect == StorageError.Effect.none)
            #expect(error?.side == .source && error?.retry == .allowed)
        }
    }

    @Test func `a file at a host that is not allowed is not taken for whole`() async throws {
        let error = await #expect(throws: StorageError.self) {
            _ = try await arrival(medium, md5: md5, url: .address("https://evil.example/"))
        }
        #expect(error?.kind == .unavailable && error?.side == .gateway)
    }

    @Test func `an asset that is gone is not found`() async throws {
        let adapter = try MediaPocketAdapter.sample(api: CannedTransport(.refusal(404, "asset not found")))
        let expected = try expected()
        let error = await failure { () async throws(StorageError) in
            _ = try await adapter.arrival(of: expected, at: "-a1")
        }
        #expect(error?.kind == .notFound)
    }
}
