public import Bytes

/// Questions about adopted folders.
public protocol AdoptionReader: Sendable {
    /// Every adoption, also those whose library is gone, in the order they were made.
    func adoptions() async throws(StorageError) -> [Adoption]

    /// What is known of the files of `adapter` at `ids`; an id that is not known is left out.
    func adoptedFiles(in adapter: AdapterName, at ids: [NativeID]) async throws(StorageError)
        -> [NativeID: AdoptedFile]

    /// The files of `adapter` that had this number in their file system, whatever their paths; at most 100.
    func adoptedFiles(in adapter: AdapterName, withInode inode: Int64) async throws(StorageError)
        -> [AdoptedFile]

    /// The files of `adapter` in the order of their rows, after `key`; at most `limit`.
    func adoptedFiles(in adapter: AdapterName, after key: AssetKey?, limit: Int) async throws(StorageError)
        -> [AdoptedFile]

    /// How many files of `adapter` are where they were.
    func presentFiles(in adapter: AdapterName) async throws(StorageError) -> Int

    /// Files of `adapter` that are not where they were, in the order of their rows; at most `limit`.
    func missingFiles(in adapter: AdapterName, limit: Int) async throws(StorageError) -> [AdoptedFile]

    /// How many files of `adapter` are not where they were.
    func missingCount(in adapter: AdapterName) async throws(StorageError) -> Int

    /// Files of `adapter` without a digest, oldest first, after `after` in that order; at most `limit`.
    func unhashedFiles(in adapter: AdapterName, after: AdoptedFile?, limit: Int) async throws(StorageError)
        -> [AdoptedFile]

    /// How many files of `adapter` have no digest, and how many bytes.
    func unhashedTotals(in adapter: AdapterName) async throws(StorageError) -> (files: Int, bytes: Int)

    /// Those of `ids` whose assets were purged, so that their files are not wanted.
    func tombstones(_ adoption: AdoptionKey, among ids: [NativeID]) async throws(StorageError)
        -> Set<NativeID>

    /// The tombstones of an adoption in the order of their ids, after `id`; at most `limit`.
    func tombstones(_ adoption: AdoptionKey, after id: NativeID?, limit: Int) async throws(StorageError)
        -> [NativeID]

    /// Whether an asset's file stays whatever becomes of the asset: it was adopted, or found in a backend, and its
    /// library is removed.
    func leavesFile(of asset: AssetID) async throws(StorageError) -> Bool
}

/// Changes to adopted folders.
public protocol AdoptionWriter: Sendable {
    /// Adds an adoption.
    ///
    /// Throws `.alreadyExists` where the library has adopted the same folder, one above, or one below it.
    func insert(_ adoption: NewAdoption) async throws(StorageError) -> Adoption

    /// Makes files assets of the library of `adoption`, all or none; their rows, in the order given.
    ///
    /// A file whose path is known by now, or has a tombstone, is left out. Times stay as they are given, so that nothing is nudged.
    /// Throws `.notFound` where the library is gone.
    func adopt(_ files: [NewAdoptedFile], into adoption: AdoptionKey) async throws(StorageError)
        -> [AssetKey]

    /// Takes over what is seen of changed files; what was derived from the old bytes is forgotten.
    func revise(_ files: [AdoptedRevision], at now: Timestamp) async throws(StorageError)

    /// Takes over new paths; ids, URLs, descriptions and tags that people gave stay.
    func relocate(_ moves: [AdoptedMove], at now: Timestamp) async throws(StorageError)

    /// Notes that files are not where they were; the first time counts.
    func noteMissing(_ files: [AssetKey], at now: Timestamp) async throws(StorageError)

    /// Notes that files are where they were.
    func noteReturned(_ files: [AssetKey]) async throws(StorageError)

    /// Forgets that the assets of files were purged.
    func forgetTombstones(_ ids: [NativeID], of adoption: AdoptionKey) async throws(StorageError)

    /// Keeps what the root of an adoption is.
    func noteRoot(_ root: FileIdentity, of adoption: AdoptionKey) async throws(StorageError)

    /// Keeps what came of a scan.
    func recordScan(_ record: ScanRecord, of adoption: AdoptionKey) async throws(StorageError)

    /// Keeps the digest of a file, unless something else is known of the file by now; whether it was kept.
    func setDigest(_ digest: SHA256Digest, of file: AssetKey, seenAs figures: FileFigures)
        async throws(StorageError) -> Bool
}
