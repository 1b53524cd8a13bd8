import CCurl
import Glibc
import Synchronization

/// One conversation with a mail server: what libcurl's callbacks read, and the switch that ends it early.
///
/// Its message is read by the thread of the conversation alone; the switch may be pressed by any.
// @unchecked Sendable because all but the switch is only touched by the one thread that performs, and its callbacks.
final class SMTPTransfer: @unchecked Sendable {
    private let message: [UInt8]
    private var position = 0
    private var sockets: [curl_socket_t] = []
    private var deadline = ContinuousClock.now
    private var isLate = false
    private let isCancelled = Atomic<Bool>(false)

    /// A conversation about `message`.
    init(_ message: [UInt8] = []) { self.message = message }

    /// Ends the conversation within a second.
    func cancel() { isCancelled.store(true, ordering: .releasing) }

    /// Whether every byte was handed to libcurl.
    private var isAtEnd: Bool { !message.isEmpty && position == message.count }

    /// Hands the message over, and holds up this thread meanwhile.
    func send(from sender: String, to recipient: String, _ settings: SMTPSettings) throws(SMTPError) {
        let handle = try handle(settings)
        handle.set(CURLOPT_MAIL_FROM, "<\(sender)>")
        handle.set(CURLOPT_MAIL_RCPT, ["<\(recipient)>"])
        handle.set(CURLOPT_UPLOAD, 1)
        handle.set(CURLOPT_READDATA, self)
        gw_curl_set_read(handle.pointer, takeMessage)
        gw_curl_set_size(handle.pointer, CURLOPT_INFILESIZE_LARGE, curl_off_t(message.count))
        try perform(handle, settings.timeout)
    }

    /// Goes as far as the login, and sends nothing.
    func probe(_ settings: SMTPSettings) throws(SMTPError) {
        let handle = try handle(settings)
        handle.set(CURLOPT_CUSTOMREQUEST, "NOOP")
        handle.set(CURLOPT_NOBODY, 1)
        try perform(handle, settings.timeout)
    }

    private func handle(_ settings: SMTPSettings) throws(SMTPError) -> CurlHandle {
        guard let handle = CurlHandle() else { throw SMTPError(.failed(Int(CURLE_FAILED_INIT.rawValue))) }
        gw_curl_allow_mail_only(handle.pointer)
        handle.set(CURLOPT_URL, settings.url)
        // Otherwise the connection would be closed with the handle, where no callback is asked any more.
        handle.set(CURLOPT_FORBID_REUSE, 1)
        // The callback keeps the time; this is for where libcurl does not ask it.
        handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, Int(max(1, settings.timeout.components.seconds)))
        if settings.security != .none { handle.set(CURLOPT_USE_SSL, gw_curl_tls_required()) }
        handle.set(CURLOPT_SSLVERSION, gw_curl_tls_1_2())
        if let file = settings.caFile {
            handle.set(CURLOPT_CAINFO, file)
            gw_curl_set_text(handle.pointer, CURLOPT_CAPATH, nil)
        }
        if let login = settings.login {
            handle.set(CURLOPT_USERNAME, login.username)
            handle.set(CURLOPT_PASSWORD, login.password)
        }
        gw_curl_set_write(handle.pointer, dropAnswer)
        handle.set(CURLOPT_NOPROGRESS, 0)
        handle.set(CURLOPT_XFERINFODATA, self)
        gw_curl_set_progress(handle.pointer, askWhetherToGoOn)
        handle.set(CURLOPT_SOCKOPTDATA, self)
        gw_curl_set_opened(handle.pointer, noteSocket)
        handle.set(CURLOPT_CLOSESOCKETDATA, self)
        gw_curl_set_close(handle.pointer, closeSocket)
        return handle
    }

    private func perform(_ handle: CurlHandle, _ timeout: Duration) throws(SMTPError) {
        deadline = .now + timeout
        let code = isCancelled.load(ordering: .acquiring) ? CURLE_ABORTED_BY_CALLBACK : handle.perform()
        guard code != CURLE_OK else { return }
        guard !isLate else { throw SMTPError(.timedOut, mayBeDelivered: isAtEnd) }
        throw SMTPError(code, status: handle.responseCode, sentAll: isAtEnd)
    }

    fileprivate func take(_ buffer: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
        let count = min(room, message.count - position)
        message.withUnsafeBytes { bytes in
            let part = UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
            UnsafeMutableRawBufferPointer(start: buffer, count: count).copyMemory(from: part)
        }
        position += count
        return count
    }

    /// Whether the conversation may go on; libcurl asks every second at least.
    fileprivate func mayGoOn() -> Bool {
        isLate = ContinuousClock.now > deadline
        guard isLate || isCancelled.load(ordering: .acquiring) else { return true }
        // Without this libcurl would say goodbye, and wait for the answer of a server that may have none.
        for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        return false
    }

    fileprivate func opened(_ socket: curl_socket_t) { sockets.append(socket) }

    fileprivate func close(_ socket: curl_socket_t) {
        sockets.removeAll { $0 == socket }
        Glibc.close(socket)
    }
}

private func transfer(_ pointer: UnsafeMutableRawPointer?) -> SMTPTransfer? {
    pointer.map { Unmanaged<SMTPTransfer>.fromOpaque($0).takeUnretainedValue() }
}

private func takeMessage(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ object: UnsafeMutableRawPointer?
) -> Int {
    guard let buffer, let transfer = transfer(object) else { return 0 }
    return transfer.take(buffer, size * count)
}

private func dropAnswer(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ object: UnsafeMutableRawPointer?
) -> Int { size * count }

private func askWhetherToGoOn(
    _ object: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 { transfer(object)?.mayGoOn() == false ? 1 : 0 }

private func noteSocket(
    _ object: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _: curlsocktype
) -> Int32 {
    transfer(object)?.opened(socket)
    return 0
}

private func closeSocket(_ object: UnsafeMutableRawPointer?, _ socket: curl_socket_t) -> Int32 {
    transfer(object)?.close(socket)
    return 0
}
