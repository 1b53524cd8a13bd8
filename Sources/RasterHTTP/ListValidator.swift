import Gateway
import HTTPCore
import Raster

extension RasterFrontEnd {
    /// The answer that `make` makes, or 304 where the client has it already.
    ///
    /// The tag is made of the library's revision, the query and the public URL (DESIGN 4): everything that a
    /// list of one library depends on.
    func unlessUnchanged(
        _ context: RequestContext, _ library: Library, _ make: () async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        let tag = listTag(context, library)
        let outcome = Delivery.evaluate(
            method: .head, fields: context.request.fields, etag: tag, lastModified: nil, size: 0)
        guard outcome != .notModified else {
            return HTTPResponse(
                .notModified, fields: ["ETag": tag.description, "Cache-Control": "private, no-cache"])
        }
        var response = try await make()
        response.fields["ETag"] = tag.description
        return response
    }

    private func listTag(_ context: RequestContext, _ library: Library) -> ETag {
        let text = "\(context.request.target)\n\(gateway.settings.publicURL)"
        let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return ETag(
            "\(library.key.rawValue)-\(library.revision)-\(String(hash, radix: 36))", isWeak: false)
    }
}
