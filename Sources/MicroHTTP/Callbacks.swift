import CMicroHTTPD
import Glibc

// The functions the library calls. Each finds its object in a pointer the library keeps: the core as the context,
// a Connection as the socket's, an Exchange as the request's.

private func object<Object: AnyObject>(_ pointer: UnsafeMutableRawPointer?, _: Object.Type) -> Object? {
    pointer.map { Unmanaged<Object>.fromOpaque($0).takeUnretainedValue() }
}

/// A connection has come, or is about to be closed.
func noticeConnection(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
    slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, event: MHD_ConnectionNotificationCode
) {
    guard let core = object(context, ServerCore.self), let connection, let slot else { return }
    switch event {
    case .CONNECTION_NOTIFY_STARTED:
        let accepted = core.accept(
            descriptor: gw_mhd_descriptor(connection), peer: peerText(gw_mhd_peer(connection)))
        // Released below, when the connection is closed.
        slot.pointee = Unmanaged.passRetained(accepted).toOpaque()
    case .CONNECTION_NOTIFY_CLOSED:
        guard let pointer = slot.pointee else { return }
        slot.pointee = nil
        core.close(Unmanaged<Connection>.fromOpaque(pointer).takeRetainedValue())
    @unknown default: break
    }
}

/// A request line has come; what is returned stays with the request.
func noticeTarget(
    context: UnsafeMutableRawPointer?, target: UnsafePointer<CChar>?, connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    guard let core = object(context, ServerCore.self), let target, let connection,
        let owner = object(gw_mhd_socket_context(connection), Connection.self)
    else { return nil }
    let exchange = Exchange(
        core: core, connection: owner, handle: .init(pointer: connection), target: String(cString: target))
    owner.begin(exchange)
    hideQuery(target)
    // Released in `noticeCompletion`.
    return Unmanaged.passRetained(exchange).toOpaque()
}

/// Ends the target after its question mark.
///
/// The library would otherwise take the query apart, at a cost in time and in the memory that the fields need. The
/// text lies in the connection's own buffer, which may be written to.
private func hideQuery(_ target: UnsafePointer<CChar>) {
    guard let mark = strchr(target, Int32(UInt8(ascii: "?"))) else { return }
    if mark[1] != 0 { mark[1] = 0 }
}

/// A request goes on: its head is complete, bytes of its body have come, or it may be answered.
func noticeRequest(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?, url: UnsafePointer<CChar>?,
    method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?, data: UnsafePointer<CChar>?,
    size: UnsafeMutablePointer<Int>?, slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let exchange = object(slot?.pointee, Exchange.self), let connection, let size else { return .NO }
    if size.pointee > 0 {
        let bytes = UnsafeRawBufferPointer(start: data, count: size.pointee)
        size.pointee = 0
        return exchange.receive(bytes) ? .YES : .NO
    }
    if exchange.hasBegun { return exchange.proceed() }
    guard let url, let method, let version else { return .NO }
    return exchange.begin(RawHead(connection: connection, method: method, url: url, version: version))
}

/// A request has ended, one way or another.
func noticeCompletion(
    context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
    slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, code: MHD_RequestTerminationCode
) {
    guard let pointer = slot?.pointee else { return }
    slot?.pointee = nil
    let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeRetainedValue()
    exchange.connection.end()
    exchange.close(isComplete: code == .REQUEST_TERMINATED_COMPLETED_OK)
}
