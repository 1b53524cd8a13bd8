import Bytes
import HTTPCore
import Synchronization

/// The body of a request on its way from its stream to libcurl.
final class Upload: Sendable {
    private struct State {
        var mailbox: Mailbox
        var waiting: CheckedContinuation<Void, Never>?
        var task: Task<Void, Never>?

        /// Who waits for room, where there is some now.
        mutating func takeWaiting() -> CheckedContinuation<Void, Never>? {
            guard mailbox.hasRoom else { return nil }
            defer { waiting = nil }
            return waiting
        }
    }

    /// What libcurl gets.
    enum Read: Equatable {
        case bytes(Int)
        case end
        /// Nothing yet: it has to pause.
        case nothing
        case failed
    }

    /// How many bytes were promised; `nil` for chunks until the end.
    let length: Int?
    private let body: ByteStream
    private let state: Mutex<State>
    private let counters: CurlCounters

    init(_ body: ByteStream, limit: Int, _ counters: CurlCounters) {
        self.body = body
        self.counters = counters
        length = body.length
        state = Mutex(State(mailbox: Mailbox(limit: limit)))
    }

    /// Whether libcurl has paused this direction.
    var isPaused: Bool { state.withLock { $0.mailbox.isPaused } }

    /// Begins to pull the body, on `executor`; what is wrong with the body ends `exchange`, which this belongs to.
    func begin(for exchange: Exchange, on executor: any TaskExecutor) {
        let task = Task(executorPreference: executor) { [self] in await pump(for: exchange) }
        let isOver = state.withLock { state in
            state.task = task
            return state.mailbox.isEnded
        }
        if isOver { task.cancel() }
    }

    /// Moves bytes to `target`; on libcurl's thread.
    func read(into target: UnsafeMutableRawBufferPointer) -> Read {
        let (read, waiting) = change { mailbox -> Read in
            let count = mailbox.read(into: target)
            guard count == 0 else { return .bytes(count) }
            switch mailbox.outcome {
            case .end: return .end
            case .some: return .failed
            case nil:
                mailbox.pause()
                return .nothing
            }
        }
        waiting?.resume()
        return read
    }

    /// Nobody wants more of it: the stream is let go, in the middle of a pull where it heeds a cancellation.
    func close() {
        let (_, waiting) = change { $0.fail(.cancelled) }
        waiting?.resume()
        state.withLock { $0.task }?.cancel()
    }

    private func pump(for exchange: Exchange) async {
        do {
            var gate = LengthGate(promised: length)
            while let chunk = try await body.next() {
                guard await push(try gate.pass(chunk), for: exchange) else { return }
            }
            guard await push(try gate.finish(), for: exchange) else { return }
            let isPaused = change { mailbox in
                mailbox.finish()
                return mailbox.resumes(when: true)
            }.result
            if isPaused { exchange.resume() }
        } catch let error as BodyLengthError {
            exchange.end(.interrupted(error == .tooShort ? Self.tooShort : Self.tooLong))
        } catch {
            exchange.end(.interrupted(Self.broke))
        }
    }

    static let tooShort = "the request's body was shorter than promised"
    static let tooLong = "the request's body was longer than promised"
    static let broke = "the request's body could not be read to its end"

    /// Gives `chunk` to libcurl when there is room; false when nobody wants it.
    private func push(_ chunk: [UInt8], for exchange: Exchange) async -> Bool {
        guard !chunk.isEmpty else { return true }
        while true {
            let (offer, isPaused) = change { mailbox in
                let offer = mailbox.offer(chunk)
                return (offer, mailbox.resumes(when: offer == .stored))
            }.result
            if isPaused { exchange.resume() }
            guard offer == .full else { return offer == .stored }
            await waitForRoom()
        }
    }

    private func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let hasRoom = state.withLock { state in
                if !state.mailbox.hasRoom { state.waiting = continuation }
                return state.mailbox.hasRoom
            }
            if hasRoom { continuation.resume() }
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
