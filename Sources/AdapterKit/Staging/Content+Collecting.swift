import Bytes
import Crypto
import Raster

extension Content {
    /// All bytes, which must be `size` of them, in memory.
    func collected(exactly size: Int) async throws(StorageError) -> [UInt8] {
        let wrong = StorageError(.invalid, "the body is not as long as it was said to be", side: .client)
        guard length == nil || length == size else { throw wrong }
        do {
            let bytes = try await stream.collect(upTo: size)
            try Task.checkCancellation()
            guard bytes.count == size else { throw wrong }
            return bytes
        } catch is ByteLimitExceeded { throw wrong } catch { throw StorageError(wrapping: error) }
    }
}

extension ExpectedBytes {
    /// What is to be expected of `bytes`.
    init(of bytes: [UInt8], filename: String) throws(StorageError) {
        do {
            let md5 = try MD5()
            try md5.update(bytes)
            self.init(
                size: bytes.count, digest: try SHA256.digest(bytes), md5: Hex.encode(try md5.finish()),
                filename: filename)
        } catch { throw StorageError(.internal, "a digest fails", side: .gateway, cause: error) }
    }
}
