import Glibc

/// A client that sends exactly the bytes a test wants, on a blocking socket.
///
/// Every read gives up after ten seconds, so that a server that never answers fails the test.
public final class RawSocket {
    /// What a socket call did not do.
    public struct Failure: Error {
        /// The call.
        public let call: String
        /// Its `errno`.
        public let code: Int32

        /// The failure of `call` with `code`.
        public init(call: String, code: Int32) {
            self.call = call
            self.code = code
        }
    }

    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// A connection to `port` of this machine.
    public init(port: UInt16, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if let receiveBuffer { set(SO_RCVBUF, receiveBuffer) }
        set(SO_RCVTIMEO, timeval(tv_sec: 600, tv_usec: 0))
        set(SO_SNDTIMEO, timeval(tv_sec: 600, tv_usec: 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafeBytes(of: &address) { bytes in
            bytes.baseAddress.map {
                connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            } ?? -1
        }
        guard code == 0 else { throw Failure(call: "connect", code: errno) }
    }

    /// A connection that a server has accepted; it owns `descriptor` from now on.
    public init(accepted descriptor: Int32) {
        self.descriptor = descriptor
        set(SO_RCVTIMEO, timeval(tv_sec: 600, tv_usec: 0))
        set(SO_SNDTIMEO, timeval(tv_sec: 600, tv_usec: 0))
    }

    deinit { close() }

    private func set<Value>(_ option: Int32, _ value: Value) {
        withUnsafeBytes(of: value) { bytes in
            _ = setsockopt(descriptor, SOL_SOCKET, option, bytes.baseAddress, socklen_t(bytes.count))
        }
    }

    /// Sends all of `text`.
    public func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends all of `bytes`.
    public func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    descriptor, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(call: "send", code: errno) }
            sent += count
        }
    }

    /// Ends the sending direction; reading goes on.
    public func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes the connection.
    public func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Closes the connection with a reset.
    public func reset() {
        set(SO_LINGER, linger(l_onoff: 1, l_linger: 0))
        close()
    }

    /// Whether there is something to receive, or the end.
    public var isReadable: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return !buffer.isEmpty || poll(&entry, 1, 0) > 0
    }

    /// Some more bytes; `nil` at the end, an error when the connection was reset or nothing came.
    public func receive() throws -> [UInt8]? {
        if !buffer.isEmpty {
            defer { buffer = [] }
            return buffer
        }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw Failure(call: "recv", code: errno) }
        return count == 0 ? nil : Array(bytes.prefix(count))
    }

    /// Everything up to the end of the connection.
    public func receiveAll() throws -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try receive() { all += bytes }
        return all
    }

    /// Exactly `count` bytes, or fewer where the connection ends.
    public func receive(count: Int) throws -> [UInt8] {
        guard count > 0 else { return [] }
        var all: [UInt8] = []
        while all.count < count, let bytes = try receive() { all += bytes }
        buffer = Array(all.dropFirst(count))
        return Array(all.prefix(count))
    }

    /// A head with the empty line that ends it, or what there is of it where the connection ends.
    public func receiveHead() throws -> String {
        var all: [UInt8] = []
        while let bytes = try receive() {
            let from = max(0, all.count - 3)
            all += bytes
            guard let end = Self.endOfHead(all, from: from) else { continue }
            buffer = Array(all[end...])
            return String(decoding: all[..<end], as: UTF8.self)
        }
        return String(decoding: all, as: UTF8.self)
    }

    private static func endOfHead(_ bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (start...(bytes.count - 4)).first { bytes[$0..<$0 + 4] == [13, 10, 13, 10] }.map { $0 + 4 }
    }
}

/// An answer as it came over a socket.
public struct RawResponse {
    /// The status line and the fields.
    public let head: String
    /// The body, without chunk sizes.
    public let body: [UInt8]

    /// The three digits, or 0 where nothing came.
    public var status: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }
    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of a field.
    public func field(_ name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return String(parts[1].drop { $0 == " " })
            }
        }
        return nil
    }
}

extension RawSocket {
    /// The next answer; `hasBody` is false for an answer to HEAD.
    public func receiveResponse(hasBody: Bool = true) throws -> RawResponse {
        let head = try receiveHead()
        let empty = RawResponse(head: head, body: [])
        guard hasBody, ![100, 204, 304].contains(empty.status) else { return empty }
        if let length = empty.field("Content-Length").flatMap({ Int($0) }) {
            return RawResponse(head: head, body: try receive(count: length))
        }
        let isChunked = empty.field("Transfer-Encoding") != nil
        return RawResponse(head: head, body: isChunked ? try receiveChunks() : try receiveAll())
    }

    private func receiveChunks() throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let line = try receiveLine()
            guard let size = Int(line, radix: 16) else { throw Failure(call: "chunk size \(line)", code: 0) }
            all += try receive(count: size)
            _ = try receive(count: 2)
            if size == 0 { return all }
        }
    }

    private func receiveLine() throws -> String {
        var line: [UInt8] = []
        while let byte = try receive(count: 1).first {
            if byte == 10 { break }
            if byte != 13 { line.append(byte) }
        }
        return String(decoding: line, as: UTF8.self)
    }
}
