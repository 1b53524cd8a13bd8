import Testing

@testable import Crypto

@Suite struct AESGCMTests {
    private let key = [UInt8](repeating: 7, count: 32)

    /// Test cases 13 to 16 of the specification of GCM by McGrew and Viega, without the nonce.
    static let vectors: [(key: String, nonce: String, plaintext: String, data: String, box: String)] = [
        (
            String(repeating: "0", count: 64), String(repeating: "0", count: 24), "", "",
            "530f8afbc74536b9a963b4f1c4cb738b"
        ),
        (
            String(repeating: "0", count: 64), String(repeating: "0", count: 24),
            String(repeating: "0", count: 32), "",
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
        ),
        (
            "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
        ),
    ]

    @Test(arguments: vectors.indices)
    func `the boxes are those of the specification of GCM`(_ index: Int) throws {
        let vector = Self.vectors[index]

        let box = try AESGCM.seal(
            hex(vector.plaintext), key: hex(vector.key), nonce: hex(vector.nonce),
            additionalData: hex(vector.data))

        #expect(box == hex(vector.nonce) + hex(vector.box))
        let opened = try AESGCM.open(box, key: hex(vector.key), additionalData: hex(vector.data))
        #expect(opened == hex(vector.plaintext))
    }

    @Test(arguments: [0, 1, 15, 16, 17, 10_000])
    func `what was sealed opens`(_ length: Int) throws {
        let plaintext = try SecureRandom.bytes(length)

        let box = try AESGCM.seal(plaintext, key: key, additionalData: [1])

        #expect(box.count == length + 28)
        #expect(try AESGCM.open(box, key: key, additionalData: [1]) == plaintext)
    }

    @Test func `the same text is never sealed to the same box`() throws {
        #expect(try AESGCM.seal([1, 2, 3], key: key) != AESGCM.seal([1, 2, 3], key: key))
    }

    @Test func `a box with any bit changed does not open`() throws {
        let box = try AESGCM.seal([1, 2, 3], key: key)

        for index in box.indices {
            var changed = box
            changed[index] ^= 0x10
            #expect(throws: CryptoError.notAuthentic) { try AESGCM.open(changed, key: key) }
        }
    }

    @Test func `a cut box does not open`() throws {
        let box = try AESGCM.seal([1, 2, 3], key: key)

        for length in 0..<box.count {
            #expect(throws: CryptoError.notAuthentic) { try AESGCM.open(Array(box.prefix(length)), key: key) }
        }
    }

    @Test func `another key and other additional data do not open a box`() throws {
        let box = try AESGCM.seal([1, 2, 3], key: key, additionalData: [1])

        #expect(throws: CryptoError.notAuthentic) { try AESGCM.open(box, key: key, additionalData: [2]) }
        #expect(throws: CryptoError.notAuthentic) {
            try AESGCM.open(box, key: [UInt8](repeating: 8, count: 32), additionalData: [1])
        }
    }

    @Test func `a key of another length is refused`() {
        #expect(throws: CryptoError.keyLength(expected: 32)) { try AESGCM.seal([1], key: [1, 2]) }
    }
}
