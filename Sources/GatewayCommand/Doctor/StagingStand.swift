import Gateway
import HTTPCore
import MicroHTTP
import RasterHTTP

/// Answers where stores would fetch bytes, in the place of a server that is not running; it has nothing to fetch.
struct StagingStand {
    /// The address that stores would be told.
    let url: String
    /// What it calls itself.
    let instance: String
    private let listener: StagingListener

    /// Listens where a server would.
    init(_ configuration: Configuration) throws {
        let own = configuration.staging.listen
        listener = try StagingListener(own ?? configuration.listen, configuration, BlockingPool())
        url =
            GatewayAddresses(
                configuration, client: listener.url, staging: own == nil ? nil : listener.url
            ).stagingURL
        instance = IdentifierSource(SystemRandom()).identifier()
        listener.open(to: Nothing(instance: instance))
    }

    /// Stops at once.
    func stop() async { await listener.stop(within: .zero) }
}

/// Has nothing, and says whose nothing it is.
private struct Nothing: HTTPHandler {
    let instance: String

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        HTTPResponse(.notFound, fields: [RasterFrontEnd.instanceField: instance])
    }
}
