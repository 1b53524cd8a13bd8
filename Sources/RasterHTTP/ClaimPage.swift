import Gateway
import HTTPCore
import Raster
import Telemetry

/// A page for people behind a claim link: small, readable by all, and without scripts (CONTRACT 2, "claimUrl").
///
/// The form has no `action`, so that it goes to the page's own address whatever path a proxy put in front. The token
/// in that address is the whole authority; whoever has it may claim, so there is nothing that another site could
/// forge without knowing it.
struct ClaimPage {
    /// The status of the answer.
    let status: HTTPStatus
    /// The heading, and the page's title.
    let title: String
    /// What stands below: HTML, with everything foreign escaped.
    let content: String

    /// The answer.
    var response: HTTPResponse { HTTPResponse(status, fields: Self.fields, body: .bytes(bytes)) }

    /// What every page says of itself: it is kept by nobody, shown in no frame, and tells no other site its address.
    static let fields: HTTPFields = [
        "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; style-src '\(styleHash)'; form-action 'self'; "
            + "frame-ancestors 'none'; base-uri 'none'",
        "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    ]

    /// The page.
    var bytes: [UInt8] {
        Array(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTML.escaped(title)) · Raster</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <main>
            <h1>\(HTML.escaped(title))</h1>
            \(content)
            </main>
            </body>
            </html>

            """.utf8)
    }

    /// SHA-256 of ``style``, which alone a browser may use; a test compares the two.
    static let styleHash = "sha256-JeO2E21LXCPFsXFCKM1pDxNZGLSRerDtiO64K6BinHA="

    /// Colours of at least 4.5 to 1, in the light and in the dark.
    static let style = """
        :root{color-scheme:light dark;--page:#fff;--text:#1b1b1f;--dim:#55565c;--line:#8a8c94;--go:#0b57d0;--on:#fff}
        @media(prefers-color-scheme:dark){:root{--page:#141518;--text:#e8e8ec;--dim:#b4b6be;--line:#7d8089;\
        --go:#a8c7fa;--on:#0a2450}}
        body{margin:0;background:var(--page);color:var(--text);font:1.0625rem/1.55 system-ui,sans-serif}
        main{max-width:34rem;margin:0 auto;padding:8vh 1.25rem 3rem;overflow-wrap:anywhere}
        h1{font-size:1.75rem;line-height:1.25;margin:0 0 1rem}
        dl{margin:1.5rem 0;border-top:1px solid var(--line)}
        dl div{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
        dt{flex:0 0 8rem;color:var(--dim)}
        dd{flex:1 1 10rem;margin:0;font-weight:600}
        button{font:inherit;font-weight:600;padding:.75rem 1.5rem;border:2px solid var(--go);border-radius:.5rem;\
        background:var(--go);color:var(--on);cursor:pointer}
        button:hover{text-decoration:underline}
        button:focus-visible{outline:3px solid var(--text);outline-offset:3px}
        code{font:.95em ui-monospace,monospace}
        .dim{color:var(--dim);font-size:.9375rem}
        """
}
