import Bytes
import HTTPCore
import Synchronization

/// One request and its answer, as those see it who are not the thread that runs libcurl.
final class Exchange: Sendable {
    let request: OutgoingRequest
    let answer = AnswerPromise()
    let download: Download
    let upload: Upload?
    private let inbox: EngineInbox
    private let counters: CurlCounters
    private let failure = Mutex<HTTPTransportError?>(nil)
    private let isOver = Atomic<Bool>(false)

    init(_ request: OutgoingRequest, _ inbox: EngineInbox, _ counters: CurlCounters) {
        self.request = request
        self.inbox = inbox
        self.counters = counters
        download = Download(limit: request.limits.bufferBytes, counters)
        upload = request.body.map { Upload($0, limit: request.limits.bufferBytes, counters) }
        counters.open.add(1, ordering: .relaxed)
    }

    deinit { counters.open.subtract(1, ordering: .relaxed) }

    /// Why it has to end, as soon as somebody said so.
    var endReason: HTTPTransportError? { failure.withLock { $0 } }

    /// Begins it, and waits for the head of its answer.
    func perform() async -> Result<HTTPResponse, HTTPTransportError> {
        await withTaskCancellationHandler {
            if !inbox.add(.start(self)) { fail(.refused("the transport has been stopped")) }
            return await answer.value()
        } onCancel: {
            end(.cancelled)
        }
    }

    /// Ends it from outside of libcurl's thread: those who wait are told at once, the handle is freed soon.
    ///
    /// This may happen before the start has been seen, which then finds the reason and starts nothing.
    func end(_ error: HTTPTransportError) {
        guard !isOver.load(ordering: .acquiring) else { return }
        let isFirst = failure.withLock { failure in
            defer { if failure == nil { failure = error } }
            return failure == nil
        }
        guard isFirst else { return }
        inbox.add(.end(self))
        fail(error)
    }

    /// Notes that libcurl has no more to do with it; its last bytes may still wait to be pulled.
    func close() {
        isOver.store(true, ordering: .releasing)
        upload?.close()
    }

    /// Tells both sides that nothing more will come.
    func fail(_ error: HTTPTransportError) {
        answer.keep(.failure(error))
        download.fail(error)
        upload?.close()
    }

    /// Lets libcurl go on with a direction that it had paused.
    func resume() { inbox.add(.resume(self)) }
}

/// An answer that will come.
final class AnswerPromise: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Result<HTTPResponse, HTTPTransportError>, Never>)
        case kept(Result<HTTPResponse, HTTPTransportError>)
        case taken
    }

    private let state = Mutex(State.open)

    /// The answer; asked for once.
    func value() async -> Result<HTTPResponse, HTTPTransportError> {
        await withCheckedContinuation { continuation in
            let kept = state.withLock { state -> Result<HTTPResponse, HTTPTransportError>? in
                guard case .kept(let result) = state else {
                    state = .awaited(continuation)
                    return nil
                }
                state = .taken
                return result
            }
            if let kept { continuation.resume(returning: kept) }
        }
    }

    /// Gives the answer; false, and nothing changes, where there was one already.
    @discardableResult
    func keep(_ result: Result<HTTPResponse, HTTPTransportError>) -> Bool {
        let (isFirst, waiting) = state.withLock {
            state -> (Bool, CheckedContinuation<Result<HTTPResponse, HTTPTransportError>, Never>?) in
            switch state {
            case .open:
                state = .kept(result)
                return (true, nil)
            case .awaited(let continuation):
                state = .taken
                return (true, continuation)
            case .kept, .taken: return (false, nil)
            }
        }
        waiting?.resume(returning: result)
        return isFirst
    }
}
