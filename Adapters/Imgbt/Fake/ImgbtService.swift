import Bytes
import FakeKit
import HTTPCore
import Synchronization

/// The vendor's API over one vault.
final class ImgbtService: FakeService {
    static let operations = ImgbtOperation.allCases.map { (name: $0.rawValue, summary: $0.summary) }

    let options: ImgbtFake.Options
    let store: VaultStore
    let access: AccessBook
    let clock: FakeClock?
    let form: AssetForm
    private let time: FakeClock
    private let identifiers = Atomic(0)

    init(_ options: ImgbtFake.Options, _ folder: FakeFolder) throws {
        self.options = options
        time = FakeClock(options.time)
        clock = time
        store = try VaultStore(folder, time)
        let keys = [("secret", options.secret), ("public", options.publicKey)]
        access = try AccessBook(
            folder,
            keys.map {
                AccessKey(id: "key_\($0)", label: $0, type: $0, text: $1, created: options.time.now())
            })
        form = AssetForm(dialect: options.dialect, vault: options.vault, deliveryURL: options.deliveryURL)
    }

    var ledger: EffectLedger { store.ledger }

    var figures: [(name: String, count: Int)] {
        let figures = store.figures
        return [("assets", figures.assets), ("bytes", figures.bytes), ("keys", access.keys.count)]
    }

    func reset() throws {
        try store.reset()
        try access.reset()
    }

    func failure(_ status: HTTPStatus) -> HTTPResponse { ImgbtProblem.of(status).response(options.dialect) }

    func call(_ request: HTTPRequest) -> FakeCall {
        guard let route = ImgbtRoute(request, vault: options.vault) else {
            return FakeCall("unknown", path: String(request.target.prefix { $0 != "?" }))
        }
        return route.call(request)
    }

    /// The time, in milliseconds since 1970.
    var now: Int { time.now }

    /// An id that no other thing has: the time, a number, and chance, in the digits of Crockford.
    func identifier(_ prefix: String) -> String {
        let number = identifiers.add(1, ordering: .relaxed).newValue
        let chance = UInt64.random(in: 0..<1 << 40)
        return "\(prefix)_" + Crockford.text(UInt64(clamping: now), digits: 10)
            + Crockford.text(UInt64(number), digits: 8) + Crockford.text(chance, digits: 8)
    }
}

// Which answer a request gets.
extension ImgbtService {
    func respond(to request: HTTPRequest, _ occasion: FakeOccasion) async -> HTTPResponse {
        do {
            return try await answer(request, occasion)
        } catch let problem as ImgbtProblem {
            return problem.response(options.dialect)
        } catch is FakeFailure {
            return ImgbtProblem.broken.response(options.dialect)
        } catch {
            // The body did not come to its end, or is no JSON.
            return ImgbtProblem.invalid("The body is malformed").response(options.dialect)
        }
    }

    /// Checks the key, then the vault, then what the key may do.
    private func answer(_ request: HTTPRequest, _ occasion: FakeOccasion) async throws -> HTTPResponse {
        guard let route = ImgbtRoute(request, vault: options.vault) else { throw ImgbtProblem.unknown }
        if route.operation == .deliver { return try deliver(route, request) }
        guard let key = access.key(of: request) else { throw ImgbtProblem.unauthorized }
        guard route.vault ?? options.vault == options.vault else { throw ImgbtProblem.unknown }
        guard key.mayWrite || !route.operation.isWriting else { throw ImgbtProblem.forbidden }
        switch route.operation {
        case .upload: return try await upload(request, occasion)
        case .list: return try list(request, occasion)
        case .get: return answer(.ok, try asset(route))
        case .update: return try await update(route, request, occasion)
        case .delete:
            try store.delete(try asset(route).id, occasion)
            return HTTPResponse(.noContent)
        case .sign: return try await sign(request)
        case .revoke: return try await revoke(request)
        case .keys: return try await keys(route, request)
        case .deliver: throw ImgbtProblem.unknown
        }
    }

    /// The asset that a path names; the SDK's paths may name it by where it lies.
    func asset(_ route: ImgbtRoute) throws -> ImgbtAsset {
        let item = route.item ?? ""
        let byPath = options.dialect == .sdk ? store.asset(at: item) : nil
        guard let asset = store[item] ?? byPath else { throw ImgbtProblem.unknownAsset }
        return asset
    }

    func answer(_ status: HTTPStatus, _ asset: ImgbtAsset) -> HTTPResponse {
        .json(status) { form.write(asset, &$0) }
    }

    /// The JSON object in the body of `request`.
    func object(_ request: HTTPRequest) async throws -> JSONObject {
        let bytes = try await request.body?.collect(upTo: UploadForm.textBytes) ?? []
        return try JSONValue(parsing: bytes).asObject()
    }
}

/// Numbers in the 32 digits of Crockford, in lower case.
enum Crockford {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    /// The last `digits` digits of `number`.
    static func text(_ number: UInt64, digits: Int) -> String {
        String((0..<digits).reversed().map { alphabet[Int(number >> (5 * UInt64($0)) & 31)] })
    }
}
