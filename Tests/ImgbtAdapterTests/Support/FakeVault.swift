import Curl
import FakeKit
import HTTPCore
import ImgbtAdapter
import ImgbtFake
import MicroHTTP
import Raster
import TestSupport

/// A fake vault and an adapter of it.
struct FakeVault: Sendable {
    let fake: ImgbtFake
    let adapter: ImgbtAdapter

    /// A vault that speaks `dialect`, with nothing in between, where time passes at once.
    init(_ dialect: ImgbtDialect = .reference, pageSize: Int = 100) throws {
        let fake = try Self.fake(dialect, .standing(at: 1_768_473_000_000))
        try self.init(
            fake, dialect, pageSize: pageSize, api: LoopbackTransport(to: fake),
            delivery: LoopbackTransport(to: fake, prefix: "/delivery/\(ImgbtFake.Options().vault)"))
    }

    private init(
        _ fake: ImgbtFake, _ dialect: ImgbtDialect, pageSize: Int, api: any HTTPTransport,
        delivery: any HTTPTransport
    ) throws {
        let options = ImgbtFake.Options()
        self.fake = fake
        var configuration = try ImgbtConfiguration(
            vault: options.vault, secret: ImgbtSecret(options.secret),
            path: dialect == .sdk ? "/v1/assets" : ImgbtConfiguration.documentedPath)
        configuration.pageSize = pageSize
        adapter = ImgbtAdapter(
            name: "imgbt", configuration: configuration, api: api, delivery: delivery, clock: TestClock(),
            random: SeededRandom())
    }

    private static func fake(_ dialect: ImgbtDialect, _ time: FakeTime) throws -> ImgbtFake {
        var options = ImgbtFake.Options()
        options.dialect = dialect
        options.time = time
        return try ImgbtFake(options)
    }
}

/// Threads that bodies are read and served on.
private let pool = BlockingPool(threads: 8)

extension FakeVault {
    /// A vault behind sockets, for as long as `body` runs; `api` and `delivery` are the limits of its transports.
    static func behindSockets(
        api: CurlLimits = .init(), delivery: CurlLimits = .init(), pageSize: Int = 100,
        _ body: (FakeVault) async throws -> Void
    ) async throws {
        let fake = try fake(.reference, .system)
        // Limits that a machine with much else to do does not reach.
        var generous = HTTPServerConfiguration()
        generous.limits.handlerTime = .seconds(3600)
        generous.limits.minimumBodyRate = 0
        generous.limits.headTime = .seconds(3600)
        generous.limits.idleTime = .seconds(3600)
        let server = HTTPServer(generous, handler: fake, executor: pool)
        let engine = CurlEngine(executor: pool)
        try server.start()
        let base = "http://127.0.0.1:\(server.port)"
        let vault = try FakeVault(
            fake, .reference, pageSize: pageSize, api: CurlHTTP(engine, base: base, limits: api),
            delivery: CurlHTTP(
                engine, base: "\(base)/delivery/\(ImgbtFake.Options().vault)", limits: delivery))
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(vault)) } catch { outcome = .failure(error) }
        await engine.stop()
        await server.stop(within: .zero)
        fake.close()
        try outcome.get()
    }
}
