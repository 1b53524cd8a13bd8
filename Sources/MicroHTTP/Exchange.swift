import Bytes
import CMicroHTTPD
import HTTPCore
import Synchronization

/// One request and its answer: the shell around ``ExchangeState``.
///
/// The library holds one reference from the request line until it reports the end of the request; the handler's
/// task holds another one for as long as it runs, which may be longer.
final class Exchange: Sendable {
    /// A connection as the library names it; valid until ``close(_:)``.
    // @unchecked Sendable because it is used only on its own thread, or to resume it, under the exchange's lock.
    struct Handle: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    struct Shared {
        var state: ExchangeState
        /// The request, until the handler gets it.
        var request: HTTPRequest?
        var isHead = false
        var isHTTP10 = false
        /// What has come in of the body and was not taken yet.
        var inbox: [UInt8] = []
        var reader: UnsafeContinuation<Void, Never>?
        /// Why the body ended early.
        var failure: HTTPBodyError?
        var isReadCancelled = false
        var response: HTTPResponse?
        var outbox = Outbox()
        var writer: UnsafeContinuation<Void, Never>?
        var task: Task<Void, Never>?
        var isFinished = false
        /// Whether the exchange counts as in flight.
        var isCounted = false
    }

    let core: ServerCore
    let connection: Connection
    let handle: Handle
    let target: String
    let shared: Lock<Shared>
    /// Grows whenever the handler takes or gives bytes.
    let progress = Atomic<UInt64>(0)

    init(core: ServerCore, connection: Connection, handle: Handle, target: String) {
        self.core = core
        self.connection = connection
        self.handle = handle
        self.target = target
        shared = Lock(
            Shared(
                state: ExchangeState(
                    bufferBytes: core.limits.bufferBytes, drainBytes: core.limits.drainBytes)))
    }

    /// Resumes the connection, which then does what `phase` says; under the lock only.
    func resume(_ phase: Connection.Activity.Phase) {
        connection.enter(phase)
        MHD_resume_connection(handle.pointer)
    }

    /// Suspends the connection; on its own thread and under the lock only.
    func suspend() {
        connection.enter(.handling)
        MHD_suspend_connection(handle.pointer)
    }
}

// The handler's side.
extension Exchange {
    /// Runs the handler on this thread until it first suspends.
    func start(_ request: HTTPRequest) {
        let task = Task.immediate(executorPreference: core.executor) { [self] in
            let response = await core.handler.respond(to: request)
            await send(response)
            finish()
        }
        let isUnwanted = shared.withLock { shared in
            guard !shared.isFinished else { return false }
            shared.task = task
            return shared.state.isClosed || shared.state.isAbandoned
        }
        if isUnwanted { task.cancel() }
    }

    private func send(_ response: HTTPResponse) async {
        if response.isWithheld { return withhold() }
        guard answer(response), case .stream(let stream) = response.body else { return }
        let hasBody = shared.withLock { !$0.isHead } && response.status.allowsBody
        if hasBody { await pump(stream) }
    }

    private func finish() {
        shared.withLock { shared in
            shared.isFinished = true
            shared.task = nil
        }
    }

    /// Puts `response` in place, unless there is one already or nobody waits for it any more.
    @discardableResult func answer(_ response: HTTPResponse) -> Bool {
        shared.withLock { shared in
            guard shared.state.reply == .none, !shared.state.isClosed, !shared.state.isAbandoned
            else { return false }
            shared.response = response
            shared.inbox = []
            if shared.state.answer() {
                resume(shared.state.intake == .complete ? .handling : .draining)
            }
            return true
        }
    }
}

// The end, for whatever reason.
extension Exchange {
    /// Cuts the connection: the handler's task is cancelled and what it reads or writes fails.
    func abandon(_ failure: HTTPBodyError) {
        let loose = shared.withLock { shared in
            shared.failure = shared.failure ?? failure
            if shared.state.abandon() { resume(.handling) }
            return shared.loosen()
        }
        loose.release()
    }

    /// Resets the connection instead of answering, unless it has been answered meanwhile.
    private func withhold() {
        guard shared.withLock({ $0.state.reply == .none }) else { return }
        connection.abort()
        abandon(.cancelled)
    }

    /// Answers for a handler that took too long, or cuts its answer where that has begun.
    func timeOut() {
        let isAnswered = !answer(core.handler.refuse(.timedOut, nil))
        if isAnswered { return abandon(.cancelled) }
        core.counters.refusedTotal.add(1, ordering: .relaxed)
        shared.withLock { $0.loosen() }.release()
    }

    /// The library has let go of the connection.
    func close(isComplete: Bool) {
        let loose = shared.withLock { shared in
            shared.state.close()
            if shared.state.intake != .complete { shared.failure = shared.failure ?? .clientVanished }
            if isComplete { countSent(shared.response) }
            shared.response = nil
            shared.request = nil
            uncount(&shared)
            return shared.loosen()
        }
        loose.release()
    }

    /// The request is in flight no more, if it was.
    func uncount(_ shared: inout Shared) {
        guard shared.isCounted else { return }
        shared.isCounted = false
        core.counters.requestsInFlight.subtract(1, ordering: .relaxed)
    }

    private func countSent(_ response: HTTPResponse?) {
        guard let response, case .bytes(let bytes) = response.body else { return }
        core.counters.bytesSent.add(bytes.count, ordering: .relaxed)
    }
}

/// What must be told of the end, outside the lock: it may call back at once.
struct LooseEnds {
    let reader: UnsafeContinuation<Void, Never>?
    let writer: UnsafeContinuation<Void, Never>?
    let task: Task<Void, Never>?

    func release() {
        task?.cancel()
        reader?.resume()
        writer?.resume()
    }
}

extension Exchange.Shared {
    mutating func loosen() -> LooseEnds {
        defer {
            reader = nil
            writer = nil
            task = nil
        }
        return LooseEnds(reader: reader, writer: writer, task: task)
    }
}
