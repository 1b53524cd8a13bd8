import CCurl
import HTTPCore
import Synchronization

/// One exchange on libcurl's side; it never leaves the engine's thread.
final class Transfer {
    let exchange: Exchange
    let handle: CurlHandle
    /// Why it ends, where that is not libcurl's to say.
    var verdict: HTTPTransportError?
    /// Whether libcurl gave up sending a body, and may wait for somebody to resume it.
    var isAnsweredEarly = false
    private unowned let loop: EngineLoop
    private var head: ResponseHead
    private var watch: ProgressWatch
    /// How often a connection was about to carry the request.
    private var attempts = 0
    /// Bytes of the answer's body.
    private var received = 0
    /// Whether this side paused it since it was last looked at.
    private var wasHeld = false

    init(_ exchange: Exchange, _ handle: CurlHandle, _ loop: EngineLoop) {
        self.exchange = exchange
        self.handle = handle
        self.loop = loop
        let limits = exchange.request.limits
        head = ResponseHead(limit: limits.headBytes)
        watch = ProgressWatch(bytes: limits.stallBytes, window: limits.stallTime)
    }

    /// Whether some of the request may have been sent.
    private var wasSent: Bool { attempts > 0 }

    /// What those get who wait while the engine stops.
    var stopped: HTTPTransportError {
        let text = "the transport has been stopped"
        return wasSent ? .interrupted(text) : .refused(text)
    }

    /// Tells both sides how it ended.
    func end(_ code: CURLcode?) {
        exchange.close()
        guard let code, code == CURLE_OK || isWhole(code), head.isComplete else {
            return exchange.fail(failure(code))
        }
        exchange.download.finish()
    }

    private func failure(_ code: CURLcode?) -> HTTPTransportError {
        if let reason = exchange.endReason ?? verdict { return reason }
        guard let code, code != CURLE_OK else { return .malformed("there is no answer in what came back") }
        return HTTPTransportError(code, wasSent: wasSent)
    }

    /// Whether the answer is there to its last byte, though the rest of the request could not be sent.
    private func isWhole(_ code: CURLcode) -> Bool {
        code == CURLE_SEND_ERROR && head.isComplete && head.length == received && verdict == nil
    }
}

// What libcurl calls.
extension Transfer {
    /// A connection is there for the request, which has not been sent on it; whether it may be.
    func connected(to address: String) -> Bool {
        attempts += 1
        if exchange.request.staysPublic, PeerAddress(address)?.isPrivate != false { return refusePeer() }
        watch.begin(at: loop.now(), progress)
        loop.alarm = min(loop.alarm, watch.due ?? loop.alarm)
        guard attempts > 1 else {
            exchange.upload?.begin(for: exchange, on: loop.executor)
            return true
        }
        // A connection that had been idle broke before a byte of the answer, and libcurl wants to try another one.
        // The peer may have acted on the request, and a body is pulled only once.
        let method = exchange.request.method
        guard exchange.upload == nil, method == .get || method == .head else {
            verdict = .interrupted("the connection broke before the answer")
            return false
        }
        return true
    }

    private func refusePeer() -> Bool {
        attempts -= 1
        verdict = .refused("a redirect leads to a private address")
        return false
    }

    /// Whether a socket to this address may be opened.
    func mayConnect(to address: UnsafeRawBufferPointer) -> Bool {
        guard exchange.request.staysPublic, PeerAddress(address)?.isPrivate != false else { return true }
        verdict = .refused("a redirect leads to a private address")
        return false
    }

    /// One line of the head; whether to go on.
    func readHead(_ line: UnsafeRawBufferPointer) -> Bool {
        switch head.read(line) {
        case .more: return true
        case .failed(let error):
            verdict = error
            return false
        case .complete:
            if head.status >= 300, exchange.upload != nil {
                isAnsweredEarly = true
                loop.hasAbandoned = true
            }
            deliverHead()
            return true
        }
    }

    private func deliverHead() {
        let exchange = exchange
        let response = head.response(
            to: exchange.request.method, DownloadReader.stream(exchange, head.length))
        exchange.answer.keep(.success(response))
    }

    /// Bytes of the answer's body; the number taken, or libcurl's wish to pause.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        switch exchange.download.offer(bytes) {
        case .stored:
            received += bytes.count
            return bytes.count
        case .full:
            hold()
            return gw_curl_write_pause()
        case .closed: return 0
        }
    }

    /// Fills `buffer` with bytes of the request's body; their number, or libcurl's wish to pause or to end.
    func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        switch exchange.upload?.read(into: buffer) {
        case .bytes(let count): return count
        case .end: return 0
        case .nothing:
            hold()
            return gw_curl_read_pause()
        case .failed, nil: return gw_curl_read_abort()
        }
    }

    private func hold() {
        wasHeld = true
        loop.counters.pauses.add(1, ordering: .relaxed)
    }
}

// The times.
extension Transfer {
    /// When it has to be looked at next.
    var due: Duration {
        let deadline = head.isComplete ? .seconds(Int64.max / 2) : exchange.request.deadline
        return min(deadline, watch.due ?? deadline)
    }

    /// Whether a time has run out at `time`, which ``verdict`` then says.
    func isLate(at time: Duration) -> Bool {
        if !head.isComplete, time >= exchange.request.deadline {
            verdict = wasSent ? .timedOut : .unreachable("there was no connection in time")
            return true
        }
        guard time >= watch.due ?? time, wasSent else { return false }
        let isHeld = exchange.download.isPaused || exchange.upload?.isPaused == true
        defer { wasHeld = isHeld }
        guard watch.stalls(at: time, progress, wasHeld: wasHeld || isHeld) else { return false }
        verdict = .timedOut
        return true
    }

    /// Bytes that moved, in both directions.
    private var progress: Int {
        handle.bytes(CURLINFO_SIZE_UPLOAD_T) + handle.bytes(CURLINFO_SIZE_DOWNLOAD_T)
            + handle.number(CURLINFO_HEADER_SIZE)
    }
}
