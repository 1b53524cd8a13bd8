import Bytes
import FakeKit
import HTTPCore
import ImgbtFake
import TestSupport
import Testing

@Suite struct ImgbtAccessTests {
    private let publicKey = "pk_fake_0123456789abcdef"

    @Test(
        arguments: [
            ("POST", "/assets"), ("PATCH", "/assets/x"), ("DELETE", "/assets/x"), ("GET", "/keys"),
            ("POST", "/keys"), ("DELETE", "/keys/x"), ("POST", "/urls/sign"), ("POST", "/urls/revoke"),
        ])
    func `a key that may read may do nothing else`(_ method: String, _ path: String) async throws {
        let vault = try Vault()

        let response = try await vault.send(
            HTTPMethod(rawValue: method), "/api/v1/vaults/vault_01fake" + path, "{}", key: publicKey)

        #expect(response.status == 403)
    }

    @Test func `a new key works, and no more once it is deleted`() async throws {
        let vault = try Vault()
        let keys = "/api/v1/vaults/vault_01fake/keys"
        let made = try await vault.send(.post, keys, #"{"label": "mine", "type": "secret"}"#).object()
        let key = try made.string("key")

        #expect(try await vault.send(.get, Vault.assets, key: key).status == 200)
        #expect(try await vault.send(.delete, "\(keys)/\(made.string("id"))").status == 204)
        #expect(try await vault.send(.get, Vault.assets, key: key).status == 401)
    }

    @Test func `a list of keys shows none of them`() async throws {
        let bytes = try await Vault().send(.get, "/api/v1/vaults/vault_01fake/keys").collect()

        #expect(!String(decoding: bytes, as: UTF8.self).contains("fake_0123"))
    }

    @Test func `a signed address works until it is over`() async throws {
        let clock = FakeTime.standing(at: 1_768_473_000_000)
        let vault = try Vault {
            $0.time = clock
            $0.deliveryURL = "/delivery/{vault}"
        }
        _ = try await vault.upload("x")
        let body = #"{"path": "p/c/h/a.txt", "vault": "vault_01fake", "expires_at": "2026-01-15T10:31:00Z"}"#

        let url = try await vault.send(.post, "/v1/urls/sign", body).object().string("url")

        #expect(try await vault.send(.get, url, key: nil).status == 200)
        #expect(
            try await vault.send(.get, url.replacing("signature=", with: "signature=0"), key: nil).status
                == 403)
        _ = try await vault.send(.put, "/_fake/clock", #"{"aheadMilliseconds": 60000}"#)
        #expect(try await vault.send(.get, url, key: nil).status == 403)
    }

    @Test func `a revoked address stays so after a restart`() async throws {
        try await withTemporaryFolder { folder in
            let vault = try Vault(folder: folder)
            _ = try await vault.upload("x")
            let body = #"{"path": "/p/c/h/a.txt", "vault": "vault_01fake"}"#
            #expect(try await vault.send(.post, "/v1/urls/revoke", body).status == 204)

            let again = try Vault(folder: folder)

            #expect(try await again.send(.get, "/delivery/vault_01fake/p/c/h/a.txt", key: nil).status == 403)
        }
    }

    @Test func `no line of the log has a key, a query or a signature`() async throws {
        let lines = Lines()
        let vault = try Vault { $0.log = { lines.add($0) } }
        _ = try await vault.send(.get, "/delivery/vault_01fake/p/c/h/a.txt?signature=secret123&expires=1")
        _ = try await vault.upload("x")

        #expect(lines.all.count == 2)
        #expect(!lines.all.joined().contains("sk_"))
        #expect(!lines.all.joined().contains("secret123"))
        #expect(lines.all[1].hasSuffix("#2 upload POST /api/v1/vaults/vault_01fake/assets 201"))
    }

    @Test(arguments: [
        "/", "/api/v1/vaults/vault_01fake", "/api/v2/x", "/_fakes", "/v1/vaults/vault_01fake/assets/a/b",
    ])
    func `what the vendor does not know is not found`(_ target: String) async throws {
        let response = try await Vault().send(.get, target)

        #expect(response.status == 404)
        #expect(try await response.object().object("error").string("code") == "NOT_FOUND")
    }
}
