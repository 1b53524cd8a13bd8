import ImgbtAdapter
import Raster
import Testing

@Suite struct ConfigurationTests {
    private func problem(
        vault: String = "main", secret: String = "sk_12345678", path: String = "/v1/assets",
        deliveryURL: String = "https://x"
    ) -> ImgbtConfigurationError? {
        do throws(ImgbtConfigurationError) {
            _ = try ImgbtConfiguration(
                vault: vault, secret: try ImgbtSecret(secret), path: path, deliveryURL: deliveryURL)
        } catch { return error }
        return nil
    }

    @Test func `a public key is refused with a sentence that says why`() {
        #expect(problem(secret: "pk_12345678") == .publicKey)
        #expect(ImgbtConfigurationError.publicKey.description.contains("may only read"))
    }

    @Test func `a key of another kind is refused`() {
        for secret in ["", "token", "SK_12345678", " sk_12345678"] {
            #expect(problem(secret: secret) == .noSecretKey)
        }
        for secret in ["sk_", "sk_1234 678", "sk_12345678\r\nX: y", "sk_" + String(repeating: "é", count: 9)]
        {
            #expect(problem(secret: secret) == .brokenKey)
        }
    }

    @Test func `nothing prints a key`() throws {
        let secret = try ImgbtSecret("sk_canary123")
        let configuration = try ImgbtConfiguration(vault: "main", secret: secret)
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\(configuration)", dumped] {
            #expect(!text.contains("canary"))
        }
    }

    @Test func `the vault stands where the templates say`() throws {
        let configuration = try ImgbtConfiguration(vault: "main", secret: ImgbtSecret("sk_12345678"))
        #expect(configuration.path == "/api/v1/vaults/main/assets")
        #expect(configuration.deliveryURL == "https://main.imgbt.com")
    }

    @Test func `what does not fit an address is refused`() {
        for vault in ["", "a/b", "a.b", "..", "é", String(repeating: "a", count: 65)] {
            #expect(problem(vault: vault) == .vault)
        }
        for path in ["", "v1/assets", "/v1 assets", "/v1?x", "/v1#x", "/é"] {
            #expect(problem(path: path) == .path)
        }
        for url in ["", "x.imgbt.com", "ftp://x", "https://x y", "https://x?sig=1"] {
            #expect(problem(deliveryURL: url) == .deliveryURL)
        }
    }

    @Test func `an absence counts after the request's time and the settle time`() throws {
        #expect(try ImgbtAdapter.sample().limits.settleTime == .seconds(180))
    }

    @Test func `pages have 1 to 100 assets`() throws {
        for (asked, given) in [(-1, 1), (0, 1), (1, 1), (100, 100), (200, 100)] {
            #expect(try ImgbtAdapter.sample(pageSize: asked).limits.pageSize == given)
        }
    }
}
