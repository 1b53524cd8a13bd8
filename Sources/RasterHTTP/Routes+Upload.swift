import Bytes
import Gateway
import HTTPCore
import Raster

/// `POST …/assets`.
@Sendable func uploadAssets(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let gateway = front.gateway
    let json = front.assetJSON
    return try await gateway.withIdempotency(
        key: context.idempotencyKey, scope: scope.idempotencyScope
    ) { ticket in
        let upload = try Upload(gateway, scope)
        return try await front.keepingRefusal(ticket) {
            if let earlier = try await receive(context, into: upload, ticket) { return earlier }
            return try await upload.finish(ticket, request: context.identity) { assets in
                Envelope.answer { json.uploaded(assets, to: &$0) }
            }
        }.response
    }
}

/// Reads the whole body into `upload`; the answer that its refusal was given before, if it was.
private func receive(
    _ context: RequestContext, into upload: Upload, _ ticket: IdempotencyTicket?
) async throws -> Answer? {
    do {
        try await receive(context.request, into: upload)
        return nil
    } catch let error where !(error is BodyBrokenOff) {
        let refusal = RasterError(anything: error)
        let repetition = try await upload.identify(
            ticket, request: context.identity, refusedAs: refusal.code)
        guard case .answered(let earlier) = repetition else { throw error }
        return earlier
    }
}

extension AssetJSON {
    /// The reply to an upload.
    fileprivate func uploaded(_ assets: [Asset], to json: inout JSONWriter) {
        json.object { json in
            json.member("responseText", "Uploaded \(assets.count) \(assets.count == 1 ? "asset" : "assets")")
            json.array("assets") { json in
                for asset in assets { writeUploaded(asset, to: &json) }
            }
        }
    }
}

/// Takes the multipart body apart as it arrives and hands its files to `upload`.
private func receive(_ request: HTTPRequest, into upload: Upload) async throws {
    guard let type = request.fields["Content-Type"], MediaType.essence(type) == "multipart/form-data" else {
        throw RasterError(
            .badUserInput, "Send the files as multipart/form-data, in parts named \"files\".")
    }
    guard let boundary = MultipartParser.boundary(contentType: type) else {
        throw RasterError(.badUserInput, "The Content-Type has no usable boundary.")
    }
    guard let body = request.body, body.length != 0 else { return }
    guard body.length ?? 0 <= upload.maximumRequestBytes else {
        throw upload.tooLarge
    }
    // Writing files waits for the disk, which the server's own threads must not.
    await Task.yield()
    var form = UploadForm(MultipartParser(boundary: boundary), upload)
    while let chunk = try await nextChunk(of: body) { try form.feed(chunk) }
    try form.finish()
}

/// The next chunk; a body that breaks off is the client's doing.
private func nextChunk(of body: ByteStream) async throws -> [UInt8]? {
    do {
        return try await body.next()
    } catch {
        throw BodyBrokenOff()
    }
}

/// The parts of an upload's body: only files in parts named `files`.
private struct UploadForm {
    private var parser: MultipartParser
    private let upload: Upload
    /// Whether the current part is a browser's unused field, whose (empty) content does not count.
    private var isSkipping = false

    init(_ parser: MultipartParser, _ upload: Upload) {
        self.parser = parser
        self.upload = upload
    }

    mutating func feed(_ chunk: [UInt8]) throws {
        for event in try parser.feed(chunk) {
            switch event {
            case .partBegins(let part): try begin(part)
            case .data(let bytes): if !isSkipping { try upload.append(bytes) }
            case .partEnds: if !isSkipping { try upload.endFile() }
            }
        }
    }

    func finish() throws { try parser.finish() }

    private mutating func begin(_ part: MultipartPart) throws {
        guard part.name == "files" else {
            throw RasterError(.badUserInput, "Every part must be named \"files\" and hold a file.")
        }
        guard let filename = part.filename else {
            throw RasterError(.badUserInput, "A part named \"files\" has no filename.")
        }
        isSkipping = filename.isEmpty
        if !isSkipping { try upload.beginFile(filename, declaredType: part.contentType) }
    }
}
