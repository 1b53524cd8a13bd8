public import Bytes
public import HTTPCore

extension HTTPResponse {
    /// An answer whose body is what `write` writes, as JSON.
    public static func json(_ status: HTTPStatus, _ write: (inout JSONWriter) -> Void) -> HTTPResponse {
        var json = JSONWriter()
        write(&json)
        return HTTPResponse(status, fields: ["Content-Type": "application/json"], body: .bytes(json.finish()))
    }

    /// An answer with a line of text.
    public static func plain(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
        HTTPResponse(
            status, fields: ["Content-Type": "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
    }
}

/// A file that a fake hands out: whole or a part, or not again where the client has it (RFC 9110).
public struct DeliveredFile: Sendable {
    private let file: OpenFile
    private let size: Int
    private let tag: ETag
    private let date: HTTPDate
    private let fields: HTTPFields

    /// The `size` bytes of `file`, which changed last at `milliseconds` and are told by `sha256`; answers have `fields`.
    public init(_ file: OpenFile, size: Int, sha256: String, milliseconds: Int, fields: HTTPFields) {
        (self.file, self.size, self.fields) = (file, size, fields)
        tag = ETag(String(sha256.prefix(32)))
        date = HTTPDate(secondsSinceEpoch: milliseconds / 1000)
    }

    /// The answer to `request`.
    public func response(to request: HTTPRequest) -> HTTPResponse {
        let delivery = Delivery.evaluate(
            method: request.method, fields: request.fields, etag: tag, lastModified: date, size: size)
        var fields = fields
        for field in ["ETag": "\(tag)", "Last-Modified": "\(date)", "Accept-Ranges": "bytes"] as HTTPFields {
            fields.append(field.name, field.value)
        }
        switch delivery {
        case .full:
            return HTTPResponse(.ok, fields: fields, body: body(ByteRange(offset: 0, length: size)))
        case .partial(let range):
            fields.append("Content-Range", RangeHeader.contentRange(range, size: size))
            return HTTPResponse(.partialContent, fields: fields, body: body(range))
        case .notModified: return HTTPResponse(.notModified, fields: fields)
        case .unsatisfiable:
            return HTTPResponse(
                .rangeNotSatisfiable, fields: ["Content-Range": RangeHeader.unsatisfied(size: size)])
        }
    }

    /// A stream in all cases, so that callers without a socket meet what they meet behind one.
    private func body(_ range: ByteRange) -> HTTPBody {
        range.length == 0 ? .empty : .stream(ByteStream(FileSlice(file, range)))
    }
}
