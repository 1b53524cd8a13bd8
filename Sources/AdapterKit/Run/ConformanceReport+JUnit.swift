import Raster

extension ConformanceReport {
    /// Reports as one JUnit document, as continuous integration reads it: a suite for each group of each adapter.
    public static func jUnit(_ reports: [ConformanceReport]) -> String {
        let lines = reports.flatMap(\.lines)
        let time = reports.reduce(Duration.zero) { $0 + $1.duration }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="conformance"\(counts(of: lines)) time="\(time.inSeconds)">

            """ + reports.map(\.suites).joined() + "</testsuites>\n"
    }

    private var suites: String {
        groups.map { group, lines in
            let name = "\(adapter).\(group)".xmlEscaped
            let time = lines.reduce(Duration.zero) { $0 + $1.duration }
            return "  <testsuite name=\"\(name)\"\(Self.counts(of: lines)) time=\"\(time.inSeconds)\">\n"
                + lines.map { $0.testCase(in: name) }.joined() + "  </testsuite>\n"
        }.joined()
    }

    private static func counts(of lines: [Line]) -> String {
        let skipped = lines.count(where: \.isSkipped)
        let failures = lines.count { $0.reason != nil } - skipped
        return " tests=\"\(lines.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\""
    }
}

extension ConformanceReport.Line {
    fileprivate func testCase(in suite: String) -> String {
        let start =
            "    <testcase classname=\"\(suite)\" name=\"\(title.xmlEscaped)\" time=\"\(duration.inSeconds)\""
        return switch outcome {
        case .kept: "\(start)/>\n"
        case .notApplicable(let reason):
            "\(start)>\n      <skipped message=\"\(reason.xmlEscaped)\"/>\n    </testcase>\n"
        case .broken(let reason):
            "\(start)>\n      <failure type=\"broken\" message=\"\(reason.xmlEscaped)\"/>\n    </testcase>\n"
        }
    }
}

extension String {
    /// The text inside quotes of XML 1.0; what no XML may hold becomes U+FFFD.
    var xmlEscaped: String {
        unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&apos;"
            // A reader would take them for spaces.
            case "\t", "\n", "\r": text += "&#\(scalar.value);"
            case "\0"..<" ", "\u{fffe}", "\u{ffff}": text += "\u{fffd}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
