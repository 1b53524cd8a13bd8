import Bytes
import FakeKit
import HTTPCore
import Synchronization

// What the account does by itself: fetching files, and emptying the bin.
extension MediaPocketService {
    /// How many files are fetched at the same time.
    private static let fetchesAtOnce = 4
    /// How often a fetch is begun that breaks off.
    private static let tries = 3

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

    /// Fetches a file, once; anew where that breaks off.
    private func fetch(_ fetch: PocketFetch, try number: Int = 1) async {
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
        } catch is FetchBreak where number < Self.tries {
            note(fetch, "broke off")
            await self.fetch(fetch, try: number + 1)
        } catch {
            let reason =
                error is FetchBreak ? "it broke off" : (error as? FetchFailure)?.reason ?? "\(error)"
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
            try spoiling.check(incoming.size)
        }
        try spoiling.check()
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
