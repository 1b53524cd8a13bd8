public import Raster

/// Makes bytes reachable at addresses, for systems that fetch them.
public protocol ByteHost: Sendable {
    /// Makes `bytes`, of the media type `contentType`, reachable until they are withdrawn; their address.
    ///
    /// They can be fetched more than once. The address is one that the system can reach and nobody can guess.
    func offer(_ bytes: [UInt8], as contentType: String) async throws(StorageError) -> String

    /// Makes an address lead nowhere.
    func withdraw(_ address: String) async
}
