import Bytes
import Raster

extension ConformanceCheck {
    /// Digests that a system states.
    static let digests = [
        ConformanceCheck("a digest is that of the bytes") { scratch in
            for sample in DigestSample.all {
                let seen = try await scratch.adapter.stat(try await store(sample, scratch)).digest
                try expect(seen == nil || seen == sample.sha256, "it is \(seen?.description ?? "")")
            }
        },
        ConformanceCheck("a digest that came with the bytes is kept") { scratch in
            for sample in DigestSample.all {
                let seen = try await scratch.adapter.stat(try await store(sample, scratch, isGiven: true))
                    .digest
                try expect(seen == nil || seen == sample.sha256, "it is \(seen?.description ?? "")")
            }
        },
        ConformanceCheck("an MD5 is that of the bytes, in lower case") { scratch in
            for sample in DigestSample.all {
                let seen = try await scratch.adapter.stat(try await store(sample, scratch)).md5
                try expect(seen == nil || seen == sample.md5, "it is \(seen ?? "")")
            }
        },
    ]

    private static func store(_ sample: DigestSample, _ scratch: Scratch, isGiven: Bool = false) async throws
        -> NativeID
    {
        let bytes = Array(sample.text.utf8)
        var draft = scratch.draft(size: bytes.count)
        if isGiven { draft.digest = sample.sha256 }
        return try await scratch.create(draft, .stream(ByteStream(bytes))).id
    }
}

/// Texts with their digests, from RFC 1321, A.5, and FIPS 180-4's examples.
struct DigestSample: Sendable {
    let text: String
    let md5: String
    let sha256: SHA256Digest?

    private init(_ text: String, md5: String, sha256: String) {
        self.text = text
        self.md5 = md5
        let digits = sha256.compactMap(\.hexDigitValue)
        self.sha256 = SHA256Digest(
            stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) })
    }

    static let abc = DigestSample(
        "abc", md5: "900150983cd24fb0d6963f7d28e17f72",
        sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    static let all = [
        abc,
        DigestSample(
            "", md5: "d41d8cd98f00b204e9800998ecf8427e",
            sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ]
}
