import Gateway
import RasterHTTP

/// Under which addresses a running gateway is reached.
struct GatewayAddresses: Sendable {
    /// What clients see.
    let publicURL: String
    /// What stores see that fetch bytes for themselves.
    let stagingURL: String

    /// Those that `configuration` names, or else those that `client` and `staging` are listening on.
    init(_ configuration: Configuration, client: String, staging: String?) {
        publicURL = configuration.publicURL ?? client
        stagingURL = configuration.staging.publicURL ?? staging ?? publicURL
    }
}

extension Configuration {
    /// What the gateway is told of staging; `nil` where no store fetches for itself.
    func staging(at url: String) -> GatewaySettings.Staging? {
        guard !fetchingStores.isEmpty else { return nil }
        var settings = GatewaySettings.Staging(publicURL: url)
        settings.lifetime = staging.lifetime
        return settings
    }
}

extension Composition {
    /// What the HTTP surface is told: stores fetch there, unless they have a listener of their own or none fetches.
    func frontEnd(_ configuration: Configuration) throws -> FrontEndSettings {
        var settings = try configuration.frontEnd
        let isShared = gateway.settings.staging != nil && configuration.staging.listen == nil
        settings.staging = isShared ? .included : .excluded
        settings.instance = DataDirectory.instance(of: directory.path)
        return settings
    }
}
