import Bytes
import HTTPCore
import ImgbtAdapter
import Raster
import TestSupport
import Testing

/// Answers that are nearly right: nothing crashes, and what is thrown is an error of the port.
@Suite struct MutationTests {
    private static let record = SampleRecord(
        metadata: "{\"raster_id\":\"a1\",\"name\":\"é\",\"sha256\":\"\(SHA256Digest.sample(7))\"}",
        tags: "[\"a\"]")
    private static let page = HTTPResponse.page([record, .of("b2", id: "asset_02")], cursor: "c")
    private static let sdk = """
        {"id":"asset_01","vault":"v","path":"p/c/h/f.png","content_type":"image/png","size":9.0,"tags":["t"],\
        "metadata":{"raster_id":"a1"},"created_at":"2026-01-15T10:30:00.000Z"}
        """

    @Test(arguments: 0..<20)
    func `a mutated answer is a value or an error`(_ seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<60 {
            let record = mutated(Array(Self.record.json.utf8), &random)
            let sdk = mutated(Array(Self.sdk.utf8), &random)
            guard case .bytes(let whole) = Self.page.body else { return }
            let page = mutated(whole, &random)
            try await ask(record: record, sdk: sdk, page: page)
        }
    }

    private func ask(record: [UInt8], sdk: [UInt8], page: [UInt8]) async throws {
        let answers = [record, sdk, page, page, record, record].map { bytes in
            HTTPResponse(201, fields: ["Content-Type": "application/json"], body: .bytes(bytes))
        }
        let api = CannedTransport(
            answers.enumerated().map { index, answer in
                var answer = answer
                answer.status = index == 4 ? 201 : 200
                return .success(answer)
            })
        let adapter = try ImgbtAdapter.sample(api: api)
        let errors = [
            await failure { () async throws(StorageError) in _ = try await adapter.stat("asset_01") },
            await failure { () async throws(StorageError) in _ = try await adapter.stat("asset_01") },
            await failure { () async throws(StorageError) in _ = try await adapter.list(in: nil, after: nil)
            },
            await failure { () async throws(StorageError) in _ = try await adapter.find(.sample()) },
            await failure { () async throws(StorageError) in
                _ = try await adapter.create(.sample(), .bytes([1, 2, 3]))
            },
        ]
        for error in errors.compactMap(\.self) { #expect(error.kind == .malformed || error.kind == .invalid) }
    }

    private func mutated(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
            guard place < bytes.count else { return bytes }
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            case 3: bytes.removeSubrange(place...)
            case 4: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
            default:
                let words: [String] = [
                    "null", "-1", "1e400", "{}", "[]", "\"\"", "true", "99999999999999999999",
                ]
                let word = words[Int.random(in: 0..<words.count, using: &random)]
                let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) ?? place
                let end = bytes[colon...].dropFirst().firstIndex(of: UInt8(ascii: ",")) ?? bytes.count
                if colon + 1 <= end { bytes.replaceSubrange((colon + 1)..<end, with: word.utf8) }
            }
        }
        return bytes
    }
}
