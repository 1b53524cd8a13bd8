import Bytes
import Crypto
import Testing

@Suite struct HMACSHA256Tests {
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `the codes are those of RFC 4231`(_ key: [UInt8], _ message: [UInt8], _ code: String) throws {
        #expect(try HMACSHA256.authenticate(message, key: key).description == code)
    }

    @Test func `an empty key is a key`() throws {
        let code = try HMACSHA256.authenticate([], key: [])

        #expect(code.description == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }
}

@Suite struct HKDFTests {
    @Test func `the first output of RFC 5869`() throws {
        let output = try HKDF.sha256(
            secret: [UInt8](repeating: 0x0B, count: 22), salt: Array(0...12), info: Array(0xF0...0xF9),
            length: 42)

        #expect(
            output
                == hex(
                    """
                    3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865
                    """))
    }

    @Test func `the second output of RFC 5869, longer than a block`() throws {
        let output = try HKDF.sha256(
            secret: Array(0x00...0x4F), salt: Array(0x60...0xAF), info: Array(0xB0...0xFF), length: 82)

        #expect(
            output
                == hex(
                    """
                    b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09
                    da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87
                    """))
    }

    @Test func `the third output of RFC 5869, without salt and info`() throws {
        let output = try HKDF.sha256(
            secret: [UInt8](repeating: 0x0B, count: 22), salt: [], info: [], length: 42)

        #expect(
            output
                == hex(
                    """
                    8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8
                    """))
    }

    @Test func `more than 255 blocks are refused`() {
        #expect(throws: CryptoError.outputTooLong) {
            try HKDF.sha256(secret: [1], salt: [], info: [], length: 255 * 32 + 1)
        }
    }
}

@Suite struct ConstantTimeTests {
    @Test func `only the same bytes are equal`() {
        #expect(ConstantTime.areEqual([1, 2], [1, 2]))
        #expect(ConstantTime.areEqual([], []))
        #expect(!ConstantTime.areEqual([1, 2], [1, 3]))
        #expect(!ConstantTime.areEqual([1, 2], [1, 2, 0]))
    }
}

@Suite struct SecureRandomTests {
    @Test func `two keys differ`() throws {
        let keys = try (SecureRandom.bytes(32), SecureRandom.bytes(32))

        #expect(keys.0.count == 32)
        #expect(keys.0 != keys.1)
    }

    @Test func `no bytes are no bytes`() throws {
        #expect(try SecureRandom.bytes(0).isEmpty)
    }

    @Test func `a negative count is refused`() {
        #expect(throws: CryptoError.self) { try SecureRandom.bytes(-1) }
    }
}
