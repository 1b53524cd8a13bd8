import FakeKit
import HTTPCore
import MicroHTTP

/// A fake behind a socket.
final class FakeProcess: Sendable {
    /// What clients connect to.
    let url: String
    /// Where it listens, as `HOST:PORT`.
    let address: String
    /// The fake.
    let fake: ServedFake
    private let server: HTTPServer
    private let work: Task<Void, Never>?

    /// Listens, then makes the fake that `setup` and its own address ask for, and serves it.
    init(_ setup: FakeSetup, _ make: (FakeSetup) throws -> ServedFake) async throws {
        let door = FakeDoor()
        let server = HTTPServer(Self.configuration(setup), handler: door, executor: BlockingPool())
        do { try server.start() } catch let error as HTTPServerError {
            throw CommandFailure(error.sentence(setup.listen))
        }
        self.server = server
        url = setup.listen.url(port: server.port)
        address = setup.listen.address(port: server.port)
        var setup = setup
        setup.url = url
        do { fake = try make(setup) } catch {
            await server.stop(within: .zero)
            throw error
        }
        work = fake.work.map { work in Task { await work() } }
        door.open(to: fake.handler)
    }

    /// A call that stalls on purpose may take longer than one of the gateway's, and there may be many of them.
    private static func configuration(_ setup: FakeSetup) -> HTTPServerConfiguration {
        var limits = HTTPServerLimits()
        limits.handlerTime = .seconds(600)
        limits.connections = 4096
        limits.requestsInFlight = 4096
        return HTTPServerConfiguration(host: setup.listen.host, port: setup.listen.port, limits: limits)
    }

    /// Ends what runs, and removes what is temporary.
    func stop() async {
        await server.stop(within: .milliseconds(200))
        work?.cancel()
        await fake.close()
        await work?.value
    }
}

/// The server's handler before and after the fake is made.
private final class FakeDoor: HTTPHandler {
    private let inside = Late<any HTTPHandler>()

    func open(to handler: any HTTPHandler) { inside.set(handler) }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let handler = inside.value else { return refuse(.draining, request) }
        return await handler.respond(to: request)
    }
}
