import Bytes
import CMicroHTTPD
import HTTPCore
import Synchronization

// The request's side; all but `pull` runs on the thread of the socket.
extension Exchange {
    /// Whether the head has been looked at.
    var hasBegun: Bool { shared.withLock { $0.state.intake != .head } }

    /// The head is complete: refuses it, or begins to answer it.
    func begin(_ raw: RawHead) -> MHD_Result {
        core.counters.requestsTotal.add(1, ordering: .relaxed)
        core.counters.requestsInFlight.add(1, ordering: .relaxed)
        let image = raw.image(target: target, peer: connection.peer)
        if let image, let known = recall(image) { return begin(known, isHead: raw.isHead) }
        let head = raw.parse(target: target, limits: core.limits)
        var request = HTTPRequest(
            HTTPMethod(rawValue: head.method), target, fields: head.fields, body: body(head),
            peer: connection.peer)
        if request.body == nil, head.fault == nil { request.image = image }
        shared.withLock { shared in
            shared.isCounted = true
            shared.isHead = head.method == "HEAD"
            shared.isHTTP10 = head.version == "HTTP/1.0"
            shared.state.begin(
                hasBody: head.hasBody, length: head.length, expectsContinue: head.expectsContinue)
        }
        if let fault = head.fault { return refuse(.malformed(fault), request) }
        return admit(request, hasBody: head.hasBody)
    }

    /// The answer that the handler has ready, unless the request is to be refused.
    private func recall(_ image: RequestImage) -> HTTPResponse? {
        core.refusal(on: connection) == nil ? core.handler.recall(image) : nil
    }

    /// Begins a request without a body whose answer is known before its head was read.
    private func begin(_ response: HTTPResponse, isHead: Bool) -> MHD_Result {
        shared.withLock { shared in
            shared.isCounted = true
            shared.isHead = isHead
            shared.state.begin(hasBody: false, length: nil, expectsContinue: false)
            shared.response = response
            _ = shared.state.answer()
        }
        connection.enter(.handling)
        return .YES
    }

    private func body(_ head: RequestHead) -> ByteStream? {
        if head.hasBody { return ByteStream(length: head.length) { [self] in try await pull() } }
        return head.length == nil ? nil : ByteStream(length: 0) { nil }
    }

    /// Answers at once and ends the connection: where it would go on is not known.
    private func refuse(_ refusal: HTTPRefusal, _ request: HTTPRequest) -> MHD_Result {
        answer(refused(refusal, request))
        return queue()
    }

    private func refused(_ refusal: HTTPRefusal, _ request: HTTPRequest) -> HTTPResponse {
        core.counters.refusedTotal.add(1, ordering: .relaxed)
        var request = request
        request.body = nil
        var response = core.handler.refuse(refusal, request)
        response.closesConnection = true
        return response
    }

    private func admit(_ request: HTTPRequest, hasBody: Bool) -> MHD_Result {
        if let refusal = core.refusal(on: connection) {
            if !hasBody { return refuse(refusal, request) }
            connection.enter(.draining)
            answer(refused(refusal, request))
        } else if hasBody {
            connection.enter(.receiving)
            start(request)
        } else {
            // An answer in the first call would end the connection; the second one comes at once.
            connection.enter(.handling)
            shared.withLock { $0.request = request }
            return .YES
        }
        return advance { $0.started() }
    }

    /// The library called again without bytes.
    func proceed() -> MHD_Result {
        let request = shared.withLock { shared in
            defer { shared.request = nil }
            return shared.request
        }
        if let request { start(request) }
        return advance { $0.poll() }
    }

    private func advance(_ event: (inout ExchangeState) -> ExchangeState.Step) -> MHD_Result {
        let (step, reader) = shared.withLock { shared in
            let step = event(&shared.state)
            if step == .suspend { suspend() }
            return (step, shared.takeReader())
        }
        reader?.resume()
        switch step {
        case .queue: return queue()
        case .cut: return .NO
        case .proceed, .suspend: return .YES
        }
    }

    /// Takes `bytes` of the body; false when the connection must end.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        core.counters.bytesReceived.add(bytes.count, ordering: .relaxed)
        let (keep, reader) = shared.withLock { shared in
            let keep = shared.state.received(bytes.count)
            switch keep {
            case .keep, .keepAndSuspend: shared.inbox.append(contentsOf: bytes)
            case .discard: connection.enter(.draining)
            case .cut: break
            }
            if keep == .keepAndSuspend { suspend() }
            return (keep, shared.takeReader())
        }
        reader?.resume()
        return keep != .cut
    }
}

// The handler reads.
extension Exchange {
    private enum Taken {
        case bytes([UInt8])
        case end
        case nothing
    }

    /// Everything of the body that is there, waiting for the first of it; `nil` after its end.
    private func pull() async throws -> [UInt8]? {
        while true {
            switch try take() {
            case .bytes(let bytes): return bytes
            case .end: return nil
            case .nothing: await waitForBytes()
            }
        }
    }

    private func take() throws -> Taken {
        progress.add(1, ordering: .relaxed)
        return try shared.withLock { shared in
            guard shared.state.reply == .none else { throw HTTPBodyError.cancelled }
            let bytes = shared.inbox
            shared.inbox = []
            if bytes.isEmpty {
                if let failure = shared.failure { throw failure }
                if shared.isReadCancelled { throw HTTPBodyError.cancelled }
                if shared.state.intake == .complete { return .end }
            }
            if shared.state.demand() { resume(.receiving) }
            return bytes.isEmpty ? .nothing : .bytes(bytes)
        }
    }

    private func waitForBytes() async {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                let other = shared.withLock { shared -> UnsafeContinuation<Void, Never>? in
                    if shared.isReadable { return continuation }
                    defer { shared.reader = continuation }
                    return shared.reader
                }
                other?.resume()
            }
        } onCancel: {
            let reader = shared.withLock { shared in
                shared.isReadCancelled = true
                return shared.takeReader()
            }
            reader?.resume()
        }
    }
}

extension Exchange.Shared {
    /// Whether a reader finds bytes, the end or an error.
    fileprivate var isReadable: Bool {
        !inbox.isEmpty || failure != nil || isReadCancelled || state.intake == .complete
            || state.reply != .none
    }

    /// The reader that waits, if what it waits for is there.
    fileprivate mutating func takeReader() -> UnsafeContinuation<Void, Never>? {
        guard reader != nil, isReadable else { return nil }
        defer { reader = nil }
        return reader
    }
}
