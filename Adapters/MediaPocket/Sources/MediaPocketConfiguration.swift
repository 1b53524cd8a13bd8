/// How a Media Pocket account is reached.
public struct MediaPocketConfiguration: Sendable {
    /// The path below which the API lies.
    public var path = "/api/v2"
    /// Hosts, with their ports where those are not the usual ones, from which files are fetched.
    public var downloadHosts: [String] = []
    /// Whether the store's own trash mirrors the catalog's.
    public var nativeTrash = false

    /// The defaults.
    public init() {}
}
