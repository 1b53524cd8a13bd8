public import Bytes

/// The name under which a system is told of something, and which it gives away only once.
///
/// A system that cannot be asked by this name may have taken it in a call without an answer. What has it then is out
/// of reach, and the next number is tried.
public struct BackendLabel: Hashable, Sendable {
    /// What it is made of, the same for every number.
    public let base: String
    /// Which of the names it is, from 1.
    public let number: Int

    /// The name with this number.
    public init(_ base: String, number: Int = 1) {
        self.base = base
        self.number = max(1, number)
    }

    /// The name with the next number.
    public var next: BackendLabel { BackendLabel(base, number: number + 1) }
    /// How the system knows it: `base`, then `base~2` and so on.
    public var text: String { number == 1 ? base : "\(base)~\(number)" }
}

/// What the bytes of an asset must be like.
public struct ExpectedBytes: Hashable, Sendable {
    /// Their number.
    public var size: Int
    /// SHA-256 of them.
    public var digest: SHA256Digest
    /// MD5 of them, in lower-case hexadecimal digits.
    public var md5: String
    /// The filename that they were announced with.
    public var filename: String
    /// Whether the system was given time enough: what it hands out and is the same is whole then, even where it does not
    /// say of it what it says otherwise, such as a checksum.
    public var isOverdue = false

    /// Bytes with these properties.
    public init(size: Int, digest: SHA256Digest, md5: String, filename: String) {
        self.size = size
        self.digest = digest
        self.md5 = md5
        self.filename = filename
    }
}

/// How far a system has come with fetching bytes.
public enum Arrival: Hashable, Sendable {
    /// Nothing of it can be seen yet.
    case none
    /// Something is there, of which the system cannot say yet whether it is whole.
    case pending
    /// All of it is there, and the same.
    case whole
    /// All of it is there by what the system says of it, and the system hands none of it out.
    case unseen
    /// Something else is there; the sentence says what differs, for people who run the gateway.
    case different(String)
}

/// Takes bytes from an address that it fetches by itself.
///
/// An asset is announced first, without bytes; only once its identifier is known the system is told from where to
/// fetch them. So what came of an announcement without an answer holds no bytes.
public protocol Fetching: Sendable {
    /// Makes an asset without bytes, known to the system by `label`.
    ///
    /// Throws `.alreadyExists` where something has that label already, be it what an earlier call without an answer
    /// has made.
    func announce(_ draft: AssetDraft, as label: BackendLabel) async throws(StorageError) -> NativeAsset

    /// Has the system fetch the bytes of an announced asset from `address`; success means that it was told.
    ///
    /// Throws `.notFound` where there is no such asset, `.invalid` for an address that the system does not take.
    func fetch(_ draft: AssetDraft, for id: NativeID, from address: String) async throws(StorageError)

    /// How far the bytes have arrived. Throws `.notFound` where there is no such asset.
    func arrival(of expected: ExpectedBytes, at id: NativeID) async throws(StorageError) -> Arrival

    /// Takes away what bytes have arrived, so that they can be fetched anew; may be repeated.
    func discardBytes(of id: NativeID) async throws(StorageError)
}
