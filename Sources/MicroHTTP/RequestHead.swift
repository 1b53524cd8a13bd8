import CMicroHTTPD
import Glibc
import HTTPCore

/// A parsed head, before it is known whether its framing may be trusted.
///
/// The library reads a head leniently: it joins folded lines, ends values at a NUL, takes bare line feeds and
/// any number of lengths. All parts still lie in one buffer, so that whatever it skipped shows as a gap.
struct RequestHead {
    /// One field and where it lay.
    struct Line {
        var name: String
        var value: String
        var start: UInt
        var end: UInt
    }

    let method: String
    let version: String
    let target: String
    let fields: HTTPFields
    /// The Content-Length, where there is one that is a number.
    let length: Int?
    let isChunked: Bool
    /// Which rule the head breaks, if any.
    let fault: String?

    /// Whether a body follows.
    var hasBody: Bool { isChunked || (length ?? 0) > 0 }

    /// Whether the client waits to be told to send its body (RFC 9110, 10.1.1).
    var expectsContinue: Bool {
        hasBody && version == "HTTP/1.1" && fields["Expect"]?.equalsIgnoringASCIICase("100-continue") == true
    }
}

/// What the library knows of a head at its first call, as addresses in its buffer.
struct RawHead {
    let connection: OpaquePointer
    let method: UnsafePointer<CChar>
    let url: UnsafePointer<CChar>
    let version: UnsafePointer<CChar>

    /// Whether the answer goes without its body.
    var isHead: Bool { strcmp(method, "HEAD") == 0 }

    /// The bytes of the head of a GET or HEAD; the target comes apart, since the library ends it in the middle.
    func image(target: String, peer: String) -> RequestImage? {
        guard strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0 else { return nil }
        let head = UnsafeRawBufferPointer(start: method, count: gw_mhd_head_size(connection))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(head.count + target.utf8.count + peer.utf8.count + 2)
        bytes.append(contentsOf: peer.utf8)
        bytes.append(0)
        bytes.append(contentsOf: target.utf8)
        bytes.append(0)
        bytes.append(contentsOf: head)
        return RequestImage(bytes)
    }

    /// The head, with `target` as it was before the library took it apart.
    func parse(target: String, limits: HTTPServerLimits) -> RequestHead {
        var reader = FieldReader(next: UInt(bitPattern: version) + 10)
        withUnsafeMutablePointer(to: &reader) { reader in
            _ = MHD_get_connection_values_n(connection, .HEADER_KIND, readField, reader)
        }
        let framing = Framing(reader.fields, isHTTP10: strcmp(version, "HTTP/1.0") == 0)
        return RequestHead(
            method: String(cString: method), version: String(cString: version), target: target,
            fields: reader.fields, length: framing.length, isChunked: framing.isChunked,
            fault: fault(target: target, reader, limits) ?? framing.fault ?? hostFault(reader.fields))
    }

    private func fault(target: String, _ reader: FieldReader, _ limits: HTTPServerLimits) -> String? {
        let size = gw_mhd_head_size(connection)
        if size > limits.headBytes { return "the head is larger than \(limits.headBytes) bytes" }
        if let fault = targetFault(target, limits.targetBytes) { return fault }
        let start = UInt(bitPattern: method)
        // After the last field, the empty line.
        guard reader.next + 2 == start + UInt(size) else { return "the head has a line that is not a field" }
        return reader.fault
    }

    private func targetFault(_ target: String, _ limit: Int) -> String? {
        if target.utf8.count > limit { return "the target is longer than \(limit) bytes" }
        let start = UInt(bitPattern: url)
        guard start == UInt(bitPattern: method) + UInt(strlen(method)) + 1,
            start + UInt(target.utf8.count) + 1 == UInt(bitPattern: version)
        else { return "the request line is not method, target and version with one space between" }
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return "the target contains a space or a control character"
        }
        return Token.isValid(String(cString: method)) ? nil : "the method is not a token"
    }

    private func hostFault(_ fields: HTTPFields) -> String? {
        let hosts = fields.all("Host")
        if hosts.count > 1 { return "there is more than one Host" }
        return hosts.isEmpty && strcmp(version, "HTTP/1.0") != 0 ? "there is no Host" : nil
    }
}

/// Collects the fields of a head and checks that each begins where the one before ended.
private struct FieldReader {
    var fields: HTTPFields = [:]
    var fault: String?
    /// Where the next field begins if nothing was skipped: after CR and LF.
    var next: UInt

    mutating func add(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>) {
        if UInt(bitPattern: name.baseAddress) != next { fault = fault ?? "a field is folded, or holds a NUL" }
        next = UInt(bitPattern: value.baseAddress) + UInt(value.count) + 2
        if !Token.isValid(name) { fault = fault ?? "a field name is not a token" }
        if !value.allSatisfy(FieldText.isAllowed) { fault = fault ?? "a field value has a control character" }
        fields.append(
            String(decoding: name, as: UTF8.self), String(decoding: FieldText.trim(value), as: UTF8.self))
    }
}

private func readField(
    reader: UnsafeMutableRawPointer?, kind: MHD_ValueKind, name: UnsafePointer<CChar>?, nameSize: Int,
    value: UnsafePointer<CChar>?, valueSize: Int
) -> MHD_Result {
    guard let reader = reader?.assumingMemoryBound(to: FieldReader.self) else { return .NO }
    reader.pointee.add(name: bytes(name, nameSize), value: bytes(value, valueSize))
    return .YES
}

private func bytes(_ start: UnsafePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
        start: start.map { UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self) }, count: count)
}
