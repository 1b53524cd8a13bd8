import HTTPCore
import Raster
import StorageHTTP

/// What imgbt adds to the table of errors that all stores share.
enum ImgbtErrors {
    /// The error codes of the documentation, which the SDK spells in lower case; others are repeated nowhere.
    private static let codes: Set<String> = [
        "INVALID_PARAMS", "UNAUTHORIZED", "FORBIDDEN", "ASSET_NOT_FOUND", "NOT_FOUND", "CONFLICT",
        "PAYLOAD_TOO_LARGE", "RATE_LIMITED", "INTERNAL_ERROR",
    ]

    /// The error code in the body of a refusal, for the log: what is done is decided by the status.
    static func code(in body: JSONValue) -> String? {
        guard let code = complaint(in: body)?.code?.uppercased(), codes.contains(code) else { return nil }
        return code
    }

    /// What an answer complains about, whatever its status: its `error`, an object or text.
    static func complaint(in body: JSONValue) -> (code: String?, message: String?)? {
        guard case .object(let object) = body else { return nil }
        return switch object["error"] {
        case nil, .null, .bool(false): nil
        case .object(let error): (error.text("code"), error.text("message"))
        case .string(let text): (nil, text)
        default: (nil, nil)
        }
    }

    /// What a refusal is by its body: only imgbt itself can say that something is not there.
    ///
    /// Its own 404 is an object, or nothing. Any other may come from whoever stands at the edge, or from a server
    /// that does not know the path: believed, it would have the gateway take a file for gone that is there.
    static func judge(_ error: StorageError, _ body: RefusalBody) -> StorageError {
        guard error.kind == .notFound, body != .empty else { return error }
        guard case .json(let json) = body, case .object(let object) = json else { return .strangeAnswer }
        let complaint = complaint(in: json)
        let words = [complaint?.code, complaint?.message, object.text("code"), object.text("message")]
            .compactMap { $0?.lowercased() }.joined(separator: " ")
        return words.contains("vault") && !words.contains("asset") ? error.aboutVault : error
    }
}

extension StorageError {
    /// Under the address of a vault, "not found" is the vault: clients must not take it for an asset.
    var aboutVault: StorageError {
        guard kind == .notFound else { return self }
        return StorageError(.invalid, "the store has no such vault", side: .gateway)
    }

    fileprivate static let strangeAnswer = StorageError(
        .unavailable, "somebody else than the store says that there is nothing", retry: .allowed)

    /// No request is made for an id that imgbt cannot have given out.
    static let noSuchAsset = StorageError(.notFound, "the store has no such asset")
}
