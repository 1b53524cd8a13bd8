import CCurl
import HTTPCore

extension Transfer {
    /// Bytes that libcurl reads or sends at once; the default for reading is 16 KiB.
    private static let blockBytes = 131_072

    /// Tells libcurl what to do.
    func configure(idleSeconds: Int) {
        let request = exchange.request
        gw_curl_allow_web_only(handle.pointer)
        handle.set(CURLOPT_URL, request.address)
        handle.set(CURLOPT_PATH_AS_IS, 1)
        handle.set(CURLOPT_HTTPHEADER, request.lines)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(request.limits.connectTime, .milliseconds(1)))
        handle.set(CURLOPT_BUFFERSIZE, Self.blockBytes)
        handle.set(CURLOPT_MAXAGE_CONN, idleSeconds)
        handle.set(CURLOPT_TCP_KEEPALIVE, 1)
        setMethod(request)
        setNetwork(request.network)
        setCallbacks()
    }

    private func setMethod(_ request: OutgoingRequest) {
        guard let upload = exchange.upload else {
            if request.method == .head { return handle.set(CURLOPT_NOBODY, 1) }
            handle.set(CURLOPT_HTTPGET, 1)
            if request.method != .get { handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
            return
        }
        handle.set(CURLOPT_UPLOAD, 1)
        handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        handle.set(CURLOPT_UPLOAD_BUFFERSIZE, Self.blockBytes)
        gw_curl_set_size(handle.pointer, CURLOPT_INFILESIZE_LARGE, curl_off_t(upload.length ?? -1))
    }

    private func setNetwork(_ network: CurlNetwork) {
        handle.set(CURLOPT_HTTP_VERSION, gw_curl_http_version(network.offersHTTP2 ? 1 : 0))
        handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        handle.set(CURLOPT_SSLVERSION, gw_curl_tls_1_2())
        if let file = network.caFile {
            handle.set(CURLOPT_CAINFO, file)
            gw_curl_set_text(handle.pointer, CURLOPT_CAPATH, nil)
        }
        guard let proxy = network.proxy else { return }
        handle.set(CURLOPT_PROXY, proxy)
        // Otherwise the environment would name exceptions.
        handle.set(CURLOPT_NOPROXY, "")
        handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func setCallbacks() {
        handle.set(CURLOPT_HEADERDATA, self)
        gw_curl_set_head(handle.pointer, takeHead)
        handle.set(CURLOPT_WRITEDATA, self)
        gw_curl_set_write(handle.pointer, takeBody)
        handle.set(CURLOPT_READDATA, self)
        gw_curl_set_read(handle.pointer, giveBody)
        handle.set(CURLOPT_PREREQDATA, self)
        gw_curl_set_ready(handle.pointer, askWhetherToSend)
        guard exchange.request.staysPublic else { return }
        handle.set(CURLOPT_OPENSOCKETDATA, self)
        gw_curl_set_open(handle.pointer, openSocket)
    }
}

private func transfer(_ pointer: UnsafeMutableRawPointer?) -> Transfer? {
    pointer.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

private func takeHead(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ object: UnsafeMutableRawPointer?
) -> Int {
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer(object)?.readHead(line) == true ? line.count : 0
}

private func takeBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ object: UnsafeMutableRawPointer?
) -> Int {
    let part = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return part.isEmpty ? 0 : transfer(object)?.receive(part) ?? 0
}

private func giveBody(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ object: UnsafeMutableRawPointer?
) -> Int {
    let room = UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
    return transfer(object)?.send(into: room) ?? gw_curl_read_abort()
}

private func askWhetherToSend(
    _ object: UnsafeMutableRawPointer?, _ peer: UnsafeMutablePointer<CChar>?,
    _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32
) -> Int32 {
    let address = peer.map { String(cString: $0) } ?? ""
    return transfer(object)?.connected(to: address) == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

private func openSocket(
    _ object: UnsafeMutableRawPointer?, _: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let address, let transfer = transfer(object) else { return CURL_SOCKET_BAD }
    let bytes = UnsafeRawBufferPointer(
        start: gw_curl_address(address), count: Int(address.pointee.addrlen))
    return transfer.mayConnect(to: bytes) ? gw_curl_open(address) : CURL_SOCKET_BAD
}
