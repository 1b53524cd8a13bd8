import Raster
import StorageHTTP

/// Where an asset lies in a vault: three components and a filename.
struct ImgbtPath: Hashable, Sendable {
    var partition: String
    var collection: String
    var channel: String
    var filename: String

    /// What the gateway records as the place: everything but the filename.
    var place: NativePlace { NativePlace([partition, collection, channel].joined(separator: "/")) }

    /// The path below the delivery address, percent-encoded; `nil` where the filename would be taken for something
    /// else on the way.
    var target: String? { RequestPath.encode([partition, collection, channel, filename]) }
}
