import Gateway
import HTTPCore
import Raster
import Telemetry

extension ClaimPage {
    /// What a link shows before anything was done.
    init(_ view: Gateway.ClaimView?, _ settings: GatewaySettings) {
        switch view?.claim {
        case .open(let organization)?: self = .question(organization, view, settings)
        case .used(let organization)?: self = .used(organization)
        case .over?: self = .over
        case nil: self = .unknown
        }
    }

    /// What the button shows; `view` is what the link led to when it was pressed.
    init(confirmed view: Gateway.ClaimView?, _ settings: GatewaySettings) {
        guard case .open(let organization)? = view?.claim else {
            self.init(view, settings)
            return
        }
        self = .thanks(organization, settings)
    }

    private static func question(
        _ organization: Organization, _ view: Gateway.ClaimView?, _ settings: GatewaySettings
    ) -> ClaimPage {
        let libraries = view?.libraries ?? []
        return ClaimPage(
            status: .ok, title: "Keep this library?",
            content: """
                <p>It was made without an account, and will be removed with everything in it unless someone
                claims it.</p>
                <dl>
                <div><dt>\(libraries.count == 1 ? "Library" : "Libraries")</dt><dd>\(names(libraries))</dd></div>
                <div><dt>Organization</dt><dd><code>\(HTML.escaped(organization.id.rawValue))</code></dd></div>
                <div><dt>Files in it</dt><dd>\(view?.assets ?? 0)</dd></div>
                <div><dt>Kept until</dt><dd>\(time(organization.expires))</dd></div>
                </dl>
                <p>Claiming makes the organization permanent\(caps(organization, settings)). Keys and the addresses
                of files stay as they are.</p>
                <form method="post"><button type="submit">Claim this library</button></form>
                <p class="dim">Nothing happens until you press the button. If you do not know this library, just
                close the page.</p>
                """)
    }

    private static func thanks(_ organization: Organization, _ settings: GatewaySettings) -> ClaimPage {
        ClaimPage(
            status: .ok, title: "The library is yours",
            content: """
                <p>The organization <code>\(HTML.escaped(organization.id.rawValue))</code> is
                permanent\(caps(organization, settings)).</p>
                <p>There is nothing else to do: its API key goes on working, and all addresses of files stay as
                they are. Keep that key safe. This link is used up, and you can close the page.</p>
                """)
    }

    private static func used(_ organization: OrganizationID?) -> ClaimPage {
        let outcome =
            organization.map {
                """
                <p>The organization <code>\(HTML.escaped($0.rawValue))</code> has been claimed and is permanent. There
                is nothing else to do: its API key goes on working.</p>
                """
            } ?? "<p>The organization was claimed with it, and has been removed since.</p>"
        return ClaimPage(status: 410, title: "This link has been used", content: outcome)
    }

    private static let over = ClaimPage(
        status: 410, title: "This link has expired",
        content: """
            <p>Nobody claimed the library in time. It has been removed with its files and its API key, and cannot be
            brought back.</p>
            <p class="dim">Whoever made it can make a new one, in the same way.</p>
            """)

    private static let unknown = ClaimPage(
        status: 404, title: "There is no such link",
        content: """
            <p>Please check that the address is complete. Links are cut off now and then where a mail breaks its
            lines.</p>
            """)

    /// A refusal, for people; the fields of `refusal`'s own answer stay, `Allow` and `Retry-After` among them.
    static func response(to refusal: RasterError, _ plain: HTTPResponse) -> HTTPResponse {
        var response = plain
        let page = ClaimPage(
            status: plain.status,
            title: plain.status.code >= 500 ? "Not now, please try again" : "That did not work",
            content: "<p>\(HTML.escaped(refusal.message))</p>")
        for field in fields { response.fields[field.name] = field.value }
        response.body = .bytes(page.bytes)
        return response
    }
}

// Words and numbers of a page.
extension ClaimPage {
    /// The names of libraries, a few at most.
    private static func names(_ libraries: [String]) -> String {
        let shown = libraries.prefix(5).map(HTML.foreign).joined(separator: ", ")
        if libraries.isEmpty { return "none" }
        return libraries.count > 5 ? "\(shown) and \(libraries.count - 5) more" : shown
    }

    /// What an organization may hold once it is permanent.
    private static func caps(_ organization: Organization, _ settings: GatewaySettings) -> String {
        guard organization.plan == .hobby else { return "" }
        let libraries = settings.hobby.libraries
        let room = "\(libraries) \(libraries == 1 ? "library" : "libraries")"
        return ", on the hobby plan with room for \(room) and \(size(settings.hobby.bytes))"
    }

    /// A number of bytes in decimal units, rounded down to a tenth.
    static func size(_ bytes: Int) -> String {
        let units = [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]
        guard let (unit, name) = units.first(where: { bytes >= $0.0 }) else { return "\(bytes) bytes" }
        let tenth = bytes % unit * 10 / unit
        return tenth == 0 ? "\(bytes / unit) \(name)" : "\(bytes / unit).\(tenth) \(name)"
    }

    private static func time(_ moment: Timestamp?) -> String {
        guard let moment else { return "for good" }
        return "<time datetime=\"\(UTC.text(Int(moment.milliseconds)))\">\(moment.sentence)</time>"
    }
}
