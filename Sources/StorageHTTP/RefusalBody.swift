public import HTTPCore
import Raster

/// The body of a refusal: who answers shows in it, where the status is one that anybody on the way may give.
public enum RefusalBody: Sendable, Equatable {
    /// There is none.
    case empty
    /// JSON, such as a store's API speaks.
    case json(JSONValue)
    /// Something else, or something that cannot be read.
    case other

    /// The body of `response`, which answers a `method`; at most ``StorageClient/refusalLimit`` bytes are read.
    init(of response: HTTPResponse, _ method: HTTPMethod) async {
        do throws(StorageError) {
            let limit = StorageClient.refusalLimit
            let bytes = try await response.bytes(upTo: limit, method: method, effect: .none)
            self = bytes.isEmpty ? .empty : .json(try JSONValue(answer: bytes, .none))
        } catch { self = .other }
    }

    /// The JSON, where it is some.
    var json: JSONValue? {
        if case .json(let value) = self { value } else { nil }
    }
}
