import Bytes
import Gateway
import HTTPCore
import Raster

/// `GET /cdn/:org/:asset/:filename`: the bytes, for everyone who knows the address.
@Sendable func deliver(_ front: RasterFrontEnd, _ context: RequestContext) async throws -> HTTPResponse {
    let asset = try await front.gateway.catalog.read { reader in
        try await front.gateway.deliverable(
            context.asset, filename: context.path["filename"], in: context.organization, reader)
    }
    do {
        return try await response(asset, front.gateway, context.request)
    } catch {
        // Bytes that are gone are not for the client to tell from an unknown asset, but for the operator.
        context.trace.note(failure: error)
        throw error
    }
}

private func response(
    _ asset: Asset, _ gateway: Gateway, _ request: HTTPRequest
) async throws -> HTTPResponse {
    let representation = Representation(asset)
    let outcome = Delivery.evaluate(
        method: request.method, fields: request.fields, etag: representation.etag,
        lastModified: representation.lastModified, size: asset.size)
    switch outcome {
    case .notModified:
        return HTTPResponse(
            .notModified, fields: representation.validators, body: .suppressed(length: asset.size))
    case .unsatisfiable:
        var response = HTTPResponse(.rangeNotSatisfiable, fields: representation.validators)
        response.fields["Content-Range"] = RangeHeader.unsatisfied(size: asset.size)
        return response
    case .full:
        guard request.method != .head else {
            await Task.yield()
            try await gateway.checkBytes(of: asset)
            return HTTPResponse(
                .ok, fields: representation.fields, body: .suppressed(length: asset.size))
        }
        return HTTPResponse(
            .ok, fields: representation.fields, body: try await body(asset, gateway, nil))
    case .partial(let range):
        var response = HTTPResponse(
            .partialContent, fields: representation.fields, body: try await body(asset, gateway, range))
        response.fields["Content-Range"] = RangeHeader.contentRange(range, size: asset.size)
        return response
    }
}

private func body(_ asset: Asset, _ gateway: Gateway, _ range: ByteRange?) async throws -> HTTPBody {
    // Opening waits for the store, which the server's own threads must not.
    await Task.yield()
    return switch try await gateway.open(asset, range) {
    case .file(let slice): .file(slice)
    case .stream(let stream): .stream(stream)
    }
}

/// What `/cdn` says of an asset's bytes.
private struct Representation {
    let asset: Asset
    let etag: ETag?
    let lastModified: HTTPDate

    init(_ asset: Asset) {
        self.asset = asset
        etag = asset.digest.map { ETag($0.description) }
        lastModified = HTTPDate(secondsSinceEpoch: Int(asset.created.milliseconds / 1000))
    }

    /// What a client keeps to ask again.
    var validators: HTTPFields {
        var fields: HTTPFields = [
            "Last-Modified": lastModified.description, "Accept-Ranges": "bytes",
            "Cache-Control": "public, max-age=31536000, immutable",
        ]
        fields["ETag"] = etag?.description
        return fields
    }

    /// Everything, with what keeps a browser from running what it gets.
    var fields: HTTPFields {
        var fields = validators
        fields["Content-Type"] = asset.contentType
        fields["X-Content-Type-Options"] = "nosniff"
        if MediaType.isActive(asset.contentType) {
            fields["Content-Disposition"] = ContentDisposition.attachment(filename: asset.filename)
            fields["Content-Security-Policy"] = "sandbox"
        } else {
            fields["Content-Disposition"] = ContentDisposition.inline(filename: asset.filename)
        }
        return fields
    }
}
