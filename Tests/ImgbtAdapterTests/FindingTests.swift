import HTTPCore
import ImgbtAdapter
import Raster
import Synchronization
import TestSupport
import Testing

@Suite struct FindingTests {
    private func find(_ api: CannedTransport, _ key: NaturalKey = .sample()) async throws -> FindingResult {
        try await ImgbtAdapter.sample(api: api, pageSize: 2).find(key)
    }

    private func found(_ result: FindingResult) -> NativeID? {
        if case .found(let asset) = result { asset.id } else { nil }
    }

    @Test func `one channel is listed`() async throws {
        let api = CannedTransport(.page([.of("a1")]))
        #expect(found(try await find(api)) == "asset_01")
        #expect(
            api.lines == [
                "GET /api/v1/vaults/main/assets?partition=acme&collection=photos&channel=image-6vp&limit=2"
            ])
    }

    @Test func `an asset is known by its metadata, or by its filename where they are silent`() async throws {
        let renamed = SampleRecord(filename: "other.jpg", metadata: "{\"raster_id\":\"a1\"}")
        #expect(found(try await find(CannedTransport(.page([renamed])))) == "asset_01")
        #expect(found(try await find(CannedTransport(.page([SampleRecord()])))) == "asset_01")
        #expect(try await find(CannedTransport(.page([.of("b2")]))) == .absent)
    }

    @Test func `all pages are read, empty and short ones too`() async throws {
        let api = CannedTransport(
            .page([], cursor: "c1"), .page([.of("b2", id: "asset_02")], cursor: "c/2"),
            .page([], cursor: "c3"),
            .page([.of("a1")]))
        #expect(found(try await find(api)) == "asset_01")
        #expect(api.lines[2].hasSuffix("&limit=2&cursor=c%2F2"))
    }

    @Test func `nothing in a whole listing is an absence`() async throws {
        #expect(try await find(CannedTransport(.page([]))) == .absent)
        #expect(
            try await find(CannedTransport(.page([.of("b2")], cursor: "left over", hasMore: false)))
                == .absent)
    }

    @Test func `of two records of one asset the first made is found`() async throws {
        let late = SampleRecord.of("a1", id: "asset_1", at: "2026-01-15T10:30:01Z")
        let early = SampleRecord.of("a1", id: "asset_2", at: "2026-01-15T10:30:00Z")
        let twin = SampleRecord.of("a1", id: "asset_3", at: "2026-01-15T10:30:00Z")
        for page in [[late, early, twin], [twin, late, early]] {
            #expect(found(try await find(CannedTransport(.page(page)))) == "asset_2")
        }
    }

    @Test func `a listing that contradicts itself cannot tell`() async throws {
        let other = SampleRecord.of("b2", id: "asset_02")
        let looping = CannedTransport(
            .page([], cursor: "c1"), .page([], cursor: "c2"), .page([], cursor: "c1"))
        let repeating = CannedTransport(.page([other], cursor: "c1"), .page([other]))
        let leadingNowhere = CannedTransport(.page([other], cursor: nil, hasMore: true))
        let double = CannedTransport(.page([other, other]))
        for api in [looping, repeating, leadingNowhere, double] {
            #expect(try await find(api) == .cannotTell)
        }
    }

    @Test func `what cannot be read may be what is looked for, unless that is on another page`() async throws
    {
        let strange = "{\"id\":\"asset_09\"},\(SampleRecord.of("b2", id: "asset_02").json)"
        let page = HTTPResponse.json(200, "{\"data\":[\(strange)],\"cursor\":\"c\",\"has_more\":true}")
        #expect(try await find(CannedTransport(page, .page([]))) == .cannotTell)
        #expect(found(try await find(CannedTransport(page, .page([.of("a1")])))) == "asset_01")
    }

    @Test func `what is found is found, whatever else the listing says`() async throws {
        #expect(found(try await find(CannedTransport(.page([.of("a1"), .of("a1")])))) == "asset_01")
    }

    @Test func `a channel without an end cannot tell`() async throws {
        let pages = (0..<60).map { CannedTransport.Answer.success(.page([], cursor: "c\($0)")) }
        let api = CannedTransport(pages)
        #expect(try await find(api) == .cannotTell)
        #expect(api.lines.count == 50)
    }

    @Test func `what lies in another channel is passed over where the filter is not known`() async throws {
        var elsewhere = SampleRecord.of("a1")
        elsewhere.channel = "image-zzz"
        #expect(try await find(CannedTransport(.page([elsewhere]))) == .absent)
    }

    @Test func `a vault that is not there is no absence`() async throws {
        let error = try await #require(throws: StorageError.self) {
            _ = try await find(CannedTransport(.missing))
        }
        #expect(error.kind == .invalid && error.side == .gateway)
    }

    @Test func `lookups in one channel at once share its listing`() async throws {
        let api = Gate()
        let adapter = try ImgbtAdapter.sample(api: api)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await adapter.find(.sample()) }
            await api.isAsked()
            for _ in 0..<20 { group.addTask { _ = try await adapter.find(.sample()) } }
            // The others have joined when nothing is left to run but the listing that is held up.
            for _ in 0..<1000 { await Task.yield() }
            api.open()
            try await group.waitForAll()
        }
        #expect(api.count >= 2 && api.count < 21)
    }

    @Test func `a lookup that is cancelled does not wait for the listing`() async throws {
        let api = Gate()
        let adapter = try ImgbtAdapter.sample(api: api)
        let lookup = Task { try await adapter.find(.sample()) }
        await api.isAsked()
        lookup.cancel()
        let error = await #expect(throws: StorageError.self) { _ = try await lookup.value }
        #expect(error?.kind == .cancelled)
        api.open()
    }
}

/// Holds its first answer back until it is opened; all answers are empty pages.
private final class Gate: HTTPTransport {
    private struct State {
        var count = 0
        var isOpen = false
        var held: CheckedContinuation<Void, Never>?
        var watcher: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let isFirst = state.withLock { state in
            state.count += 1
            return state.count == 1
        }
        if isFirst { await withCheckedContinuation { hold($0) } }
        return .page([])
    }

    /// Returns when someone has asked.
    func isAsked() async {
        await withCheckedContinuation { continuation in
            let isAsked = state.withLock { state in
                if state.held == nil { state.watcher = continuation }
                return state.held != nil
            }
            if isAsked { continuation.resume() }
        }
    }

    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = nil }
            return state.held
        }
        held?.resume()
    }

    private func hold(_ continuation: CheckedContinuation<Void, Never>) {
        let (watcher, isOpen) = state.withLock { state in
            if !state.isOpen { state.held = continuation }
            defer { state.watcher = nil }
            return (state.watcher, state.isOpen)
        }
        watcher?.resume()
        if isOpen { continuation.resume() }
    }
}
