import Bytes
import FakeKit
import HTTPCore
import Synchronization

/// Where a file lies: `http://` or `https://`, a host, and a target.
struct FetchAddress: Equatable {
    /// Scheme, host and port.
    let origin: String
    /// Path and query.
    let target: String

    /// Reads `url`; `nil` where it is no such address.
    init?(_ url: String) {
        guard let scheme = ["http://", "https://"].first(where: { url.lowercased().hasPrefix($0) }),
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        let rest = url.dropFirst(scheme.count)
        let host = rest.prefix { !"/?#".contains($0) }
        guard !host.isEmpty, !host.contains("@") else { return nil }
        origin = scheme + host
        let path = rest.dropFirst(host.count).prefix { $0 != "#" }
        target = path.hasPrefix("/") ? String(path) : "/" + path
    }
}

/// Why a file did not come.
private struct FetchFailure: Error {
    let reason: String
}

// What the account does by itself: fetching files, and emptying the bin.
extension MediaPocketService {
    /// How many files are fetched at the same time.
    private static let fetchesAtOnce = 4

    /// The fetches that were begun, by number.
    struct Fetching {
        var tasks: [Int: Task<Void, Never>] = [:]
        /// Those that are over, be it without an outcome: none is begun twice.
        var over: Set<Int> = []
    }

    /// Does what is due, and returns when that is done, also where another call has begun it.
    func work() async {
        try? empty()
        while !Task.isCancelled {
            let tasks = begin()
            guard !tasks.isEmpty else { return }
            for task in tasks { await task.value }
        }
    }

    /// The next fetches that are due, begun; none where all are over.
    private func begin() -> [Task<Void, Never>] {
        let now = now
        let due = store.read { state in
            state.waiting.compactMap { state.fetches[$0] }.filter { $0.due <= now }.sorted { $0.id < $1.id }
        }
        return fetching.withLock { fetching in
            let next = due.filter { !fetching.over.contains($0.id) }.prefix(Self.fetchesAtOnce)
            return next.map { fetch in
                if let task = fetching.tasks[fetch.id] { return task }
                let task = Task {
                    await self.fetch(fetch)
                    self.end(fetch)
                }
                fetching.tasks[fetch.id] = task
                return task
            }
        }
    }

    private func end(_ fetch: PocketFetch) {
        fetching.withLock { fetching in
            fetching.tasks[fetch.id] = nil
            fetching.over.insert(fetch.id)
        }
    }

    /// Fetches a file, once.
    private func fetch(_ fetch: PocketFetch) async {
        let call = FakeCall("fetch", path: "/assets/\(fetch.asset)/media", asset: fetch.asset)
        let fault = plan.take(call, after: fetch.request, milliseconds: now)
        // A fetch that stalls never has an outcome.
        if case .stall = fault { return note(fetch, "stalls") }
        do {
            let (incoming, contentType) = try await receive(fetch, fault)
            let size = try keep(incoming, contentType, fetch)
            note(fetch, "arrived, \(size) bytes")
        } catch HTTPTransportError.cancelled {
            note(fetch, "put off")
        } catch {
            let reason = (error as? FetchFailure)?.reason ?? "\(error)"
            fail(fetch, reason)
            note(fetch, "failed: \(reason)")
        }
    }

    /// A line for the log; addresses stay out, for they may be secret.
    private func note(_ fetch: PocketFetch, _ text: String) {
        options.log?("\(Moment.text(milliseconds: now)) fetch \(fetch.id) for \(fetch.asset) \(text)")
    }

    private func receive(
        _ fetch: PocketFetch, _ fault: Fault?
    ) async throws -> (FakeFiles.Incoming, String?) {
        guard let address = FetchAddress(fetch.url) else { throw FetchFailure(reason: "no address") }
        guard store.read({ $0.assets[fetch.asset] }) != nil else {
            throw FetchFailure(reason: "the asset is gone")
        }
        let spoiling = try FetchSpoiling(fault)
        let response = try await options.transport(address.origin)
            .send(HTTPRequest(.get, address.target, fields: ["Host": address.host]))
        guard response.status == 200 else { throw FetchFailure(reason: "\(response.status.code)") }
        let incoming = try store.files.receive()
        var left = spoiling.limit(of: response.body.length)
        try await response.body.forEachChunk { chunk in
            guard incoming.size + chunk.count <= options.maximumFileBytes else {
                throw FetchFailure(reason: "more than \(options.maximumFileBytes) bytes")
            }
            try incoming.append(spoiling.spoil(chunk.prefix(left)))
            left -= min(left, chunk.count)
        }
        return (incoming, response.fields["Content-Type"])
    }

    /// Makes what came a file of the asset; its size.
    private func keep(
        _ incoming: FakeFiles.Incoming, _ contentType: String?, _ fetch: PocketFetch
    ) throws -> Int {
        let digests = try incoming.digests()
        try store.change(FakeOccasion(request: fetch.request, answer: .none)) { state in
            guard var asset = state.assets[fetch.asset], state.fetches[fetch.id] == fetch else {
                throw FetchFailure(reason: "the asset is gone")
            }
            let medium = PocketMedia(
                id: state.last.medium + 1, filename: fetch.filename,
                contentType: MediaType.resolve(
                    filename: fetch.filename, declared: contentType, head: incoming.head),
                size: incoming.size, sha256: digests.sha256, md5: digests.md5, created: now)
            try store.files.keep(incoming, as: medium.file)
            asset.add(medium)
            asset.modified = now
            var done = fetch
            done.state = .arrived
            var change = PocketChange(
                .created, "\(medium.id)", at: "\(asset.path)/media", .asset(asset), .fetch(done))
            change.medium = medium
            change.event = event("ASSET_MEDIA_ADDED", asset, fetch.user, state)
            return change
        }
        return incoming.size
    }

    /// Nothing came, and nothing will.
    private func fail(_ fetch: PocketFetch, _ reason: String) {
        try? store.change(FakeOccasion(request: fetch.request, answer: .none)) { state in
            // After a reset the number may be another's.
            guard state.fetches[fetch.id] == fetch else { throw FetchFailure(reason: reason) }
            var failed = fetch
            (failed.state, failed.reason) = (.failed, reason)
            return PocketChange(
                .updated, "\(fetch.id)", at: "assets/\(fetch.asset)/fetches", .fetch(failed))
        }
    }
}

extension FetchAddress {
    /// Host and port.
    var host: String { String(origin.dropFirst(origin.hasPrefix("https") ? 8 : 7)) }
}

/// What a fault makes of the bytes that are fetched.
private struct FetchSpoiling {
    private let fault: Fault?

    /// Throws for faults under which nothing comes.
    init(_ fault: Fault?) throws {
        switch fault {
        case nil, .truncatedBody, .corruptBody: self.fault = fault
        case .some(let other): throw FetchFailure(reason: "the fault \(other.name)")
        }
    }

    /// How many bytes of `length` are taken for the whole.
    func limit(of length: Int?) -> Int {
        guard case .truncatedBody(let count) = fault else { return .max }
        return count ?? (length ?? 2) / 2
    }

    func spoil(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var bytes = Array(bytes)
        if fault == .corruptBody, !bytes.isEmpty { bytes[0] ^= 0xFF }
        return bytes
    }
}

extension HTTPBody {
    /// Hands each piece of the body to `take`; throws where the body ends early.
    fileprivate func forEachChunk(_ take: ([UInt8]) throws -> Void) async throws {
        let stream: ByteStream
        switch self {
        case .empty, .suppressed: return
        case .bytes(let bytes): return try take(bytes)
        case .file(let slice): stream = ByteStream(slice)
        case .stream(let body): stream = body
        }
        var count = 0
        while let chunk = try await stream.next() {
            count += chunk.count
            try take(chunk)
        }
        if let length = stream.length, length != count {
            throw FetchFailure(reason: "\(count) bytes instead of \(length)")
        }
    }
}
