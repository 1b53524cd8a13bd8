/// What an operator may set of the HTTP surface.
public struct FrontEndSettings: Sendable {
    /// Proxies that may speak for clients.
    public var trustedProxies: [AddressRange] = []
    /// Whether plain HTTP is served to everyone; otherwise only on loopback and behind a trusted proxy that
    /// says https.
    public var servesPlainHTTP = false
    /// Whether the listener itself can be reached from this machine only.
    public var listensOnLoopback = true
    /// Origins that browsers may call the API from; `/cdn` is open to all.
    public var allowedOrigins: [String] = []
    /// Whether `/metrics` is shown to everyone; otherwise only to callers on a loopback listener that no
    /// proxy speaks for.
    public var exposesMetrics = false

    /// Whether `/staging`, from which stores fetch bytes, is answered here.
    public enum Staging: Sendable {
        /// Beside everything else.
        case included
        /// Somewhere else.
        case excluded
        /// And nothing else.
        case only
    }

    /// Whether `/staging` is answered here.
    public var staging = Staging.included
    /// What `/staging` calls the gateway where it knows no such address, so that `doctor` can tell it from another.
    public var instance: String?

    /// The defaults: a loopback listener, nobody trusted.
    public init() {}
}
