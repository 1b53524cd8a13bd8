import HTTPCore
import Raster
import StorageHTTP
import Testing

@Suite struct TransportErrorTests {
    private static let errors: [HTTPTransportError] = [
        .unreachable("no route"), .untrusted("expired"), .refused("https://x/?sig=canary"),
        .interrupted("canary"), .malformed("canary"), .timedOut, .cancelled,
    ]

    @Test func `every way of getting no answer has a kind`() {
        let kinds = Self.errors.map { StorageError($0, method: .post).kind }
        #expect(
            kinds == [
                .unavailable, .unavailable, .invalid, .unavailable, .malformed, .timedOut, .cancelled,
            ])
    }

    @Test func `what was never sent left nothing behind, and what was under way may have`() {
        for method: HTTPMethod in [.post, .put, .patch, .delete] {
            let effects = Self.errors.map { StorageError($0, method: method).effect }
            #expect(effects == [.none, .none, .none, .unknown, .unknown, .unknown, .unknown])
        }
    }

    @Test func `a request that reads leaves nothing behind`() {
        for method: HTTPMethod in [.get, .head, .options] {
            #expect(Self.errors.allSatisfy { StorageError($0, method: method).effect == .none })
        }
    }

    @Test func `only a request that the transport refuses, or that nobody may answer, is not tried again`() {
        let retries = Self.errors.map { StorageError($0, method: .get).retry }
        #expect(retries == [.allowed, .never, .never, .allowed, .allowed, .allowed, .never])
    }

    @Test func `the transport's words are kept only where no answer can be in them`() {
        for error in Self.errors {
            #expect(!StorageError(error, method: .get).description.contains("canary"))
        }
        #expect(
            StorageError(HTTPTransportError.untrusted("expired"), method: .get).description.contains(
                "expired"))
        let long = String(repeating: "x\n", count: 500)
        #expect(StorageError(HTTPTransportError.unreachable(long), method: .get).description.utf8.count < 200)
    }

    @Test func `whatever breaks a body is translated`() {
        struct Odd: Error {}
        let own = StorageError(.tooLarge, "own")
        let errors: [any Error] = [own, HTTPTransportError.timedOut, CancellationError(), Odd()]
        let kinds = errors.map { StorageError(readingBody: $0, method: .get).kind }
        #expect(kinds == [.tooLarge, .timedOut, .cancelled, .unavailable])
    }
}
