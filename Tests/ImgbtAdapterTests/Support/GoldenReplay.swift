import Bytes
import HTTPCore
import ImgbtAdapter
import Raster
import TestSupport

/// An adapter that is given a documented answer, and what it has asked for it.
struct GoldenReplay {
    let adapter: ImgbtAdapter
    private let exchange: GoldenExchange
    private let api: CannedTransport
    private let delivery: CannedTransport

    init(_ exchange: GoldenExchange) throws {
        self.exchange = exchange
        api = CannedTransport(
            exchange.target.hasPrefix("/delivery/")
                ? try GoldenExchange.imgbt("asset-get").ofHarbour : exchange.response)
        delivery = CannedTransport(exchange.response)
        let segments = exchange.target.prefix { $0 != "?" }.split(separator: "/")
        let base = segments.prefix { $0 != "assets" }.map { "/" + $0 }.joined() + "/assets"
        var configuration = try ImgbtConfiguration(
            vault: "vault_01golden", secret: ImgbtSecret("sk_golden_0123456789abcdef"), path: base)
        configuration.pageSize = Int(exchange.query.first("limit") ?? "") ?? 100
        adapter = ImgbtAdapter(
            name: "imgbt", configuration: configuration, api: api, delivery: delivery, clock: TestClock(),
            random: SeededRandom())
    }

    func run(_ call: GoldenCall) async throws(StorageError) {
        let id = NativeID(exchange.target.split(separator: "/").last ?? "")
        switch call {
        case .upload: try await upload()
        case .list:
            let place = ["partition", "collection", "channel"].compactMap { exchange.query.first($0) }
            let token = exchange.query.first("cursor").map { PageToken($0) }
            _ = try await adapter.list(
                in: place.isEmpty ? nil : NativePlace(place.joined(separator: "/")), after: token)
        case .stat: _ = try await adapter.stat(id)
        case .update:
            let state = DesiredState(
                key: key, name: "Quay", description: nil, tags: ["hero", "blog", "featured"])
            try await adapter.update(id, state)
        case .delete: try await adapter.delete(id)
        case .open(let range):
            let stream = try await adapter.open("asset_01j9golden0000000000000001", range).stream
            do { _ = try await stream.collect(upTo: 300_000) } catch { throw StorageError(wrapping: error) }
        }
    }

    private func upload() async throws(StorageError) {
        var draft = AssetDraft(
            key: key, name: "Harbour", contentType: file?.contentType ?? "image/jpeg",
            size: min(file?.size ?? 1, 100_000_000))
        draft.tags = ["hero", "blog"]
        // A size beyond the limit is never sent, so that this answer comes to a smaller file.
        if draft.size == 100_000_000 { draft.size = 10 }
        _ = try await adapter.create(draft, .stream(GoldenSample(size: draft.size).stream))
    }

    private var key: NaturalKey {
        NaturalKey(organization: "marketing", library: "blog", asset: "harbour", filename: "harbour.jpg")
    }

    private var file: GoldenField? {
        guard case .form(let fields) = exchange.content else { return nil }
        return fields.first { $0.filename != nil }
    }

    /// What of the documented request was not sent.
    func missing(in call: GoldenCall) -> [String] {
        let isDelivery = exchange.target.hasPrefix("/delivery/")
        guard let seen = isDelivery ? delivery.seen.first : api.seen.first else { return ["everything"] }
        return line(seen, isDelivery) + head(seen) + body(seen)
    }

    private func line(_ seen: CannedTransport.Seen, _ isDelivery: Bool) -> [String] {
        let sent = RequestTarget(seen.request.target)
        let documented = exchange.target.prefix { $0 != "?" }
        let prefix = isDelivery ? "/delivery/vault_01golden" : ""
        let path = prefix + seen.request.target.prefix { $0 != "?" }
        let query = try? sent.query()
        // The delivered file is that of the record; which one is told by the exchange's own state.
        let isSame =
            isDelivery
            ? path.hasPrefix("/delivery/vault_01golden/marketing/blog/hero-images/") : path == documented
        let items = exchange.query.items.filter { item in
            item.name != "limit" && query?.first(item.name) != item.value
        }
        return (isSame ? [] : ["path"]) + items.map(\.name)
            + (seen.request.method == exchange.method ? [] : ["method"])
    }

    private func head(_ seen: CannedTransport.Seen) -> [String] {
        exchange.fields.compactMap { field in
            guard field.value.hasPrefix("Bearer pk_") == false, let sent = seen.request.fields[field.name]
            else {
                return field.value.hasPrefix("Bearer pk_") ? nil : field.name
            }
            if field.name == "Authorization", exchange.description == "unknown-key" { return nil }
            return sent.hasPrefix(field.value) ? nil : field.name
        }
    }

    /// Fields of a form, or members of an object, that were not sent, or in another form.
    private func body(_ seen: CannedTransport.Seen) -> [String] {
        switch exchange.content {
        case .form(let fields):
            guard let form = try? Form(seen) else { return ["form"] }
            return fields.map(\.name).filter { !form.names.contains($0) }
        case .json(.object(let object)):
            guard case .object(let sent)? = try? JSONValue(parsing: seen.body) else { return ["body"] }
            return object.members.map(\.name).filter { sent[$0] == nil }
        default: return []
        }
    }
}

extension GoldenExchange {
    /// The items of the target's query.
    var query: Query { (try? RequestTarget(target).query()) ?? Query(items: []) }

    /// The documented record, about the file that the documented deliveries are about.
    fileprivate var ofHarbour: HTTPResponse {
        guard case .json(.object(let object)) = answerContent else { return response }
        let own: [JSONObject.Member] = [
            .init("id", .string("asset_01j9golden0000000000000001")),
            .init("filename", .string("harbour.jpg")),
            .init("size", .number(JSONNumber(245_760))),
        ]
        return HTTPResponse(
            200, fields: answerFields, body: .bytes(JSONValue.object(JSONObject(object.members + own)).bytes))
    }
}
