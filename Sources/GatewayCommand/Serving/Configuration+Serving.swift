import MicroHTTP
import RasterCatalog
import RasterHTTP
import Telemetry

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Configuration.Listen {
    /// The address spelled `HOST:PORT`, or `[HOST]:PORT` for IPv6.
    ///
    /// Throws where it is neither.
    init(_ text: String) throws(UsageError) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]),
            let host = Self.host(text[..<colon])
        else {
            throw UsageError(
                "--listen takes HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080, not \"\(text)\"")
        }
        self.host = host
        self.port = port
    }

    /// The host, without the brackets that it needs where it has colons; `nil` where that is not so.
    private static func host(_ text: Substring) -> String? {
        if text.hasPrefix("[") && text.hasSuffix("]") { return String(text.dropFirst().dropLast()) }
        guard !text.isEmpty, !text.contains(where: { ":[]".contains($0) }) else { return nil }
        return text == "localhost" ? "127.0.0.1" : String(text)
    }

    /// Whether the host is an address, and not a name that would have to be looked up.
    var isLiteral: Bool {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &found) == 0 else { return false }
        freeaddrinfo(found)
        return true
    }

    /// The address as `HOST:PORT`, with the port that was given by the system.
    func address(port: UInt16) -> String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    /// The address as a URL, with the port that was given by the system.
    func url(port: UInt16) -> String {
        let name = ["0.0.0.0", "::"].contains(host) ? "127.0.0.1" : host
        return "http://\(name.contains(":") ? "[\(name)]" : name):\(port)"
    }
}

extension Configuration {
    /// What the server is told.
    var serverConfiguration: HTTPServerConfiguration {
        HTTPServerConfiguration(host: listen.host, port: listen.port, threads: threads, limits: limits)
    }

    /// What the HTTP surface is told.
    var frontEnd: FrontEndSettings {
        get throws {
            var settings = FrontEndSettings()
            settings.trustedProxies = try trustedProxies.map { text in
                guard let range = AddressRange(text) else {
                    throw CommandFailure("trustedProxies: \"\(text)\" is no address or range of addresses")
                }
                return range
            }
            settings.servesPlainHTTP = isInsecure
            settings.listensOnLoopback = listen.isLoopback
            settings.allowedOrigins = allowedOrigins
            settings.exposesMetrics = exposesMetrics
            return settings
        }
    }

    /// Takes no more connections than there may be descriptors for: a socket and a file each, beside those
    /// of the catalog.
    ///
    /// Without any left the system's own libraries give up the process.
    mutating func fit(openFiles: Int) throws {
        guard openFiles >= reservedFiles + 64 else {
            throw CommandFailure(
                "this process may open only \(openFiles) files; allow at least \(reservedFiles + 64), with ulimit -n or LimitNOFILE"
            )
        }
        limits.connections = min(limits.connections, (openFiles - reservedFiles) / 2)
    }

    /// The descriptors that are not for clients: those of the catalog, and of stores that fetch.
    var reservedFiles: Int { staging.listen == nil ? 192 : 192 + 2 * StagingListener.connections }

    /// Whether keys cross a network in the clear only where that is wanted (CONTRACT 2, "plain HTTP").
    var isTransportSafe: Bool { listen.isLoopback || isInsecure || !trustedProxies.isEmpty }
}

extension MetricsRegistry {
    /// What the server does and has done.
    func addServerFigures(_ server: HTTPServer) {
        gauge("raster_http_connections", help: "Open connections.") {
            [MetricSample(Double(server.statistics.connections))]
        }
        gauge("raster_http_requests_in_flight", help: "Requests being answered.") {
            [MetricSample(Double(server.statistics.requestsInFlight))]
        }
        counter("raster_http_requests_refused_total", help: "Requests refused before any route.") {
            [MetricSample(Double(server.statistics.refusedTotal))]
        }
        counter("raster_http_received_bytes_total", help: "Bytes of request bodies.") {
            [MetricSample(Double(server.statistics.bytesReceived))]
        }
        counter("raster_http_sent_bytes_total", help: "Bytes of response bodies.") {
            [MetricSample(Double(server.statistics.bytesSent))]
        }
    }

    /// What the catalog does and has done.
    func addCatalogFigures(_ counters: CatalogCounters) {
        counter("raster_catalog_commits_total", help: "Groups of changes made durable together.") {
            [MetricSample(Double(counters.batches))]
        }
        counter("raster_catalog_changes_total", help: "Changes asked for.") {
            [MetricSample(Double(counters.requests))]
        }
        counter("raster_catalog_failed_changes_total", help: "Changes that were not kept.") {
            [MetricSample(Double(counters.failures))]
        }
        gauge("raster_catalog_waiting_changes", help: "Changes waiting for the writer.") {
            [MetricSample(Double(counters.waiting))]
        }
        counter("raster_catalog_reads_total", help: "Snapshots read.") {
            [MetricSample(Double(counters.reads))]
        }
    }
}
