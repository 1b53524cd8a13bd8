import Synchronization
import Telemetry
import Testing

@Suite struct MetricsTests {
    private let registry = MetricsRegistry()

    private var text: String { String(decoding: registry.render(), as: UTF8.self) }

    @Test func `an unlabelled counter shows from the beginning`() {
        _ = registry.counter("requests_total", help: "Requests.")

        #expect(text == "# HELP requests_total Requests.\n# TYPE requests_total counter\nrequests_total 0\n")
    }

    @Test func `counters add up by their labels, in alphabetical order`() {
        let requests = registry.counter("requests_total", help: "R.", labels: ["method", "status"])

        requests.increment("POST", "201")
        requests.increment(by: 2, "GET", "200")
        requests.increment("GET", "200")

        let lines = text.split(separator: "\n").suffix(2)
        #expect(
            lines == [
                #"requests_total{method="GET",status="200"} 3"#,
                #"requests_total{method="POST",status="201"} 1"#,
            ])
    }

    @Test func `a counter never falls`() {
        let counter = registry.counter("c", help: "C.")

        counter.increment(by: -5)

        #expect(text.hasSuffix("\nc 0\n"))
    }

    @Test func `a gauge rises and falls`() {
        let gauge = registry.gauge("depth", help: "D.")

        gauge.set(2)
        gauge.add(-0.5)

        #expect(text.hasSuffix("# TYPE depth gauge\ndepth 1.5\n"))
    }

    @Test func `a histogram counts what is at most each bound`() {
        let histogram = registry.histogram("h", help: "H.", labels: ["r"], bounds: [0.1, 1])

        for value in [0.1, 0.5, 7] { histogram.cell("x").observe(value) }

        let expected = """
            # HELP h H.
            # TYPE h histogram
            h_bucket{r="x",le="0.1"} 1
            h_bucket{r="x",le="1"} 2
            h_bucket{r="x",le="+Inf"} 3
            h_sum{r="x"} 7.6
            h_count{r="x"} 3

            """
        #expect(text == expected)
    }

    @Test func `a callback is read at every scrape`() {
        let scrapes = Atomic(0)
        registry.gauge("live", help: "L.", labels: ["k"]) {
            let count = scrapes.wrappingAdd(1, ordering: .relaxed).newValue
            return [MetricSample(Double(count), labels: ["b"]), MetricSample(.nan, labels: ["a"])]
        }

        #expect(text.hasSuffix("live{k=\"a\"} NaN\nlive{k=\"b\"} 1\n"))
        #expect(text.hasSuffix("live{k=\"b\"} 2\n"))
    }

    @Test func `label values and help texts are escaped`() {
        let counter = registry.counter("c", help: "a\\b\nc\"", labels: ["l"])

        counter.increment("q\"\\\nz")

        #expect(text == "# HELP c a\\\\b\\nc\"\n# TYPE c counter\nc{l=\"q\\\"\\\\\\nz\"} 1\n")
    }

    @Test func `beyond a thousand label values, the rest is counted as other`() {
        let counter = registry.counter("c", help: "C.", labels: ["l"])

        for number in 0..<1_500 { counter.increment("v\(number)") }

        #expect(text.contains("c{l=\"other\"} 500\n"))
        #expect(text.split(separator: "\n").count == 2 + 1_001)
    }

    @Test func `instruments come in alphabetical order`() {
        for name in ["b", "a", "c"] { _ = registry.counter(name, help: "X.") }

        let names = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(names == ["a 0", "b 0", "c 0"])
    }

    @Test func `counts of many tasks are not lost`() async {
        let counter = registry.counter("c", help: "C.", labels: ["l"])

        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<1_000 { counter.increment("x") } }
            }
        }

        #expect(text.hasSuffix("c{l=\"x\"} 8000\n"))
    }

    #if os(Linux)
        @Test func `this process has memory, files, processor time and a start`() {
            let figures = ProcessFigures.current()

            #expect(figures.residentBytes > 1_000_000)
            #expect(figures.openFiles >= 3)
            #expect(figures.processorSeconds >= 0)
            #expect(figures.startSeconds > 1_600_000_000)
        }

        @Test func `the figures of the process stand under their usual names`() {
            registry.addProcessFigures()

            for name in ["resident_memory_bytes", "open_fds", "cpu_seconds_total", "start_time_seconds"] {
                #expect(text.contains("\nprocess_\(name) "))
            }
        }
    #endif
}
