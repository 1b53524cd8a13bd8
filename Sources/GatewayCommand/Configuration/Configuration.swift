import Foundation
import MicroHTTP
import Raster
import Telemetry

/// What an operator may set; the defaults are those of a gateway without any configuration.
struct Configuration: Sendable {
    /// An address to listen on.
    struct Listen: Sendable, Equatable {
        /// A literal address.
        var host = "127.0.0.1"
        /// 0 for any free port.
        var port: UInt16 = 8080

        /// Whether only this machine can reach it.
        var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") }
    }

    /// Where clients connect.
    var listen = Listen()
    /// What clients connect to, as they see it; `nil` for the listening address itself.
    var publicURL: String?
    /// Catalog and files.
    var dataDirectory = "./raster-data"
    /// The stores; at least one.
    var stores = [Store(name: "disk")]
    /// Where new libraries keep their assets.
    var defaultStore: AdapterName = "disk"
    /// Whether a first start makes something to begin with although there is a configuration file.
    var makesLocal = false
    /// Proxies that may speak for clients.
    var trustedProxies: [String] = []
    /// Whether plain HTTP is served beyond loopback.
    var isInsecure = false
    /// Origins that browsers may call the API from.
    var allowedOrigins: [String] = []
    /// Whether everyone may read `/metrics`.
    var exposesMetrics = false
    /// The largest file in bytes.
    var maximumFileBytes = 1 << 30
    /// Free bytes below which the disk is taken for full.
    ///
    /// `nil` for a fiftieth of the disk, and 256 MiB at most.
    var minimumFreeBytes: Int?
    /// Days that the trash keeps an asset.
    var trashDays = 30
    /// Whether purging an adopted asset removes its file.
    var purgeDeletesAdopted = false
    /// Minutes between two scans of an adopted folder; 0 for one at the start only.
    var rescanMinutes = 60
    /// Whether callers without a key may make organizations.
    var anonymousEnabled = true
    /// Where their assets go; `nil` for the default store.
    var anonymousStore: AdapterName?
    /// Unclaimed organizations at once.
    var anonymousMaximumOrganizations = 1000
    /// Bytes in all unclaimed organizations together.
    var anonymousMaximumTotalBytes = 20_000_000_000
    /// Libraries of the hobby plan.
    var hobbyLibraries = 3
    /// Bytes of the hobby plan.
    var hobbyBytes = 1_000_000_000
    /// Libraries of an organization that nobody has claimed.
    var unclaimedLibraries = 1
    /// Bytes of an organization that nobody has claimed.
    var unclaimedBytes = 200_000_000
    /// Minutes between two comparisons of a library with its store; 0 for none.
    var syncMinutes = 0
    /// Bytes of files that are kept here of stores that are reached over a network; 0 for none.
    var cacheBytes = 1 << 30
    /// Where they are kept; `nil` for a folder in the data directory.
    var cacheFolder: String?
    /// How stores that fetch bytes for themselves get at them.
    var staging = Staging()
    /// How mail is sent.
    var mail = Mail()
    /// Threads that answer sockets.
    var threads = 2
    /// What clients may take of the server.
    var limits = HTTPServerLimits()
    /// How log lines look.
    var logFormat = LogLine.Format.json
}
