import HTTPCore
import TestSupport

/// A path that parses says the same when it is written and parsed again; the neighbours of targets never trap.
struct RequestTargetTarget: ParserTarget {
    let name = "target"
    let tokens = [
        "/", "//", "%2F", "%00", "%", "?", "..", "http://h", "*", "#", "%C3%A9", "é", ";a=\"b\"", "text/html",
    ]

    func valid(_ random: inout SplitMix64) -> [UInt8] { Array(path(segments(&random)).utf8) }

    func fault(_ input: [UInt8], _ random: inout SplitMix64) -> String? {
        let text = String(decoding: input, as: UTF8.self)
        if let header = HeaderParameters(text), HeaderParameters(header.value)?.value != header.value {
            return "the value of a header changes when it is parsed again"
        }
        if let type = MediaType.essence(text), MediaType.isActive(text) != MediaType.isActive(type) {
            return "parameters change whether a media type is active"
        }
        _ = MediaType.sniff(input)
        guard let segments = RequestTarget(text).segments else { return nil }
        if segments.contains(where: { $0.utf8.contains(0) }) { return "a NUL came through" }
        return RequestTarget(path(segments)).segments == segments
            ? nil : "the path changes when it is written"
    }

    func roundTripFault(_ random: inout SplitMix64) -> (input: [UInt8], fault: String)? {
        let segments = segments(&random)
        let text = path(segments) + random.pick(["", "?a=b", "?"])
        return RequestTarget(text).segments == segments
            ? nil : (Array(text.utf8), "a valid path does not read back")
    }

    private func segments(_ random: inout SplitMix64) -> [String] {
        (0..<random.below(6)).map { _ in
            "s" + random.text(["a", "/", "é", "..", "?", "#", "%", "+"], upTo: 4)
        }
    }

    private func path(_ segments: [String]) -> String {
        "/" + segments.map(PercentEncoding.encodePathSegment).joined(separator: "/")
    }
}
