import Bytes
import FakeKit
import HTTPCore

// The files themselves, for anyone who has the address.
extension ImgbtService {
    func deliver(_ route: ImgbtRoute, _ request: HTTPRequest) throws -> HTTPResponse {
        guard let query = try? RequestTarget(request.target).query() else {
            throw ImgbtProblem.invalid("The query is malformed")
        }
        guard route.vault == options.vault, let path = route.file else { return plain(404, "Not Found") }
        guard isOpen(path, query) else { return plain(403, "Forbidden") }
        let transform = try Transform(query)
        guard let asset = store.asset(at: path), let (file, _) = store.open(asset.id) else {
            return plain(404, "Not Found")
        }
        var response = answer(asset, file, request)
        if transform.isAsked {
            response.fields.append("X-Fake-Transform", "not applied; these are the original bytes")
        }
        return response
    }

    /// Whether the address still works: not revoked, and where it was signed, not over.
    private func isOpen(_ path: String, _ query: Query) -> Bool {
        guard !access.isRevoked(path) else { return false }
        guard let signature = query.first("signature") else { return true }
        guard let expires = query.first("expires").flatMap({ Int($0) }) else { return false }
        return signature == self.signature(path, expires) && now / 1000 < expires
    }

    private func answer(_ asset: ImgbtAsset, _ file: OpenFile, _ request: HTTPRequest) -> HTTPResponse {
        let tag = ETag(String(asset.sha256.prefix(32)))
        let date = HTTPDate(secondsSinceEpoch: asset.updated / 1000)
        let delivery = Delivery.evaluate(
            method: request.method, fields: request.fields, etag: tag, lastModified: date, size: asset.size)
        var fields: HTTPFields = [
            "Content-Type": asset.mediaType, "ETag": "\(tag)", "Last-Modified": "\(date)",
            "Accept-Ranges": "bytes", "Cache-Control": "public, max-age=31536000",
        ]
        switch delivery {
        case .full:
            return HTTPResponse(
                .ok, fields: fields, body: body(file, ByteRange(offset: 0, length: asset.size)))
        case .partial(let range):
            fields.append("Content-Range", RangeHeader.contentRange(range, size: asset.size))
            return HTTPResponse(.partialContent, fields: fields, body: body(file, range))
        case .notModified: return HTTPResponse(.notModified, fields: fields)
        case .unsatisfiable:
            return HTTPResponse(
                .rangeNotSatisfiable, fields: ["Content-Range": RangeHeader.unsatisfied(size: asset.size)])
        }
    }

    /// A stream in all cases, so that callers without a socket meet what they meet behind one.
    private func body(_ file: OpenFile, _ range: ByteRange) -> HTTPBody {
        range.length == 0 ? .empty : .stream(ByteStream(FileSlice(file, range)))
    }

    private func plain(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
        HTTPResponse(
            status, fields: ["Content-Type": "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
    }
}
