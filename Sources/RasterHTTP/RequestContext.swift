import Bytes
import Gateway
import HTTPCore
import Raster
import Synchronization

/// One request on its way through the front end.
struct RequestContext: Sendable {
    /// What was asked.
    let request: HTTPRequest
    /// The target, taken apart.
    let target: RequestTarget
    /// What stood in the holes of the path.
    let path: PathParameters
    /// The network address that limits and logs name.
    let client: String
    /// Who turned out to ask; for the log.
    let trace: RequestTrace

    /// The most bytes of a JSON body: room for the longest description with every byte escaped.
    static let bodyLimit = 1 << 20

    /// The query.
    ///
    /// Throws `QueryError`.
    func query() throws(QueryError) -> Query { try target.query() }

    /// See ``Query/isFarPageOfTags``; `false` where the query cannot be read.
    var isFarPageOfTags: Bool { (try? query())?.isFarPageOfTags ?? false }

    /// The whole body.
    ///
    /// Throws `PAYLOAD_TOO_LARGE` for more than ``bodyLimit``, ``BodyBrokenOff`` for less than was promised.
    func body() async throws -> [UInt8] {
        do {
            return try await request.body?.collect(upTo: Self.bodyLimit) ?? []
        } catch is ByteLimitExceeded {
            throw RasterError(.payloadTooLarge, "A JSON body can have at most \(Self.bodyLimit) bytes.")
        } catch {
            throw BodyBrokenOff()
        }
    }

    /// The asset named in the path.
    var asset: AssetID { AssetID(path["asset"]) }
    /// The library named in the path.
    var library: LibraryID { LibraryID(path["library"]) }
    /// The organization named in the path.
    var organization: OrganizationID { OrganizationID(path["organization"]) }

    /// The Idempotency-Key as it was sent; several are joined, as HTTP reads them, and so refused for the comma.
    var idempotencyKey: String? {
        let keys = request.fields.all("Idempotency-Key")
        return keys.isEmpty ? nil : keys.joined(separator: ", ")
    }

    /// What makes two requests the same, their bodies aside: method, path and query.
    var identity: [UInt8] { Array("\(request.method.rawValue) \(request.target)\n".utf8) }
}

/// A body that ended before it was complete, which says nothing about what a whole one would have been.
struct BodyBrokenOff: Error {}

/// What became known about a request while it was answered: names only, never secrets.
final class RequestTrace: Sendable {
    private struct Names {
        var organization: Organization?
        var key: KeyID?
        var route: String?
        var failure: String?
        var isOfCatalog = false
    }

    private let names = Mutex(Names())

    /// Whose data were asked for.
    var organization: Organization? { names.withLock { $0.organization } }
    /// Which key asked.
    var key: KeyID? { names.withLock { $0.key } }
    /// The route's pattern.
    var route: String? { names.withLock { $0.route } }
    /// Whether the answer was made from nothing but the request and the catalog, and so holds until that changes.
    var isOfCatalog: Bool { names.withLock { $0.isOfCatalog } }
    /// What went wrong inside, for the log only.
    var failure: String? { names.withLock { $0.failure } }

    /// Notes who asks.
    func note(_ caller: Caller) {
        names.withLock {
            $0.organization = caller.organization
            $0.key = caller.key.id
        }
    }

    /// Notes whose data were asked for, without a key.
    func note(organization: Organization) { names.withLock { $0.organization = organization } }

    /// Notes which route it took.
    func note(route: String) { names.withLock { $0.route = route } }

    /// Notes that the answer is made from nothing but the request and the catalog.
    func noteOfCatalog() { names.withLock { $0.isOfCatalog = true } }

    /// Notes what went wrong inside.
    func note(failure: any Error) { names.withLock { $0.failure = "\(failure)" } }
}
