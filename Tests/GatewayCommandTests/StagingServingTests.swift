import Foundation
import Gateway
import HTTPCore
import Raster
import Telemetry
import TestSupport
import Testing

@testable import GatewayCommand

/// A configuration on `folder` with a store that fetches for itself, and one that does not.
private func fronting(
    _ folder: String, isFetching: Bool = true, own: Bool = false
) -> Configuration {
    var configuration = Configuration()
    configuration.dataDirectory = folder
    configuration.listen.port = 0
    if isFetching {
        var pocket = Configuration.MediaPocket()
        pocket.url = "http://127.0.0.1:9"
        configuration.stores.append(.init(name: "pocket", .mediaPocket(pocket)))
    }
    if own { configuration.staging.listen = .init(host: "127.0.0.1", port: 0) }
    return configuration
}

/// Runs `body` with a gateway that serves such a configuration.
private func withGateway(
    isFetching: Bool = true, own: Bool = false, _ body: (GatewayProcess, Configuration) async throws -> Void
) async throws {
    try await withTemporaryFolder { folder in
        let configuration = fronting("\(folder)/data", isFetching: isFetching, own: own)
        let process = try await GatewayProcess(configuration, log: MemorySink())
        do {
            try await body(process, configuration)
            await process.stop()
        } catch {
            await process.stop()
            throw error
        }
    }
}

/// The answer at `url`, which is one of this machine.
private func get(_ path: String, at url: String) throws -> RawResponse {
    let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0) })
    let socket = try RawSocket(port: port)
    try socket.send("GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
    return try socket.receiveResponse()
}

@Suite struct StagingServingTests {
    /// Why `start` came to nothing; `nil` where it did not.
    private func failure(_ start: () async throws -> GatewayProcess) async -> String? {
        do {
            try await start().stop()
            return nil
        } catch { return "\(error)" }
    }

    @Test func `without a listener of their own, stores come to that of clients`() async throws {
        try await withGateway { process, configuration in
            let staged = try get("/staging/x", at: process.publicURL)

            #expect(staged.status == 404)
            let instance = try #require(DataDirectory.instance(of: configuration.dataDirectory))
            #expect(staged.field("X-Raster-Gateway") == instance)
            #expect(process.composition.gateway.settings.staging?.publicURL == process.publicURL)
        }
    }

    @Test func `with one, neither listener has what the other has`() async throws {
        try await withGateway(own: true) { process, _ in
            let staging = try #require(process.staging?.url)

            #expect(try get("/staging/x", at: staging).field("X-Raster-Gateway") != nil)
            #expect(try get("/healthz", at: staging).status == 404)
            #expect(try get("/staging/x", at: process.publicURL).field("X-Raster-Gateway") == nil)
            #expect(try get("/healthz", at: process.publicURL).status == 200)
            #expect(process.composition.gateway.settings.staging?.publicURL == staging)
        }
    }

    @Test func `where no store fetches for itself there is nothing to fetch from`() async throws {
        try await withGateway(isFetching: false) { process, configuration in
            let answer = try get("/staging/x", at: process.publicURL)

            #expect(answer.status == 404 && answer.field("X-Raster-Gateway") == nil)
            #expect(process.composition.gateway.settings.staging == nil)
            #expect(!FileManager.default.fileExists(atPath: "\(configuration.dataDirectory)/staging"))
        }
    }

    @Test func `a listener that cannot be had stops the start, and names its key`() async throws {
        try await withGateway(own: true) { process, configuration in
            var other = configuration
            other.dataDirectory += "2"
            let url = try #require(process.staging?.url)
            other.staging.listen = try Configuration.Listen(String(url.dropFirst("http://".count)))

            let failure = await failure { try await GatewayProcess(other, log: MemorySink()) }

            #expect(failure?.contains("in use") == true, "\(failure ?? "none")")
            #expect(failure?.contains("staging.listen") == true)
        }
    }

    @Test func `what a crash has left in the hidden store's spool is removed at the start`() async throws {
        try await withTemporaryFolder { folder in
            let configuration = fronting("\(folder)/data")
            try FileManager.default.createDirectory(
                atPath: "\(folder)/data/staging/spool", withIntermediateDirectories: true)
            try "half".write(
                toFile: "\(folder)/data/staging/spool/left", atomically: false, encoding: .utf8)

            let process = try await GatewayProcess(configuration, log: MemorySink())
            await process.stop()

            #expect(tree(of: "\(folder)/data/staging/spool") == [])
            #expect(process.composition.staging != nil)
        }
    }

    @Test func `doctor looks at the hidden store as at any other`() async throws {
        try await withGateway { _, configuration in
            let checks = await Examination(configuration: configuration).findings().map(\.check)

            for check in ["store staging", "space of staging", "spool of staging", "files of staging"] {
                #expect(checks.contains(check), "\(check)")
            }
        }
    }
}

@Suite struct StagingExaminationTests {
    private func probe(_ response: HTTPResponse) async -> StagingProbe.Outcome {
        await StagingProbe(transport: Canned(response: response), instance: "this").ask("x")
    }

    @Test func `doctor finds its own gateway, through the address that stores are told`() async throws {
        try await withGateway(own: true) { process, configuration in
            var told = configuration
            told.staging.publicURL = process.staging?.url

            let findings = await Examination(configuration: told).staging(isServed: true)

            #expect(findings.map(\.state) == [.ok], "\(findings)")
        }
    }

    @Test func `another gateway, and one that keeps stores apart, are told as what they are`() async throws {
        try await withGateway(own: true) { process, configuration in
            var other = configuration
            other.dataDirectory = "/nowhere"
            other.staging.publicURL = process.staging?.url
            var wrong = configuration
            wrong.staging.publicURL = process.publicURL

            let found = await Examination(configuration: other).staging(isServed: true)
            let strange = await Examination(configuration: wrong).staging(isServed: true)

            #expect(found.map(\.state) == [.problem])
            #expect(found.first?.message.contains("another gateway") == true)
            #expect(strange.map(\.state) == [.problem])
            #expect(strange.first?.message.contains("answers with 404, and not as this") == true)
        }
    }

    @Test func `an address where nobody is is a warning that names it`() async throws {
        var nobody = fronting("/nowhere")
        try await withGateway(own: true) { process, _ in nobody.staging.publicURL = process.staging?.url }

        let findings = await Examination(configuration: nobody).staging(isServed: true)

        #expect(findings.map(\.state) == [.warning])
        #expect(findings.first?.message.hasPrefix(nobody.stagingURL) == true)
        #expect(findings.first?.remedy?.contains("curl -i \(nobody.stagingURL)/staging/x") == true)
    }

    @Test(arguments: [true, false])
    func `without a server doctor listens in its place for the moment`(own: Bool) async {
        let found = await Examination(configuration: fronting("/nowhere", own: own)).staging(isServed: false)

        #expect(found.map(\.state) == [.ok], "\(found)")
        #expect(found.first?.message.hasSuffix("/staging leads here") == true)
    }

    @Test func `without a server, an address that leads elsewhere is found out`() async throws {
        try await withGateway(own: true) { process, configuration in
            var other = fronting("/nowhere")
            other.staging.publicURL = process.staging?.url

            let found = await Examination(configuration: other).staging(isServed: false)

            #expect(found.map(\.state) == [.problem])
            #expect(found.first?.message.contains("another gateway") == true)
        }
    }

    @Test func `where nobody listens and doctor cannot, it says what was not tried`() async throws {
        try await withGateway(own: true) { process, configuration in
            var other = fronting("/nowhere")
            let url = try #require(process.staging?.url)
            other.staging.listen = try Configuration.Listen(String(url.dropFirst("http://".count)))

            let found = await Examination(configuration: other).staging(isServed: false)

            #expect(found.map(\.state) == [.warning])
            #expect(found.first?.message.contains("was not asked, since no server is running") == true)
            #expect(found.first?.remedy?.hasSuffix("raster-gateway serve") == true)
        }
    }

    @Test func `without a store that fetches there is nothing to find`() async {
        #expect(await Examination(configuration: Configuration()).staging(isServed: true) == [])
        #expect(await Examination(configuration: Configuration()).staging(isServed: false) == [])
    }

    @Test func `only a refusal with the gateway's own name counts`() async {
        #expect(await probe(HTTPResponse(.notFound, fields: ["X-Raster-Gateway": "this"])) == .reached)
        #expect(await probe(HTTPResponse(.notFound, fields: ["X-Raster-Gateway": "that"])) == .other)
        #expect(await probe(HTTPResponse(.notFound)) == .stranger(status: 404))
        #expect(
            await probe(HTTPResponse(.ok, fields: ["X-Raster-Gateway": "this"])) == .stranger(status: 200))
    }

    @Test(arguments: [
        (HTTPTransportError.untrusted("self signed"), StagingProbe.Outcome.untrusted("self signed")),
        (.unreachable("no route"), .unreached("no route")), (.timedOut, .unreached("no answer in time")),
    ])
    func `what keeps it from asking is told`(
        _ error: HTTPTransportError, _ outcome: StagingProbe.Outcome
    ) async {
        let found = await StagingProbe(transport: Failing(error: error), instance: "this").ask("x")

        #expect(found == outcome)
        let finding = Examination(configuration: Configuration()).staging(found, at: "https://dam.example")
        #expect(finding.state != .ok && finding.message.contains("https://dam.example"))
    }
}

/// Answers everything alike.
private struct Canned: HTTPTransport {
    let response: HTTPResponse
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse { response }
}

/// Gets nowhere.
private struct Failing: HTTPTransport {
    let error: HTTPTransportError
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse { throw error }
}
