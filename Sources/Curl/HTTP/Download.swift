import Bytes
import HTTPCore
import Synchronization

/// The body of an answer on its way from libcurl to whoever pulls it.
final class Download: Sendable {
    private struct State {
        var mailbox: Mailbox
        var waiting: CheckedContinuation<Void, Never>?

        /// Who waits for something to take, where there is something now.
        mutating func takeWaiting() -> CheckedContinuation<Void, Never>? {
            guard mailbox.isReady else { return nil }
            defer { waiting = nil }
            return waiting
        }
    }

    private let state: Mutex<State>
    private let counters: CurlCounters

    init(limit: Int, _ counters: CurlCounters) {
        state = Mutex(State(mailbox: Mailbox(limit: limit)))
        self.counters = counters
    }

    /// Whether libcurl has paused this direction.
    var isPaused: Bool { state.withLock { $0.mailbox.isPaused } }

    /// Takes a copy of `bytes`, or notes that libcurl has to pause; on libcurl's thread.
    func offer(_ bytes: UnsafeRawBufferPointer) -> Mailbox.Offer {
        let (offer, waiting) = change { mailbox in
            let offer = mailbox.offer(Array(bytes))
            if offer == .full { mailbox.pause() }
            return offer
        }
        waiting?.resume()
        return offer
    }

    /// The bytes so far are all.
    func finish() { change { $0.finish() }.waiting?.resume() }

    /// What waits is dropped, and the next pull throws `error`.
    func fail(_ error: HTTPTransportError) { change { $0.fail(error) }.waiting?.resume() }

    /// The next chunk for `exchange`, which this belongs to.
    func next(for exchange: Exchange) async throws(HTTPTransportError) -> [UInt8]? {
        while true {
            let (taken, resumes) = take()
            if resumes { exchange.resume() }
            switch taken {
            case .chunk(let chunk): return chunk
            case .end: return nil
            case .failed(let error): throw error
            case .nothing: await wait(for: exchange)
            }
        }
    }

    private func take() -> (Mailbox.Taken, resumes: Bool) {
        change { mailbox in
            let taken = mailbox.take()
            return (taken, mailbox.resumes(when: mailbox.hasRoom))
        }.result
    }

    private func wait(for exchange: Exchange) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if !state.mailbox.isReady { state.waiting = continuation }
                    return state.mailbox.isReady
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            exchange.end(.cancelled)
        }
    }

    private func change<Result>(
        _ body: (inout Mailbox) -> Result
    ) -> (result: Result, waiting: CheckedContinuation<Void, Never>?) {
        state.withLock { state in
            let before = state.mailbox.count
            let result = body(&state.mailbox)
            counters.buffer(state.mailbox.count - before)
            return (result, state.takeWaiting())
        }
    }
}

/// The one reader of an answer's body; when it goes before the end, so does the exchange.
final class DownloadReader: Sendable {
    private let exchange: Exchange

    init(_ exchange: Exchange) { self.exchange = exchange }

    // After the end this is nothing: the exchange is over.
    deinit { exchange.end(.cancelled) }

    /// The body of the answer to `exchange`, whose promised length is `length`.
    static func stream(_ exchange: Exchange, _ length: Int?) -> ByteStream {
        let reader = DownloadReader(exchange)
        return ByteStream(length: length) { try await reader.next() }
    }

    private func next() async throws -> [UInt8]? { try await exchange.download.next(for: exchange) }
}
