import Gateway
import MicroHTTP
import RasterHTTP
import Telemetry

/// What stores fetch from while a command works without a server: only that, at the address that a server would use.
final class StagingHost: Sendable {
    /// Under which addresses the gateway is reached meanwhile.
    let addresses: GatewayAddresses
    private let listener: StagingListener
    private let configuration: Configuration

    /// Listens; `nil` where no store fetches for itself.
    ///
    /// Throws where one could not get here.
    init?(_ configuration: Configuration, _ pool: BlockingPool) throws {
        guard !configuration.fetchingStores.isEmpty else { return nil }
        let address = configuration.stagingURL
        if let complaint = ConfigurationRule.unreachable(address, from: configuration.fetchingStores) {
            throw CommandFailure("staging.publicURL \(complaint.message); \(complaint.remedy)")
        }
        self.configuration = configuration
        let own = configuration.staging.listen
        listener = try StagingListener(own ?? configuration.listen, configuration, pool)
        addresses = GatewayAddresses(
            configuration, client: listener.url, staging: own == nil ? nil : listener.url)
    }

    /// Hands out what `composition` has from now on.
    func open(to composition: Composition) throws {
        let metrics = MetricsRegistry()
        let front = RasterFrontEnd(
            composition.gateway, try composition.frontEnd(configuration),
            operations: Operations(metrics: metrics), log: SilentSink(), metrics: metrics)
        listener.open(to: front.stagingOnly)
    }

    /// Stops in order.
    func stop(within limit: Duration) async { await listener.stop(within: limit) }
}
