import Bytes
import HTTPCore
import Raster
import Synchronization

/// One upload on its way: the form that is sent, the file in it pulled from its source as it goes out.
///
/// The file's end is held back until the source has ended too, so that a source that is too short or too long never
/// becomes a whole request.
final class ImgbtUpload: Sendable {
    let draft: AssetDraft
    let path: ImgbtPath
    /// By what a record is known to be of this upload and of no other.
    let mark: String
    private let source: ByteStream
    private let head: [UInt8]
    private let tail: [UInt8]
    private let state = Mutex(State())

    private struct State {
        var phase = Phase.head
        var sent = 0
        var failure: StorageError?
    }

    private enum Phase { case head, file, end }

    /// The upload of `content` to `path`; `random` is 16 bytes that nobody else has.
    init(_ draft: AssetDraft, _ path: ImgbtPath, _ content: Content, random: [UInt8]) {
        self.draft = draft
        self.path = path
        source = content.stream
        mark = Hex.encode(random)
        let form = MultipartForm(boundary: "raster-" + mark)
        head = form.head(draft, path, mark: mark)
        tail = form.tail
        boundary = form.boundary
    }

    private let boundary: String

    /// The request below `base`, with `time` besides that of its file; its body can be pulled once.
    func request(_ base: String, within time: Duration?) -> HTTPRequest {
        var request = HTTPRequest(
            .post, base, fields: ["Content-Type": "multipart/form-data; boundary=\(boundary)"],
            body: ByteStream(length: head.count + draft.size + tail.count) { try await self.next() })
        request.transfer.timeout = time.map { $0 + UploadPace.time(for: draft.size) }
        return request
    }

    /// Why the body broke off, if it did.
    var failure: StorageError? { state.withLock { $0.failure } }
    /// Whether any of it was handed over.
    var hasBegun: Bool { state.withLock { $0.phase != .head } }
    /// Whether all of it was handed over: only then can the vendor have taken it for a request.
    var isWhole: Bool { state.withLock { $0.phase == .end } }

    /// The caller has gone away: what has not been handed over never will be.
    func cancel() {
        state.withLock { state in
            guard state.phase != .end else { return }
            state.failure = state.failure ?? StorageError(.cancelled, "the caller went away", side: .client)
        }
    }

    private func next() async throws(StorageError) -> [UInt8]? {
        do throws(StorageError) {
            if let failure { throw failure }
            switch state.withLock({ $0.phase }) {
            case .head: return try hand(over: head, .file)
            case .file:
                if let piece = try await piece() { return piece }
                return try hand(over: tail, .end)
            case .end: return nil
            }
        } catch {
            state.withLock { $0.failure = $0.failure ?? error }
            throw error
        }
    }

    private func hand(over bytes: [UInt8], _ next: Phase) throws(StorageError) -> [UInt8] {
        let failure = state.withLock { state in
            if state.failure == nil { state.phase = next }
            return state.failure
        }
        if let failure { throw failure }
        return bytes
    }

    /// The next bytes of the file, or `nil` when all of them, and no more, have come.
    private func piece() async throws(StorageError) -> [UInt8]? {
        let chunk: [UInt8]?
        do { chunk = try await source.next() } catch { throw StorageError(wrapping: error) }
        let sent = state.withLock { state in
            state.sent += chunk?.count ?? 0
            return state.sent
        }
        guard chunk == nil ? sent == draft.size : sent <= draft.size else {
            throw StorageError(.invalid, "the content is not as long as it was said to be", side: .client)
        }
        if let failure { throw failure }
        return chunk
    }
}

/// The parts of the form around the file (RFC 7578).
struct MultipartForm {
    let boundary: String

    /// Everything before the file's first byte: the fields first, so that a server may stream the file.
    func head(_ draft: AssetDraft, _ path: ImgbtPath, mark: String) -> [UInt8] {
        var metadata = JSONWriter()
        ImgbtMetadata(draft, upload: mark).write(to: &metadata)
        var tags = JSONWriter()
        tags.array { json in
            for tag in draft.tags { json.string(tag) }
        }
        let fields: [(String, [UInt8])] = [
            ("partition", Array(path.partition.utf8)), ("collection", Array(path.collection.utf8)),
            ("channel", Array(path.channel.utf8)), ("filename", Array(path.filename.utf8)),
            ("metadata", metadata.finish()), ("tags", tags.finish()),
        ]
        return fields.flatMap { field($0, $1) } + file(path.filename, draft.contentType)
    }

    /// Everything after the file's last byte.
    var tail: [UInt8] { Array("\r\n--\(boundary)--\r\n".utf8) }

    private func field(_ name: String, _ value: [UInt8]) -> [UInt8] {
        let head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
        return Array(head.utf8) + value + Array("\r\n".utf8)
    }

    private func file(_ filename: String, _ contentType: String) -> [UInt8] {
        let type = MediaType.essence(contentType) ?? MediaType.unknown
        return Array(
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(filename)\"\r\n"
                .utf8) + Array("Content-Type: \(type)\r\n\r\n".utf8)
    }
}
