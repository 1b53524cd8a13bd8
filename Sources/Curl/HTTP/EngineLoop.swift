import Bytes
import CCurl
import HTTPCore

/// What the engine's thread does: the only place where libcurl is called for transfers.
final class EngineLoop {
    let executor: any TaskExecutor
    let counters: CurlCounters
    let now: @Sendable () -> Duration
    let multi: UnsafeMutableRawPointer
    private let inbox: EngineInbox
    /// Transfers by the exchange they serve; what keeps them alive while libcurl knows their address.
    var transfers: [ObjectIdentifier: Transfer] = [:]
    /// The same by the handle that libcurl names.
    var byHandle: [UnsafeMutableRawPointer: Transfer] = [:]
    /// Handles for the next transfers.
    var idle: [CurlHandle] = []
    /// When the next transfer has to be looked at.
    var alarm: Duration = .seconds(Int64.max / 2)

    /// Whether a peer has answered before it had the whole body.
    var hasAbandoned = false

    init(
        _ multi: UnsafeMutableRawPointer, _ inbox: EngineInbox, _ counters: CurlCounters,
        executor: any TaskExecutor, _ settings: CurlEngine.Settings, _ now: @escaping @Sendable () -> Duration
    ) {
        self.multi = multi
        self.inbox = inbox
        self.counters = counters
        self.executor = executor
        self.now = now
        gw_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, max(settings.connectionsPerHost, 1))
        gw_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, max(settings.idleConnections, 1))
        idleSeconds = max(Int(settings.idleTime.components.seconds), 1)
    }

    /// How long an idle connection may be used again.
    let idleSeconds: Int

    /// Starts the thread of a loop that `make` builds there, and `atEnd` ends; false where there is none.
    static func start(
        _ inbox: EngineInbox, _ make: @escaping @Sendable (UnsafeMutableRawPointer) -> EngineLoop,
        atEnd: @escaping @Sendable () -> Void
    ) -> Bool {
        guard CurlHandle.isReady, let multi = curl_multi_init() else { return false }
        inbox.open(multi)
        // As a number, since the pointer passes to the other thread for good.
        let address = UInt(bitPattern: multi)
        let isStarted = startThread {
            if let multi = UnsafeMutableRawPointer(bitPattern: address) { make(multi).run() }
            atEnd()
        }
        guard !isStarted else { return true }
        _ = inbox.close()
        curl_multi_cleanup(multi)
        return false
    }

    /// Works until it is told to stop.
    func run() {
        var running: Int32 = 0
        while perform(inbox.takeAll()) {
            curl_multi_perform(multi, &running)
            endFinished()
            resumeAbandoned()
            if now() >= alarm { lookAtTimes() }
            curl_multi_poll(multi, nil, 0, pollMilliseconds, nil)
        }
        close()
    }

    /// Does what was asked for; false where that includes to stop.
    private func perform(_ commands: [EngineInbox.Command]) -> Bool {
        for (index, command) in commands.enumerated() {
            switch command {
            case .start(let exchange): start(exchange)
            case .resume(let exchange): transfers[ObjectIdentifier(exchange)].map(resume)
            case .end(let exchange): transfers[ObjectIdentifier(exchange)].map { finish($0, nil) }
            case .tell(let listener): listener()
            case .stop:
                refuse(commands[index...])
                return false
            }
        }
        return true
    }

    /// Tells those who would have been started that they are not.
    private func refuse(_ commands: ArraySlice<EngineInbox.Command>) {
        for command in commands {
            switch command {
            case .start(let exchange):
                exchange.fail(.refused("the transport has been stopped"))
                exchange.close()
            case .tell(let listener): listener()
            case .resume, .end, .stop: break
            }
        }
    }

    private func close() {
        refuse(inbox.close()[...])
        for transfer in transfers.values {
            transfer.verdict = transfer.verdict ?? transfer.stopped
            finish(transfer, nil)
        }
        idle = []
        curl_multi_cleanup(multi)
    }

    private func endFinished() {
        var handle: UnsafeMutableRawPointer?
        var code = CURLE_OK
        while gw_curl_next_ended(multi, &handle, &code) == 1 {
            if let handle, let transfer = byHandle[handle] { finish(transfer, code) }
        }
    }

    /// Until the next alarm, at most a minute: libcurl looks after its own timers.
    private var pollMilliseconds: Int32 {
        guard !transfers.isEmpty else { return 60_000 }
        let span = alarm - now()
        guard span > .zero else { return 0 }
        guard span < .seconds(60) else { return 60_000 }
        return Int32(span / .milliseconds(1)) + 1
    }
}
