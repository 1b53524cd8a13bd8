import Bytes
public import HTTPCore
import Synchronization

extension GoldenExchange {
    private static let boundary = "golden-boundary-7f3a"

    /// The documented request.
    public var request: HTTPRequest {
        var request = HTTPRequest(method, target, fields: fields)
        switch content {
        case .none: break
        case .json(let value): request.body = ByteStream(value.bytes)
        case .text(let text): request.body = ByteStream(text.utf8)
        case .sample(let sample): request.body = sample.stream
        case .form(let form):
            request.fields["Content-Type"] = "multipart/form-data; boundary=\(Self.boundary)"
            request.body = Self.stream(form)
        }
        return request
    }

    /// The documented answer.
    public var response: HTTPResponse {
        let body: HTTPBody =
            switch answerContent {
            case .none, .form: .empty
            case .json(let value): .bytes(value.bytes)
            case .text(let text): .bytes(Array(text.utf8))
            case .sample(let sample): .stream(sample.stream)
            }
        return HTTPResponse(status, fields: answerFields, body: body)
    }

    /// The form as a body: its files are made as they are pulled.
    private static func stream(_ form: [GoldenField]) -> ByteStream {
        var pieces: [ByteStream] = []
        for field in form {
            pieces.append(ByteStream(field.head(boundary)))
            if field.text == nil { pieces.append(GoldenSample(size: field.size).stream) }
            pieces.append(ByteStream("\r\n".utf8))
        }
        pieces.append(ByteStream("--\(boundary)--\r\n".utf8))
        let all = pieces
        let current = Position()
        return ByteStream(length: all.reduce(0) { $0 + ($1.length ?? 0) }) {
            while current.value < all.count {
                if let chunk = try await all[current.value].next() { return chunk }
                _ = current.advance(by: 1)
            }
            return nil
        }
    }
}

/// A number that grows as something is read.
final class Position: Sendable {
    private let number = Atomic(0)

    /// The number.
    var value: Int { number.load(ordering: .relaxed) }

    /// The number before it has grown by `step`.
    func advance(by step: Int) -> Int { number.wrappingAdd(step, ordering: .relaxed).oldValue }
}
