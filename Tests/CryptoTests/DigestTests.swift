import Bytes
import Crypto
import Testing

@Suite struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives the digests of FIPS 180-4`(_ message: String, _ digest: String) throws {
        #expect(try SHA256.digest(message.utf8).description == digest)
    }

    @Test func `SHA-256 of a million letters added in pieces is that of FIPS 180-4`() throws {
        let digest = try SHA256()
        for _ in 0..<1_000 { try digest.update([UInt8](repeating: 0x61, count: 1_000)) }

        let text = try digest.finish().description

        #expect(text == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
    ])
    func `MD5 gives the digests of RFC 1321`(_ message: String, _ expected: String) throws {
        let digest = try MD5()

        try digest.update(message.utf8)

        #expect(Hex.encode(try digest.finish()) == expected)
    }

    @Test func `a slice and a whole array digest alike`() throws {
        let bytes = Array("xabcx".utf8)

        let slice = try SHA256.digest(bytes[1..<4])

        #expect(slice == (try SHA256.digest("abc".utf8)))
    }

    @Test func `a finished digest takes and gives no more`() throws {
        let digest = try SHA256()
        _ = try digest.finish()

        #expect(throws: CryptoError.finished) { try digest.update([1]) }
        #expect(throws: CryptoError.finished) { try digest.finish() }
    }
}
