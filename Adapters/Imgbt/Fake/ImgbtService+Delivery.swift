import Bytes
import FakeKit
import HTTPCore

// The files themselves, for anyone who has the address.
extension ImgbtService {
    func deliver(_ route: ImgbtRoute, _ request: HTTPRequest) throws -> HTTPResponse {
        guard let query = try? RequestTarget(request.target).query() else {
            throw ImgbtProblem.invalid("The query is malformed")
        }
        guard route.vault == options.vault, let path = route.file else { return .plain(404, "Not Found") }
        guard isOpen(path, query) else { return .plain(403, "Forbidden") }
        let transform = try Transform(query)
        guard let asset = store.asset(at: path), let (file, _) = store.open(asset.id) else {
            return .plain(404, "Not Found")
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
        let fields: HTTPFields = [
            "Content-Type": asset.mediaType, "Cache-Control": "public, max-age=31536000",
        ]
        return DeliveredFile(
            file, size: asset.size, sha256: asset.sha256, milliseconds: asset.updated, fields: fields
        ).response(to: request)
    }
}
