import Bytes
import HTTPCore
import Synchronization

/// An Attic in memory, written from the README alone.
final class AtticFake: HTTPHandler {
    private struct Box {
        var bytes: [UInt8]
        var type: String
        var label: JSONObject

        func card(_ key: String) -> JSONObject {
            JSONObject([
                .init("key", .string(key)), .init("size", .number(JSONNumber(bytes.count))),
                .init("type", .string(type)), .init("label", .object(label)),
            ])
        }
    }

    /// `nil` for a box that was thrown away.
    private let boxes = Mutex<[String: Box?]>([:])

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard request.fields["Authorization"] == "Bearer attic-token" else { return HTTPResponse(401) }
        let target = RequestTarget(request.target)
        let path = target.segments ?? []
        guard path.first == "boxes" else { return HTTPResponse(404) }
        guard let body = try? await (request.body ?? ByteStream([])).collect(upTo: 100_000_000) else {
            // Half a request: the connection is reset.
            var reset = HTTPResponse(400)
            reset.isWithheld = true
            return reset
        }
        switch (request.method, path.count) {
        case (.get, 1): return list(after: (try? target.query())?.first("after") ?? "")
        case (.put, 2): return put(path[1], body, request.fields)
        case (.get, 2): return at(path[1]) { Self.bytes(of: $0, request) }
        case (.delete, 2): return at(path[1], then: { _ in nil }) { _ in HTTPResponse(204) }
        case (.get, 3): return at(path[1]) { .json(200, $0.card(path[1])) }
        default: return relabel(path[1], String(decoding: body, as: UTF8.self))
        }
    }

    private func put(_ key: String, _ bytes: [UInt8], _ fields: HTTPFields) -> HTTPResponse {
        guard let label = label(PercentEncoding.decode(fields["Attic-Label"] ?? "") ?? "") else {
            return HTTPResponse(400)
        }
        return boxes.withLock { boxes in
            guard boxes[key].flatMap(\.self) == nil else { return HTTPResponse(412) }
            let box = Box(bytes: bytes, type: fields["Content-Type"] ?? "", label: label)
            boxes[key] = box
            return .json(201, box.card(key))
        }
    }

    private static func bytes(of box: Box, _ request: HTTPRequest) -> HTTPResponse {
        switch request.fields["Range"].map({ RangeHeader.parse($0, size: box.bytes.count) }) {
        case .satisfiable(let range) where box.bytes.count > 512:
            let field = RangeHeader.contentRange(range, size: box.bytes.count)
            let part = Array(box.bytes[range.offset..<range.end])
            return HTTPResponse(206, fields: ["Content-Range": field], body: .bytes(part))
        case .unsatisfiable: return HTTPResponse(416)
        default: return HTTPResponse(200, body: .bytes(box.bytes))
        }
    }

    private func relabel(_ key: String, _ text: String) -> HTTPResponse {
        guard let label = label(text) else { return HTTPResponse(400) }
        return at(key, then: { Box(bytes: $0.bytes, type: $0.type, label: label) }) { _ in HTTPResponse(204) }
    }

    private func list(after key: String) -> HTTPResponse {
        boxes.withLock { boxes in
            let rest = boxes.compactMap { $0.value == nil || $0.key <= key ? nil : $0.key }.sorted()
            let cards = rest.prefix(5).compactMap { key in boxes[key]?.map { JSONValue.object($0.card(key)) }
            }
            let next = rest.count > 5 ? JSONValue.string(rest[4]) : .null
            return .json(200, JSONObject([.init("boxes", .array(cards)), .init("next", next)]))
        }
    }

    /// A label as Attic keeps it: its tags in lower case.
    private func label(_ text: String) -> JSONObject? {
        guard let label = try? JSONValue(parsing: Array(text.utf8)).asObject(),
            let tags = try? label.stringArray("tags")
        else { return nil }
        let kept = Set(tags.map { $0.lowercased() }).sorted()
        return JSONObject(label.members + [.init("tags", .array(kept.map { .string($0) }))])
    }

    /// Answers for the box `key`, and puts what `then` makes of it in its place.
    private func at(
        _ key: String, then change: (Box) -> Box? = { $0 }, _ answer: (Box) -> HTTPResponse
    ) -> HTTPResponse {
        boxes.withLock { boxes in
            guard let known = boxes[key] else { return HTTPResponse(404) }
            guard let box = known else { return HTTPResponse(410) }
            boxes[key] = .some(change(box))
            return answer(box)
        }
    }
}

extension HTTPResponse {
    fileprivate static func json(_ status: HTTPStatus, _ object: JSONObject) -> HTTPResponse {
        let body = HTTPBody.bytes(JSONValue.object(object).bytes)
        return HTTPResponse(status, fields: ["Content-Type": "application/json"], body: body)
    }
}
