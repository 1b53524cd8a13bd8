import Bytes
import Foundation
import Gateway
import HTTPCore
import Raster
import RasterCatalog
import Telemetry
import TestSupport
import Testing

@testable import RasterHTTP

@Suite struct ClaimSafetyTests {
    private let hostile = "<script>alert(1)</script>&\"'\u{202E}"

    @Test func `what a stranger chose is escaped`() async throws {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable(name: hostile.replacing("\"", with: "\\\""))

        let text = try await surface.open(.get, path).text

        #expect(text.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;\u{202E}</bdi>"))
        #expect(!text.contains("<script"))
    }

    @Test(arguments: [HTTPMethod.get, .post, .delete])
    func `every page may run nothing, be framed nowhere and tells nobody its address`(method: HTTPMethod)
        async throws
    {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable()

        let fields = try await surface.open(method, path).fields

        #expect(fields["Referrer-Policy"] == "no-referrer" && fields["Cache-Control"] == "no-store")
        #expect(
            fields["X-Content-Type-Options"] == "nosniff" && fields["X-Robots-Tag"] == "noindex, nofollow")
        let policy = fields["Content-Security-Policy"] ?? ""
        for rule in ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
        {
            #expect(policy.contains(rule))
        }
        #expect(!policy.contains("unsafe"))
    }

    @Test func `the policy names the hash of the style`() async throws {
        let surface = try await Surface()
        let digest = try surface.gateway.fingerprint([], Array(ClaimPage.style.utf8))

        #expect(ClaimPage.styleHash == "sha256-" + Data(digest.bytes).base64EncodedString())
        #expect(ClaimPage.fields["Content-Security-Policy"]?.contains(ClaimPage.styleHash) == true)
    }

    @Test func `a page is small, has a language, a title, one heading, and no script`() async throws {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable(name: String(repeating: "W", count: 255))

        let page = try await surface.open(.get, path)

        #expect(page.bytes.count < 6_000)
        #expect(page.text.contains("<html lang=\"en\">") && page.text.contains("<title>Keep this library?"))
        #expect(page.text.components(of: "<h1>") == 1 && page.text.components(of: "<main>") == 1)
        for foreign in ["<script", "src=", "href=", "onclick", "url(", "style="] {
            #expect(!page.text.contains(foreign), "\(foreign)")
        }
    }

    @Test(arguments: [HTTPMethod.put, .delete, .patch, HTTPMethod(rawValue: "BREW")])
    func `another method is a page with 405 and Allow`(method: HTTPMethod) async throws {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable()

        let page = try await surface.open(method, path)

        #expect(page.status == 405 && page.fields["Allow"] == "GET, HEAD, POST")
        #expect(page.fields["Content-Type"] == "text/html; charset=utf-8")
    }

    @Test func `a catalog that fails is a page with 503 and Retry-After`() async throws {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable()
        await surface.catalog.close()

        let page = try await surface.open(.get, path)

        #expect(page.status == 503 && page.fields["Retry-After"] != nil)
        #expect(page.text.contains("Not now, please try again"))
    }

    @Test func `a form that broke off claims nothing`() async throws {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable()
        let broken = ByteStream(length: 9) { throw BodyBrokenOff() }

        let page = try await surface.send(HTTPRequest(.post, path, body: broken))

        #expect(page.status == 400)
        #expect(try await surface.open(.get, path).status == 200)
    }

    @Test func `a link is not opened in the clear from other machines`() async throws {
        let surface = try await Surface()
        let (path, _) = try await surface.claimable()

        let page = try await surface.send(HTTPRequest(.post, path, peer: "192.0.2.1"))

        #expect(page.status == 400 && page.text.contains("use https"))
        #expect(try await surface.open(.get, path).status == 200)
    }

    @Test(arguments: ["", "/dam", "//x"])
    func `a token is in no log line, whatever stands before it`(prefix: String) async throws {
        let surface = try await Surface()
        let (path, data) = try await surface.claimable()
        let token = String(path.dropFirst("/claim/".count))
        for target in [
            path, "/%63laim/\(token)", "/CLAIM/\(token)", "\(path)?x=\(token)", "\(path.dropLast(3))",
        ] {
            for method in [HTTPMethod.get, .post, .delete] {
                _ = try await surface.open(method, prefix + target)
            }
        }

        let lines = surface.log.lines.map { String(decoding: $0.render(.json), as: UTF8.self) }
        #expect(lines.count == 16)
        #expect(!lines.contains { $0.contains(token.dropLast(8)) || $0.contains(token.suffix(30)) })
        #expect(lines.count { $0.contains("(masked)") } == 15)
        #expect(data?["claimUrl"]?.string?.hasSuffix(token) == true)
    }

    @Test func `the log names the organization that was claimed`() async throws {
        let surface = try await Surface()
        let (path, data) = try await surface.claimable()

        _ = try await surface.open(.post, path)

        let line = String(decoding: surface.log.lines.last?.render(.json) ?? [], as: UTF8.self)
        #expect(line.contains("\"organization\":\"\(data?["organizationId"]?.string ?? "?")\""))
    }

    @Test(arguments: [
        (0, "0 bytes"), (999, "999 bytes"), (1_000, "1 kB"), (200_000_000, "200 MB"), (1_000_000_000, "1 GB"),
        (1_990_000_000, "1.9 GB"), (2_500_000_000_000, "2.5 TB"),
    ])
    func `sizes are written for people`(bytes: Int, text: String) {
        #expect(ClaimPage.size(bytes) == text)
    }
}
