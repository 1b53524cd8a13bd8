import HTTPCore
import Testing

/// A part with all of its data.
struct ReadPart: Equatable {
    var part: MultipartPart
    var data: [UInt8] = []
    var isComplete = false

    var text: String { String(decoding: data, as: UTF8.self) }
}

/// What a parser makes of a body that is cut into chunks of at most `size` bytes.
func read(_ body: [UInt8], boundary: String = "XbX", size: Int = .max) -> Result<[ReadPart], MultipartError> {
    let chunks = stride(from: 0, to: body.count, by: max(1, min(size, body.count))).map { start in
        Array(body[start..<min(body.count, start + min(size, body.count))])
    }
    return read(chunks, boundary: boundary)
}

/// What a parser makes of these chunks.
func read(_ chunks: [[UInt8]], boundary: String = "XbX") -> Result<[ReadPart], MultipartError> {
    var parser = MultipartParser(boundary: boundary)
    return Result { () throws(MultipartError) in
        var events: [MultipartParser.Event] = []
        for chunk in chunks { events += try parser.feed(chunk) }
        try parser.finish()
        return collect(events)
    }
}

private func collect(_ events: [MultipartParser.Event]) -> [ReadPart] {
    var parts: [ReadPart] = []
    for event in events {
        switch event {
        case .partBegins(let part): parts.append(ReadPart(part: part))
        case .data(let bytes): parts[parts.count - 1].data += bytes
        case .partEnds: parts[parts.count - 1].isComplete = true
        }
    }
    return parts
}

/// The lines of a part with this disposition, up to the CRLF before the next delimiter.
func part(_ parameters: String, _ data: String = "d", header: String = "") -> String {
    "--XbX\r\nContent-Disposition: form-data; \(parameters)\r\n\(header)\r\n\(data)\r\n"
}

let end = "--XbX--\r\n"
