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
        return try await response(Representation(asset), front.gateway, context.request)
    } catch {
        // Bytes that are gone are not for the client to tell from an unknown asset, but for the operator.
        context.trace.note(failure: error)
        throw error
    }
}

/// `GET /staging/:token`: the bytes of one asset, for the store that was told to fetch them here.
///
/// Unknown addresses and those whose time is over have one answer, after the same work. No store's own address is
/// handed out: who fetches here was told this one.
@Sendable func deliverStaged(
    _ front: RasterFrontEnd, _ context: RequestContext
) async throws -> HTTPResponse {
    guard let asset = try await front.gateway.stagedAsset(context.path["token"]) else {
        return front.unknownStaging
    }
    do {
        return try await response(Representation(staged: asset), front.gateway, context.request)
    } catch {
        context.trace.note(failure: error)
        throw error
    }
}

extension RasterFrontEnd {
    /// The field that says which gateway it is that knows no such address.
    public static let instanceField = "X-Raster-Gateway"

    /// The answer to every address below `/staging` that leads nowhere.
    fileprivate var unknownStaging: HTTPResponse {
        var response = RasterError(.resourceNotFound, "There is nothing to fetch here.").response
        response.fields["Cache-Control"] = "no-store"
        response.fields[Self.instanceField] = settings.instance
        return response
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
    _ representation: Representation, _ gateway: Gateway, _ request: HTTPRequest
) async throws -> HTTPResponse {
    let asset = representation.asset
    let outcome = Delivery.evaluate(
        method: request.method, fields: request.fields, etag: representation.etag,
        lastModified: representation.lastModified, size: asset.size)
    switch outcome {
    case .notModified, .unsatisfiable: return representation.withoutBytes(outcome, size: asset.size)
    case .full, .partial: break
    }
    if !representation.isStaged, let address = await gateway.deliveryAddress(of: asset) {
        return redirection(to: address)
    }
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

/// What `/cdn` and `/staging` say of an asset's bytes.
private struct Representation {
    let asset: Asset
    let etag: ETag?
    let lastModified: HTTPDate
    /// Whether it is for a store, and not for people and their browsers.
    private(set) var isStaged = false
    private var caching: String

    init(_ asset: Asset) {
        self.asset = asset
        caching = "public, max-age=31536000, immutable"
        etag = asset.digest.map { ETag($0.description) }
        lastModified = HTTPDate(secondsSinceEpoch: Int(asset.created.milliseconds / 1000))
    }

    /// The asset for a store that fetches it; nothing on the way is to keep it.
    init(staged asset: Asset) {
        self.init(asset)
        isStaged = true
        caching = "no-store"
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
        if isStaged {
            fields["Content-Disposition"] = ContentDisposition.attachment(filename: asset.filename)
        } else if MediaType.isActive(asset.contentType) {
            fields["Content-Disposition"] = ContentDisposition.attachment(filename: asset.filename)
            fields["Content-Security-Policy"] = "sandbox"
        } else {
            fields["Content-Disposition"] = ContentDisposition.inline(filename: asset.filename)
        }
        return fields
    }
}
