/// The head of a request without a body as it came, byte for byte, with the address that it came from.
///
/// Requests with equal images are one and the same to any handler, so that an answer which still holds can be
/// found without reading the head. It holds what the head holds, keys included: it belongs into no log.
public struct RequestImage: Hashable, Sendable {
    private let bytes: [UInt8]
    /// A number that is the same for equal images, and in this process hardly ever for others.
    public let number: Int

    /// The image of these bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        number = hasher.finalize()
    }

    /// By ``number``, so that the bytes are gone through once.
    public func hash(into hasher: inout Hasher) { hasher.combine(number) }

    /// How many bytes it keeps in memory.
    public var count: Int { bytes.count }

    /// The image of a request that never was bytes: everything of it that a handler sees.
    ///
    /// `nil` for one with a body, or another method than GET and HEAD.
    init?(of request: HTTPRequest) {
        guard request.body == nil, [.get, .head].contains(request.method) else { return nil }
        let lines = request.fields.map { "\($0.name): \($0.value)" }
        let head = [request.peer, request.method.rawValue, request.target] + lines
        self.init(Array(head.joined(separator: "\n").utf8))
    }
}
