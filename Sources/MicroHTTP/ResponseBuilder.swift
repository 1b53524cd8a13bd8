import Bytes
import CMicroHTTPD
import Glibc
import HTTPCore

extension HTTPStatus {
    /// Whether an answer with this status has a body (RFC 9110, 6.4.1).
    var allowsBody: Bool { code >= 200 && code != 204 && code != 304 }
}

/// Makes the library's form of an answer.
struct ResponseBuilder {
    private static let blockBytes = 65_536
    private let exchange: Exchange
    private let isHead: Bool

    init(_ exchange: Exchange, isHead: Bool) {
        self.exchange = exchange
        self.isHead = isHead
    }

    /// The answer, owned by the caller.
    func build(_ response: HTTPResponse) -> OpaquePointer? {
        guard let native = body(response) else { return nil }
        for field in response.fields where !isFraming(field.name) {
            MHD_add_response_header(native, field.name, field.value)
        }
        if response.closesConnection { MHD_add_response_header(native, "Connection", "close") }
        return native
    }

    private func isFraming(_ name: String) -> Bool {
        let count = name.utf8.count
        return (count == 10 && name.equalsIgnoringASCIICase("Connection"))
            || (count == 14 && name.equalsIgnoringASCIICase("Content-Length"))
            || (count == 17 && name.equalsIgnoringASCIICase("Transfer-Encoding"))
    }

    private func body(_ response: HTTPResponse) -> OpaquePointer? {
        if isHead || !response.status.allowsBody { return unsent(length: response.body.length) }
        switch response.body {
        case .empty: return bytes([])
        case .bytes(let content): return bytes(content)
        case .file(let slice): return file(slice)
        case .stream(let stream): return stream.length == 0 ? bytes([]) : self.stream(stream.length)
        case .suppressed(let length): return unsent(length: length)
        }
    }

    private func bytes(_ content: [UInt8]) -> OpaquePointer? {
        content.withUnsafeBytes { buffer in
            MHD_create_response_from_buffer(
                buffer.count, UnsafeMutableRawPointer(mutating: buffer.baseAddress), .RESPMEM_MUST_COPY)
        }
    }

    /// The descriptor belongs to the answer from now on, unless there is none.
    private func file(_ slice: FileSlice) -> OpaquePointer? {
        guard slice.range.length > 0 else { return bytes([]) }
        // At the end of a file that is too short the library would try for ever.
        var status = stat()
        guard fstat(slice.file.descriptor, &status) == 0, Int(status.st_size) >= slice.range.end else {
            return nil
        }
        let descriptor = slice.file.release()
        let native = MHD_create_response_from_fd_at_offset64(
            UInt64(slice.range.length), descriptor, UInt64(slice.range.offset))
        if native == nil { close(descriptor) }
        return native
    }

    private func stream(_ length: Int?) -> OpaquePointer? {
        // Balanced by `forgetExchange`, which the library calls when it destroys the answer.
        let context = Unmanaged.passRetained(exchange)
        let native = MHD_create_response_from_callback(
            length.map(UInt64.init) ?? .max, Self.blockBytes, readOutbox, context.toOpaque(), forgetExchange)
        if native == nil { context.release() }
        return native
    }

    /// A length without its bytes; the library does not ask for them where none may be sent.
    private func unsent(length: Int?) -> OpaquePointer? {
        if length == 0 { return bytes([]) }
        return MHD_create_response_from_callback(
            length.map(UInt64.init) ?? .max, 1, { _, _, _, _ in ReaderCode.failed }, nil, nil)
    }
}

private func readOutbox(
    context: UnsafeMutableRawPointer?, position: UInt64, target: UnsafeMutablePointer<CChar>?, size: Int
) -> Int {
    guard let context, let target else { return ReaderCode.failed }
    let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
    return exchange.read(into: UnsafeMutableRawBufferPointer(start: target, count: size))
}

private func forgetExchange(context: UnsafeMutableRawPointer?) {
    context.map { Unmanaged<Exchange>.fromOpaque($0).release() }
}
