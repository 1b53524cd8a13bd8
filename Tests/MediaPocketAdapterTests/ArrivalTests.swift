import Bytes
import Crypto
import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport
import Testing

@Suite struct ArrivalTests {
    private let bytes = Array(UInt8(0)..<100)
    private let md5 = "0123456789abcdef0123456789abcdef"
    private let sized = "{\"id\":1,\"size\":99}"
    private let medium = "{\"id\":1,\"original_filename\":\"harbour.jpg\"}"
    private let url = "https://pocket.example/f?sig=canary"

    private func expected() throws -> ExpectedBytes {
        ExpectedBytes(size: 100, digest: try SHA256.digest(bytes), md5: md5, filename: "harbour.jpg")
    }

    private func arrival(
        _ media: String, md5: String?, url: HTTPResponse = .address(nil), file: HTTPResponse? = nil
    ) async throws -> Arrival {
        let files = CannedTransport(file.map { [.success($0)] } ?? [])
        let api = CannedTransport(.media(media), .asset(SampleAsset(md5: md5)), url)
        let adapter = try MediaPocketAdapter.sample(api: api, downloads: ["https://pocket.example": files])
        return try await adapter.arrival(of: try expected(), at: "-a1")
    }

    private func readBack(_ bytes: [UInt8], isCounted: Bool = true) async throws -> Arrival {
        let source = ByteStream(bytes, chunkSize: 7)
        let silent = HTTPBody.stream(ByteStream { try await source.next() })
        let file = HTTPResponse(200, body: isCounted ? .bytes(bytes) : silent)
        return try await arrival(medium, md5: md5, url: .address(url), file: file)
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

    @Test func `another checksum is another file, without a look at it`() async throws {
        #expect(isDifferent(try await arrival(medium, md5: "ffffffffffffffffffffffffffffffff")))
    }

    @Test func `where no address is handed out the checksums have to do`() async throws {
        #expect(try await arrival(medium, md5: md5) == .whole)
        #expect(try await arrival(medium, md5: md5.uppercased()) == .whole)
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

    @Test func `a file of another size is different, without a look at it`() async throws {
        #expect(isDifferent(try await arrival(sized, md5: md5)))
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
