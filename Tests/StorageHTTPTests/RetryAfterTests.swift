import HTTPCore
import Raster
import StorageHTTP
import Testing

@Suite struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT.
    private let now = Timestamp(milliseconds: 784_111_777_000)

    private func wait(_ value: String) -> Duration? {
        RetryAfter.wait(in: ["Retry-After": value], now: now)
    }

    @Test func `seconds are taken as they are`() {
        #expect(wait("0") == .zero)
        #expect(wait("7") == .seconds(7))
        #expect(wait("007") == .seconds(7))
    }

    @Test func `a date is counted from now`() {
        #expect(wait("Sun, 06 Nov 1994 08:50:07 GMT") == .seconds(30))
        #expect(wait("Sunday, 06-Nov-94 08:50:07 GMT") == .seconds(30))
        #expect(wait("Sun, 06 Nov 1994 08:00:00 GMT") == .zero)
    }

    @Test func `no wait is longer than an hour`() {
        #expect(wait("86400") == .seconds(3600))
        #expect(wait(String(repeating: "9", count: 400)) == .seconds(3600))
        #expect(wait("Fri, 31 Dec 9999 23:59:59 GMT") == .seconds(3600))
    }

    @Test(arguments: ["", "-1", "1.5", "soon", "1 s", "+3", "0x10", "Sun, 31 Nov 1994 08:49:37 GMT"])
    func `nonsense says nothing`(_ value: String) {
        #expect(wait(value) == nil)
    }

    @Test func `an answer that may be repeated says when`() {
        let fields: HTTPFields = ["retry-after": "3"]
        for status: HTTPStatus in [429, 503, 500, 425] {
            let error = StorageError(status: status, fields: fields, method: .get, now: now)
            #expect(error.retry == .after(.seconds(3)))
        }
        #expect(StorageError(status: 404, fields: fields, method: .get, now: now).retry == .never)
    }
}
