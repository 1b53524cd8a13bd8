import CCurl
import HTTPCore
import Synchronization

extension EngineLoop {
    private static let idleHandles = 64

    /// Begins `exchange`, unless it is over before it has begun.
    func start(_ exchange: Exchange) {
        guard exchange.endReason == nil else { return exchange.close() }
        guard let handle = idle.popLast() ?? CurlHandle() else { return refuse(exchange) }
        let transfer = Transfer(exchange, handle, self)
        transfer.configure(idleSeconds: idleSeconds)
        guard curl_multi_add_handle(multi, handle.pointer) == CURLM_OK else { return refuse(exchange) }
        transfers[ObjectIdentifier(exchange)] = transfer
        byHandle[handle.pointer] = transfer
        counters.transfers.add(1, ordering: .relaxed)
        counters.started.add(1, ordering: .relaxed)
        alarm = min(alarm, exchange.request.deadline)
    }

    private func refuse(_ exchange: Exchange) {
        exchange.fail(.unreachable("libcurl gives no handle"))
        exchange.close()
    }

    /// Lets the directions of `transfer` go on that had paused.
    func resume(_ transfer: Transfer) {
        let code = curl_easy_pause(transfer.handle.pointer, CURLPAUSE_CONT)
        // What waited inside libcurl was handed over in this call, and its failure is told nowhere else.
        if code != CURLE_OK { finish(transfer, code) }
    }

    /// A peer that answers before it has the whole body makes libcurl stop sending; one that had paused sending
    /// would wait for ever.
    func resumeAbandoned() {
        guard hasAbandoned else { return }
        hasAbandoned = false
        for transfer in transfers.values where transfer.isAnsweredEarly {
            transfer.isAnsweredEarly = false
            resume(transfer)
        }
    }

    /// Ends `transfer`, with the code that libcurl ended it with; its handle is free for the next.
    func finish(_ transfer: Transfer, _ code: CURLcode?) {
        let handle = transfer.handle
        counters.connections.add(max(handle.number(CURLINFO_NUM_CONNECTS), 0), ordering: .relaxed)
        curl_multi_remove_handle(multi, handle.pointer)
        transfers[ObjectIdentifier(transfer.exchange)] = nil
        byHandle[handle.pointer] = nil
        handle.reset()
        if idle.count < Self.idleHandles { idle.append(handle) }
        counters.transfers.subtract(1, ordering: .relaxed)
        transfer.end(code)
    }

    /// Ends what has run out of time.
    func lookAtTimes() {
        let time = now()
        for transfer in transfers.values where transfer.isLate(at: time) { finish(transfer, nil) }
        alarm = transfers.values.reduce(.seconds(Int64.max / 2)) { min($0, $1.due) }
    }
}
