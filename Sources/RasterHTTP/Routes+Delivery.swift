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
        // Opening waits for the store, which the server's own threads must not.
        if front.gateway.isRevised(asset) { await Task.yield() }
        if let revision = try await front.gateway.revision(of: asset) {
            return response(Representation(asset, revision), revision, context.request)
        }
        return try await response(asset, front.gateway, context.request)
    } catch {
        // Bytes that are gone are not for the client to tell from an unknown asset, but for the operator.
        context.trace.note(failure: error)
        throw error
    }
}

/// What others may have changed is answered from what is there now, whatever the catalog says of it.
private func response(
    _ representation: Representation, _ revision: Revision, _ request: HTTPRequest
) -> HTTPResponse {
    let outcome = Delivery.evaluate(
        method: request.method, fields: request.fields, etag: representation.etag,
        lastModified: representation.lastModified, size: revision.size)
    switch outcome {
    case .notModified, .unsatisfiable: return representation.withoutBytes(outcome, size: revision.size)
    case .full:
        let body =
            request.method == .head
            ? HTTPBody.suppressed(length: revision.size) : HTTPBody(revision.content())
        return HTTPResponse(.ok, fields: representation.fields, body: body)
    case .partial(let range):
        return representation.part(range, size: revision.size, HTTPBody(revision.content(range)))
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
    case .notModified, .unsatisfiable: return representation.withoutBytes(outcome, size: asset.size)
    case .full, .partial: break
    }
    if let address = await gateway.deliveryAddress(of: asset) { return redirection(to: address) }
    if case .partial(let range) = outcome {
        return representation.part(range, size: asset.size, try await body(asset, gateway, range))
    }
    guard request.method != .head else {
        await Task.yield()
        try await gateway.checkBytes(of: asset)
        return HTTPResponse(.ok, fields: representation.fields, body: .suppressed(length: asset.size))
    }
    return HTTPResponse(.ok, fields: representation.fields, body: try await body(asset, gateway, nil))
}

/// Leads to the store's own address, which may be another one next time.
private func redirection(to address: String) -> HTTPResponse {
    HTTPResponse(302, fields: ["Location": address, "Cache-Control": "no-store"])
}

private func body(_ asset: Asset, _ gateway: Gateway, _ range: ByteRange?) async throws -> HTTPBody {
    // Opening waits for the store, which the server's own threads must not.
    await Task.yield()
    return HTTPBody(try await gateway.open(asset, range))
}

extension HTTPBody {
    /// The bytes of an asset, as their store has them.
    fileprivate init(_ content: Content) {
        switch content {
        case .file(let slice): self = .file(slice)
        case .stream(let stream): self = .stream(stream)
        }
    }
}

/// What `/cdn` says of an asset's bytes.
private struct Representation {
    let asset: Asset
    let etag: ETag?
    let lastModified: HTTPDate
    private let caching: String

    init(_ asset: Asset) {
        self.asset = asset
        caching = "public, max-age=31536000, immutable"
        etag = asset.digest.map { ETag($0.description) }
        lastModified = HTTPDate(secondsSinceEpoch: Int(asset.created.milliseconds / 1000))
    }

    /// The asset as it is now, which may be another time than the next.
    init(_ asset: Asset, _ revision: Revision) {
        self.asset = asset
        caching = "no-cache"
        etag = ETag(revision.tag)
        lastModified = HTTPDate(secondsSinceEpoch: Int(max(revision.modified.milliseconds, 0) / 1000))
    }

    /// The answer to a condition or a range that leaves nothing to send.
    func withoutBytes(_ outcome: Delivery, size: Int) -> HTTPResponse {
        guard outcome == .unsatisfiable else {
            return HTTPResponse(.notModified, fields: validators, body: .suppressed(length: size))
        }
        var response = HTTPResponse(.rangeNotSatisfiable, fields: validators)
        response.fields["Content-Range"] = RangeHeader.unsatisfied(size: size)
        return response
    }

    /// The answer that is the part `range` of `size` bytes.
    func part(_ range: ByteRange, size: Int, _ body: HTTPBody) -> HTTPResponse {
        var response = HTTPResponse(.partialContent, fields: fields, body: body)
        response.fields["Content-Range"] = RangeHeader.contentRange(range, size: size)
        return response
    }

    /// What a client keeps to ask again.
    var validators: HTTPFields {
        var fields: HTTPFields = [
            "Last-Modified": lastModified.description, "Accept-Ranges": "bytes",
            "Cache-Control": caching,
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
