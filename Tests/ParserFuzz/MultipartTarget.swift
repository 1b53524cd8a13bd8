import HTTPCore
import TestSupport

/// However a body is cut, the same comes out; a form that was written reads back.
struct MultipartTarget: ParserTarget {
    private struct Part: Equatable {
        var name: String
        var filename: String?
        var data: [UInt8] = []
        var isComplete = false
    }

    let name = "multipart"
    let tokens = [
        "\r\n", "--XbX", "--XbX--", "\r\n--XbX\r\n", "\r\n--XbX--\r\n", "Content-Disposition: form-data; ",
        "name=\"a\"", "; filename=\"b\"", "; filename*=UTF-8''%C3", "\r\n\r\n", "\"", "\\",
        "Content-Type: a/b\r\n",
    ]

    func valid(_ random: inout SplitMix64) -> [UInt8] { write(parts(&random), &random) }

    func fault(_ input: [UInt8], _ random: inout SplitMix64) -> String? {
        let whole = read([input])
        if read(cut(input, &random)) != whole { return "cutting the body changes what is read" }
        guard input.count <= 256, read(input.map { [$0] }) != whole else { return nil }
        return "feeding single bytes changes what is read"
    }

    func roundTripFault(_ random: inout SplitMix64) -> (input: [UInt8], fault: String)? {
        let parts = parts(&random)
        let body = write(parts, &random)
        return read(cut(body, &random)) == .success(parts) ? nil : (body, "a valid form does not read back")
    }

    private func parts(_ random: inout SplitMix64) -> [Part] {
        let pieces = [
            "\r\n--Xb", "\r", "\n", "\r\n-", "--XbX", "x", "yyyyyyyyyyyyyyyyyyyyyyyyy", "\0", "é", "-",
        ]
        return (0..<random.below(4)).map { _ in
            let data = random.text(pieces, upTo: 12)
            let isClean = !("\r\n" + data + "\r\n").contains("\r\n--XbX")
            let filename =
                random.below(2) == 0
                ? nil : random.text(["a", ".", "é", "\"", "\\\\", "%22", " ", "😀"], upTo: 6)
            let name = random.text(["a", "ß", "[]", " "], upTo: 4)
            return Part(
                name: name, filename: filename, data: isClean ? Array(data.utf8) : [], isComplete: true)
        }
    }

    private func write(_ parts: [Part], _ random: inout SplitMix64) -> [UInt8] {
        var body = Array(random.text(["junk\r\n"], upTo: 1).utf8)
        for part in parts {
            body += Array("--XbX\r\nContent-Disposition: form-data; name=\"\(escape(part.name))\"".utf8)
            if let filename = part.filename { body += Array("; filename=\"\(escape(filename))\"".utf8) }
            body +=
                Array("\r\n\(random.text(["Content-Type: image/png\r\n"], upTo: 1))\r\n".utf8) + part.data + [
                    13, 10,
                ]
        }
        return body + Array("--XbX--\(random.text(["\r\n", "tail"], upTo: 2))".utf8)
    }

    private func escape(_ text: String) -> String {
        String(text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] })
    }

    private func cut(_ input: [UInt8], _ random: inout SplitMix64) -> [[UInt8]] {
        let largest = random.pick([2, 8, 40, 300])
        var chunks: [[UInt8]] = []
        var start = 0
        while start < input.count {
            let end = min(input.count, start + 1 + random.below(largest))
            chunks.append(Array(input[start..<end]))
            start = end
        }
        return chunks
    }

    private func read(_ chunks: [[UInt8]]) -> Result<[Part], MultipartError> {
        var parser = MultipartParser(boundary: "XbX")
        return Result { () throws(MultipartError) in
            var parts: [Part] = []
            for chunk in chunks {
                for event in try parser.feed(chunk) { add(event, to: &parts) }
            }
            try parser.finish()
            return parts
        }
    }

    private func add(_ event: MultipartParser.Event, to parts: inout [Part]) {
        switch event {
        case .partBegins(let part): parts.append(Part(name: part.name, filename: part.filename))
        case .data(let bytes): parts[parts.count - 1].data += bytes
        case .partEnds: parts[parts.count - 1].isComplete = true
        }
    }
}
