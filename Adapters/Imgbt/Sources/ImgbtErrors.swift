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
        guard case .object(let object) = body, case .object(let error)? = object["error"],
            let code = error.text("code")?.uppercased(), codes.contains(code)
        else { return nil }
        return code
    }
}

extension StorageError {
    /// Under the address of a vault, "not found" is the vault: clients must not take it for an asset.
    var aboutVault: StorageError {
        guard kind == .notFound else { return self }
        return StorageError(.invalid, "the store has no such vault", side: .gateway)
    }

    /// No request is made for an id that imgbt cannot have given out.
    static let noSuchAsset = StorageError(.notFound, "the store has no such asset")
}
