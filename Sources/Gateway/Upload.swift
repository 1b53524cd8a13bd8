import Bytes
import Crypto
public import Raster

/// The files of one request, spooled and hashed as they arrive, published all or not at all.
///
/// Used by one task from beginning to end; what was spooled goes with it, whatever happens.
public final class Upload {
    /// A file that has arrived whole.
    struct File: Sendable {
        let filename: String
        let contentType: String
        let size: Int
        let digest: SHA256Digest
        let spool: SpoolFile
    }

    /// A file on its way.
    private struct Arriving {
        let filename: String
        let declaredType: String?
        let spool: SpoolFile
        var size = 0
        var head: [UInt8] = []
        let hash: SHA256
    }

    let gateway: Gateway
    let scope: LibraryScope
    /// Where the bytes go: the library's store, or the staging of one that fetches for itself.
    let adapter: any Adapter
    /// The library's store.
    let target: any Adapter
    private(set) var files: [File] = []
    private var arriving: Arriving?
    private let maximumFileBytes: Int

    /// An upload into the library of `scope`.
    ///
    /// Throws where the library's adapter is gone, takes nothing in, or is known to be down: before any byte of the
    /// body is asked for.
    public init(_ gateway: Gateway, _ scope: LibraryScope) throws(StorageError) {
        self.gateway = gateway
        self.scope = scope
        target = try gateway.adapter(scope.library.adapter)
        guard target.takesUploads else {
            throw StorageError(.unsupported, "the store takes no new assets in", side: .gateway)
                .during("upload", in: target.name)
        }
        adapter = target.fetching == nil ? target : try gateway.stagingStore(for: target)
        if let refusal = adapter.refusal { throw refusal }
        maximumFileBytes = min(gateway.maximumFileBytes(target), gateway.maximumFileBytes(adapter))
    }

    /// Whether the library's store fetches the bytes for itself, later.
    var isStaged: Bool { target.fetching != nil }

    /// More bytes than this cannot be a whole request within the limits, whatever is in it.
    public var maximumRequestBytes: Int {
        let (product, overflow) = maximumFileBytes.multipliedReportingOverflow(by: Rules.filesPerUpload)
        return overflow ? .max : product.addingReportingOverflow(1 << 20).partialValue
    }

    /// The next file begins.
    ///
    /// Throws `MAX_ASSETS_EXCEEDED`, or `BAD_USER_INPUT` for its name.
    public func beginFile(_ filename: String, declaredType: String?) throws {
        guard files.count < Rules.filesPerUpload else {
            throw RasterError(
                .maxAssetsExceeded, "At most \(Rules.filesPerUpload) files can be uploaded at once.")
        }
        let filename = try Rules.filename(filename)
        try checkNameLength(filename)
        let uploads = gateway.settings.uploads
        let folder = adapter.spoolFolder ?? uploads.spoolFolder
        let spool = try SpoolFile(
            in: folder, name: gateway.identifiers.token(), minimumFree: uploads.floor(of: folder))
        arriving = Arriving(
            filename: filename, declaredType: declaredType, spool: spool, hash: try SHA256())
    }

    /// More bytes of the file that began last.
    ///
    /// Throws `PAYLOAD_TOO_LARGE`.
    public func append(_ bytes: ArraySlice<UInt8>) throws {
        guard arriving != nil, let size = arriving?.size else { return }
        guard bytes.count <= maximumFileBytes - size else { throw tooLarge }
        if let head = arriving?.head.count, head < 512 { arriving?.head += bytes.prefix(512 - head) }
        try arriving?.spool.write(bytes, at: size)
        try arriving?.hash.update(bytes)
        arriving?.size += bytes.count
    }

    /// The file that began last is complete.
    public func endFile() throws {
        guard let file = arriving else { return }
        arriving = nil
        let type = gateway.settings.mediaType(file.filename, file.declaredType, file.head)
        files.append(
            File(
                filename: file.filename, contentType: type, size: file.size, digest: try file.hash.finish(),
                spool: file.spool))
    }

    /// The refusal of a file beyond the limit, or of a request that must hold one.
    public var tooLarge: RasterError {
        RasterError(.payloadTooLarge, "A file can have at most \(maximumFileBytes) bytes here.")
    }

    private func checkNameLength(_ filename: String) throws {
        let limits = [target, adapter].compactMap(\.limits.maximumNameBytes)
        guard let limit = limits.min(), filename.utf8.count > limit else { return }
        throw RasterError(.badUserInput, "A filename can have at most \(limit) bytes here.")
    }

    /// A hash over the filenames, types and contents: what makes two multipart bodies the same.
    func fingerprint(of request: [UInt8]) throws -> SHA256Digest {
        let hash = try SHA256()
        try hash.update(request)
        for file in files {
            for text in [file.filename, file.contentType] {
                // Lengths in front, so that no two lists of texts run together to the same bytes.
                try hash.update("\(text.utf8.count):\(text)".utf8)
            }
            try hash.update(file.digest.bytes)
        }
        return try hash.finish()
    }
}
