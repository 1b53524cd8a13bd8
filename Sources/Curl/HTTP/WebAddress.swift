import CCurl

/// The address of something on the web, as libcurl itself reads it.
struct WebAddress: Equatable {
    /// Who answers there.
    struct Origin: Equatable {
        /// `http` or `https`.
        let scheme: String
        /// The name or the literal address, in lower case, an IPv6 one with brackets.
        let host: String
        let port: Int
    }

    /// The whole address.
    let text: String
    let origin: Origin
    /// Whether there is a query, or a fragment, behind the path.
    let hasQuery: Bool

    /// The address in `text`; `nil` unless it is one of http or https without a user.
    init?(_ text: String) { self.init(text, relativeTo: nil) }

    /// Where `location` leads from here; `nil` as in ``init(_:)``.
    func resolving(_ location: String) -> WebAddress? { WebAddress(location, relativeTo: self) }

    private init?(_ text: String, relativeTo base: WebAddress?) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let parts = curl_url() else { return nil }
        defer { curl_url_cleanup(parts) }
        for text in [base?.text, text] {
            guard let text else { continue }
            guard curl_url_set(parts, CURLUPART_URL, text, flags) == CURLUE_OK else { return nil }
        }
        func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
            var value: UnsafeMutablePointer<CChar>?
            guard curl_url_get(parts, part, &value, flags) == CURLUE_OK, let value else { return nil }
            defer { curl_free(value) }
            return String(cString: value)
        }
        guard let scheme = part(CURLUPART_SCHEME)?.lowercased(), ["http", "https"].contains(scheme),
            let host = part(CURLUPART_HOST)?.lowercased(), !host.isEmpty,
            let port = part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap({ Int($0) }),
            part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil
        else { return nil }
        hasQuery = part(CURLUPART_QUERY) != nil || part(CURLUPART_FRAGMENT) != nil
        _ = curl_url_set(parts, CURLUPART_FRAGMENT, nil, 0)
        guard let whole = part(CURLUPART_URL) else { return nil }
        self.text = whole
        origin = Origin(scheme: scheme, host: host, port: port)
    }
}

/// `..` in a path stays what it is: a target is sent as it was given.
private let flags = UInt32(CURLU_PATH_AS_IS)
