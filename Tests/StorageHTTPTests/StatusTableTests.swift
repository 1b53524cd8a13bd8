import HTTPCore
import Raster
import StorageHTTP
import Testing

@Suite struct StatusTableTests {
    private let reading: [HTTPMethod] = [.get, .head, .options]
    private let changing: [HTTPMethod] = [.post, .put, .patch, .delete]

    private func error(_ status: HTTPStatus, _ method: HTTPMethod = .post) -> StorageError {
        StorageError(status: status, method: method, now: Timestamp(milliseconds: 0))
    }

    @Test func `no status is left unclassified`() {
        for code in 300...599 {
            let error = error(HTTPStatus(code))
            #expect(error.kind != .internal, "\(code)")
            #expect(!error.message.isEmpty, "\(code)")
            #expect(error.context.map(\.value) == [String(code)])
        }
    }

    @Test func `each class has a meaning of its own`() {
        for code in 300...399 { #expect(error(HTTPStatus(code)).kind == .malformed) }
        for code in [406, 411, 414, 418, 499] { #expect(error(HTTPStatus(code)).kind == .invalid) }
        for code in [500, 502, 506, 508, 520, 599] { #expect(error(HTTPStatus(code)).kind == .unavailable) }
    }

    @Test func `known statuses have kinds of their own`() {
        let kinds: [Int: StorageError.Kind] = [
            400: .invalid, 401: .unauthenticated, 402: .denied, 403: .denied, 404: .notFound,
            405: .unsupported,
            408: .timedOut, 409: .alreadyExists, 410: .notFound, 412: .preconditionFailed, 413: .tooLarge,
            416: .invalid, 422: .invalid, 423: .rateLimited, 425: .rateLimited, 429: .rateLimited,
            501: .unsupported, 503: .unavailable, 504: .timedOut, 507: .insufficientStorage, 524: .timedOut,
        ]
        for (code, kind) in kinds { #expect(error(HTTPStatus(code)).kind == kind, "\(code)") }
    }

    @Test func `the gateway's credential and its bad requests are the gateway's fault`() {
        for code in [400, 401, 402, 403, 407, 415, 422, 428, 431] {
            #expect(error(HTTPStatus(code)).side == .gateway, "\(code)")
        }
        for code in [404, 409, 429, 500, 503] { #expect(error(HTTPStatus(code)).side == .target, "\(code)") }
    }

    @Test func `a request that reads leaves nothing behind, whatever the answer`() {
        for code in 200...599 {
            for method in reading { #expect(error(HTTPStatus(code), method).effect == .none, "\(code)") }
        }
    }

    @Test func `a refusal leaves nothing behind`() {
        let refusals = Array(400...499) + [301, 302, 307, 308, 501, 503, 505, 507, 511, 521, 523, 525, 526]
        for code in refusals {
            for method in changing { #expect(error(HTTPStatus(code), method).effect == .none, "\(code)") }
        }
    }

    @Test func `after any other answer to a change nobody knows`() {
        for code in [200, 202, 206, 300, 303, 304, 500, 502, 504, 506, 508, 520, 522, 524, 530, 599] {
            for method in changing { #expect(error(HTTPStatus(code), method).effect == .unknown, "\(code)") }
        }
    }

    @Test func `what may pass by itself may be tried again, and nothing else`() {
        let again = [
            408, 421, 423, 425, 429, 500, 502, 503, 504, 511, 520, 521, 522, 523, 524, 525, 526, 599,
        ]
        for code in again { #expect(error(HTTPStatus(code)).retry == .allowed, "\(code)") }
        for code in [300, 302, 400, 401, 403, 404, 409, 412, 413, 416, 422, 501, 505, 507] {
            #expect(error(HTTPStatus(code)).retry == .never, "\(code)")
        }
    }

    @Test func `only a plain word of the vendor's is repeated`() {
        let now = Timestamp(milliseconds: 0)
        let allowed = StorageError(status: 409, method: .post, code: "ALREADY_there", now: now)
        #expect(allowed.context.last?.value == "ALREADY_there")
        for code in ["", "two words", "http://x", "sk-1", "näh", String(repeating: "A", count: 41), "A\n"] {
            let error = StorageError(status: 409, method: .post, code: code, now: now)
            #expect(error.context.map(\.key) == ["status"], "\(code)")
        }
    }
}
