import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Telemetry

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct LogTests {
    private func line(_ text: String = "x", level: LogLine.Level = .info) -> LogLine {
        var line = LogLine(level, "request", milliseconds: 1_779_264_550_123)
        line.add("path", text)
        return line
    }

    private func render(_ line: LogLine, _ format: LogLine.Format) -> String {
        String(decoding: line.render(format), as: UTF8.self)
    }

    @Test func `a JSON line has time, level, event and the typed fields in order`() {
        var line = line("/me")
        line.add("status", 200)
        line.add("seconds", 0.25)
        line.add("cached", true)

        let expected = #"{"time":"2026-05-20T08:09:10.123Z","level":"info","event":"request","path":"/me","#
        #expect(render(line, .json) == expected + #""status":200,"seconds":0.25,"cached":true}"# + "\n")
    }

    @Test func `a text line quotes only what needs it`() {
        var line = line("/me")
        line.add("agent", "curl 8")
        line.add("note", "")

        #expect(
            render(line, .text)
                == "2026-05-20T08:09:10.123Z info request path=/me agent=\"curl 8\" note=\"\"\n")
    }

    @Test func `an absent field is left out`() {
        var line = line("/me")
        line.add("key", String?.none)

        #expect(line.fields.map(\.name) == ["path"])
    }

    @Test(arguments: LogLine.Format.allCases)
    func `no value makes a second line or reaches the terminal`(_ format: LogLine.Format) {
        let text = render(line("a\r\nb\u{1B}[2Jc\u{7F}\u{85}\u{2028}\"\\\u{0}"), format)

        #expect(
            text.hasSuffix(
                #""a\u000d\nb\u001b[2Jc\u007f\u0085\u2028\"\\\u0000""# + (format == .json ? "}\n" : "\n")))
        #expect(
            !text.unicodeScalars.dropLast().contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) })
    }

    @Test func `a number that is none is null`() {
        var line = LogLine(.info, "x", milliseconds: 0)
        line.add("n", Double.nan)

        #expect(render(line, .json).hasSuffix(#""n":null}"# + "\n"))
    }

    @Test func `a very long text is cut`() {
        let text = render(line(String(repeating: "é", count: 9_000)), .json)

        #expect(text.utf8.count < 16_600)
        #expect(text.hasSuffix("é…\"}\n"))
    }

    @Test func `times before 1970 and on leap days are right`() {
        let times = [-1, 951_782_400_000].map {
            render(LogLine(.info, "x", milliseconds: $0), .text).prefix(24)
        }

        #expect(times == ["1969-12-31T23:59:59.999Z", "2000-02-29T00:00:00.000Z"])
    }

    @Test func `the memory sink keeps lines`() {
        let sink = MemorySink()

        sink.write(line("a"))

        #expect(sink.lines == [line("a")])
    }

    @Test func `the standard error sink writes whole lines that matter enough`() {
        let ends = Pipe()
        let sink = StandardErrorSink(format: .text, minimum: .warning, descriptor: ends.writing) {}

        sink.write(line("a", level: .info))
        sink.write(line("b", level: .error))
        sink.flush()

        #expect(ends.read() == render(line("b", level: .error), .text))
    }

    @Test func `an error goes out at once, after what waits`() {
        let ends = Pipe()
        let never = DispatchSemaphore(value: 0)
        let sink = StandardErrorSink(format: .text, descriptor: ends.writing) { never.wait() }

        sink.write(line("a"))
        sink.write(line("b", level: .error))

        #expect(ends.read() == render(line("a"), .text) + render(line("b", level: .error), .text))
        never.signal()
    }

    @Test func `lines go out without anyone flushing, in their order`() {
        let ends = Pipe()
        let sink = StandardErrorSink(format: .text, descriptor: ends.writing) {}
        var text = ""

        for number in 0..<100 {
            sink.write(line(String(number)))
            text += ends.read(atLeast: render(line(String(number)), .text).utf8.count)
        }

        #expect(text == (0..<100).map { render(line(String($0)), .text) }.joined())
    }

    @Test func `whoever logs more than may wait writes it out`() {
        let ends = Pipe()
        // Nobody else ever comes to write.
        let never = DispatchSemaphore(value: 0)
        let sink = StandardErrorSink(format: .text, descriptor: ends.writing) { never.wait() }
        let one = line(String(repeating: "x", count: 8_000))
        let size = render(one, .text).count

        let reader = Thread { _ = ends.read(atLeast: StandardErrorSink.capacity) }
        reader.start()
        for _ in 0...(StandardErrorSink.capacity / size) { sink.write(one) }

        #expect(ends.bytesRead.load(ordering: .sequentiallyConsistent) > 0)
        never.signal()
    }

    @Test func `a sink whose descriptor is closed drops the line`() {
        let never = DispatchSemaphore(value: 0)
        let sink = StandardErrorSink(format: .text, descriptor: -1) { never.wait() }

        sink.write(line("a"))
        sink.flush()

        #expect(errno == EBADF)
        never.signal()
    }
}

/// Both ends of a pipe.
private final class Pipe: Sendable {
    let reading: Int32
    let writing: Int32
    let bytesRead = Atomic<Int>(0)

    init() {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// What comes next, waiting for it: as much as comes at once, or more until there are `count` bytes.
    func read(atLeast count: Int = 1) -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while text.count < count {
            let size = Glibc.read(reading, &buffer, buffer.count)
            guard size > 0 else { break }
            text += buffer.prefix(size)
            bytesRead.add(size, ordering: .sequentiallyConsistent)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
