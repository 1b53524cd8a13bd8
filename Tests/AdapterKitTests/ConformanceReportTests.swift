import Foundation
import HTTPCore
import Raster
import Testing

@testable import AdapterKit

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct ConformanceReportTests {
    /// One of each outcome, with texts that want escaping.
    private let report = ConformanceReport(
        adapter: "attic", kind: "attic", seed: 42,
        lines: [
            .init(
                title: "a range \"in\" the middle", group: .ranges, requirement: .storing, outcome: .kept,
                duration: .milliseconds(12)),
            .init(
                title: "a <range> & its end", group: .ranges, requirement: .storing,
                outcome: .broken("it's 5 > 4\nbytes\u{1}"), duration: .milliseconds(1005)),
            .init(
                title: "a comment keeps its text", group: .comments, requirement: .comments,
                outcome: .notApplicable("the adapter has no comments"), duration: .zero),
        ],
        abilities: [
            .init(requirement: .storing, state: .broken, broken: ["a <range> & its end"]),
            .init(requirement: .comments, state: .absent, broken: []),
        ],
        left: ["k3"], isComplete: true, isUnavailable: false, duration: .milliseconds(1020))

    @Test func `people read groups, what is broken and why, abilities and what is left`() {
        let expected = """
            attic (attic), seed 42

              ranges        1 kept, 1 BROKEN
              comments      1 not applicable: the adapter has no comments

            BROKEN  a <range> & its end
                    it's 5 > 4
            bytes\u{1}

            abilities
              storing       declared, but broken: 1 checks are not kept
              comments      -

            could not be removed: k3

            3 checks: 1 kept, 1 broken, 1 not applicable, in 1.020 s
            """

        #expect(report.text.joined(separator: "\n") == expected)
    }

    @Test func `an interrupted run says so`() {
        var report = report
        report.isComplete = false

        #expect(report.summary.hasSuffix("; interrupted"))
        #expect(!report.isKept)
    }

    @Test func `programs read one object`() {
        var json = JSONWriter()
        report.write(to: &json)

        let expected = """
            {"adapter":"attic","kind":"attic","seed":"42","isKept":false,"isComplete":true,"kept":1,"broken":1,\
            "notApplicable":1,"seconds":1.02,"left":["k3"],"abilities":[{"name":"storing","state":"broken",\
            "broken":["a <range> & its end"]},{"name":"comments","state":"absent","broken":[]}],"checks":[\
            {"group":"ranges","title":"a range \\"in\\" the middle","requires":"storing","outcome":"kept",\
            "seconds":0.012},{"group":"ranges","title":"a <range> & its end","requires":"storing",\
            "outcome":"broken","reason":"it's 5 > 4\\nbytes\\u0001","seconds":1.005},{"group":"comments",\
            "title":"a comment keeps its text","requires":"comments","outcome":"notApplicable",\
            "reason":"the adapter has no comments","seconds":0.0}]}
            """
        let text = String(decoding: json.bytes, as: UTF8.self)
        #expect(text == expected)
    }

    @Test func `continuous integration reads JUnit`() {
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="conformance" tests="3" failures="1" errors="0" skipped="1" time="1.020">
              <testsuite name="attic.ranges" tests="2" failures="1" errors="0" skipped="0" time="1.017">
                <testcase classname="attic.ranges" name="a range &quot;in&quot; the middle" time="0.012"/>
                <testcase classname="attic.ranges" name="a &lt;range&gt; &amp; its end" time="1.005">
                  <failure type="broken" message="it&apos;s 5 &gt; 4&#10;bytes\u{fffd}"/>
                </testcase>
              </testsuite>
              <testsuite name="attic.comments" tests="1" failures="0" errors="0" skipped="1" time="0.000">
                <testcase classname="attic.comments" name="a comment keeps its text" time="0.000">
                  <skipped message="the adapter has no comments"/>
                </testcase>
              </testsuite>
            </testsuites>

            """

        #expect(ConformanceReport.jUnit([report]) == expected)
    }

    @Test func `JUnit is XML, and a reader sees the texts as they were`() {
        let reader = ReportReader()
        let parser = XMLParser(data: Data(ConformanceReport.jUnit([report, report]).utf8))
        parser.delegate = reader

        #expect(parser.parse())
        #expect(
            reader.counts == ["testsuites": 1, "testsuite": 4, "testcase": 6, "failure": 2, "skipped": 2])
        #expect(reader.messages.first == "it's 5 > 4\nbytes\u{fffd}")
        #expect(reader.titles.prefix(2) == ["a range \"in\" the middle", "a <range> & its end"])
    }
}

/// Keeps what a document holds.
private final class ReportReader: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var titles: [String] = []
    var messages: [String] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        counts[name, default: 0] += 1
        if name == "testcase" { titles.append(attributes["name"] ?? "") }
        if let message = attributes["message"] { messages.append(message) }
    }
}
