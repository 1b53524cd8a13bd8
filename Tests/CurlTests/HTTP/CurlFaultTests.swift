import HTTPCore
import Testing

@testable import Curl

@Suite struct CurlFaultTests {
    /// A name for each case, without its text.
    private func kind(_ error: HTTPTransportError) -> String {
        switch error {
        case .unreachable: "unreachable"
        case .untrusted: "untrusted"
        case .refused: "refused"
        case .interrupted: "interrupted"
        case .malformed: "malformed"
        case .timedOut: "timedOut"
        case .cancelled: "cancelled"
        }
    }

    @Test func `every code of libcurl but success is in the table`() {
        let known = Set(CurlFault.table.keys)

        #expect(known.isSuperset(of: 1..<CurlFault.codes))
        #expect(!known.contains(0))
    }

    @Test func `before anything was sent, no code leaves the effect unknown`() {
        for code in 1...CurlFault.codes + 5 {
            let kind = kind(HTTPTransportError(code: code, wasSent: false))
            #expect(["unreachable", "untrusted", "refused", "cancelled"].contains(kind), "\(code)")
        }
    }

    @Test func `once something was sent, every code leaves it unknown`() {
        for code in 1...CurlFault.codes + 5 {
            let kind = kind(HTTPTransportError(code: code, wasSent: true))
            #expect(["interrupted", "malformed", "timedOut", "cancelled"].contains(kind), "\(code)")
        }
    }

    @Test(arguments: [
        (7, "unreachable", "interrupted"), (6, "unreachable", "interrupted"),
        (60, "untrusted", "interrupted"),
        (77, "untrusted", "interrupted"), (28, "unreachable", "timedOut"), (1, "refused", "malformed"),
        (8, "unreachable", "malformed"), (18, "unreachable", "interrupted"),
        (52, "unreachable", "interrupted"),
        (56, "unreachable", "interrupted"), (42, "cancelled", "cancelled"),
    ])
    func `some codes`(code: UInt32, before: String, after: String) {
        #expect(kind(HTTPTransportError(code: code, wasSent: false)) == before)
        #expect(kind(HTTPTransportError(code: code, wasSent: true)) == after)
    }
}
