import Bytes
import FakeKit
import HTTPCore
import TestSupport
import Testing

/// Each fault at a write and at a read: what the client meets, and what was done.
@Suite struct FakeHandlerTests {
    struct Case: CustomStringConvertible, Sendable {
        let fault: Fault
        let write: String
        let read: String
        let effects: [String]

        var description: String { fault.name }

        init(_ fault: Fault, write: String, read: String, effects: [String] = []) {
            (self.fault, self.write, self.read, self.effects) = (fault, write, read, effects)
        }
    }

    static let whole = TestVendor.answer.utf8.count

    static let cases = [
        Case(.status(503, fields: ["Retry-After": "2"]), write: "503 16", read: "503 16"),
        Case(.status(502, text: "bad"), write: "502 3", read: "502 3"),
        Case(.status(500, afterEffect: true), write: "500 16", read: "500 16", effects: ["updated spoiled"]),
        Case(.resetBeforeHeaders, write: "interrupted", read: "interrupted"),
        Case(.resetAfterRequestBytes(3), write: "interrupted", read: "interrupted"),
        Case(.effectThenReset, write: "interrupted", read: "interrupted", effects: ["updated cut"]),
        Case(
            .resetAfterBytes(5), write: "200 5 of \(whole) HTTPReset", read: "200 5 of \(whole) HTTPReset",
            effects: ["updated cut"]),
        Case(
            .resetAfterBytes(5000), write: "200 \(whole - 1) of \(whole) HTTPReset",
            read: "200 \(whole - 1) of \(whole) HTTPReset", effects: ["updated cut"]),
        Case(.stall(), write: "interrupted", read: "interrupted"),
        Case(
            .stall(afterBytes: 7), write: "200 7 of \(whole) HTTPReset", read: "200 7 of \(whole) HTTPReset",
            effects: ["updated cut"]),
        Case(
            .drip(bytes: 4, every: .seconds(1)), write: "200 \(whole)", read: "200 \(whole)",
            effects: ["updated sent"]),
        Case(
            .truncatedBody(), write: "200 \(whole / 2) of \(whole) FakeTruncation",
            read: "200 \(whole / 2) of \(whole) FakeTruncation", effects: ["updated cut"]),
        Case(.corruptBody, write: "200 \(whole)", read: "200 \(whole)", effects: ["updated spoiled"]),
        Case(.malformedJSON, write: "200 18", read: "200 18", effects: ["updated spoiled"]),
        Case(.wrongContentType, write: "200 45", read: "200 45", effects: ["updated spoiled"]),
    ]

    @Test(arguments: cases)
    func `a fault at a write is met and noted`(_ sample: Case) async throws {
        let fake = try TestFake(PlannedFault("write", sample.fault))

        #expect(await fake.outcome(.put, "new contents") == sample.write)
        #expect(fake.effects == sample.effects)
        #expect(fake.handler.plan.unconsumed.isEmpty)
    }

    @Test(arguments: cases)
    func `a fault at a read is met`(_ sample: Case) async throws {
        let fake = try TestFake(PlannedFault("read", sample.fault))

        #expect(await fake.outcome(.get) == sample.read)
        #expect(fake.effects == [])
        #expect(await fake.outcome(.get) == "200 \(Self.whole)")
    }

    @Test(arguments: [Fault.resetAfterBytes(3), .truncatedBody(), .stall(afterBytes: 0), .effectThenReset])
    func `an answer without a body is withheld where its body would be cut`(_ fault: Fault) async throws {
        let fake = try TestFake(PlannedFault("remove", fault))

        #expect(await fake.outcome(.delete) == "interrupted")
        #expect(fake.effects == ["deleted cut"])
    }

    @Test func `a request is read no further than the fault says`() async throws {
        let fake = try TestFake(PlannedFault("write", .resetAfterRequestBytes(3)))
        let pieces = ByteStream("abcdefgh".utf8, chunkSize: 2)

        _ = try? await LoopbackTransport(to: fake.handler).send(HTTPRequest(.put, "/thing", body: pieces))

        #expect(try await pieces.collect(upTo: 10) == Array("efgh".utf8))
    }

    @Test func `fields of a status replace those of the vendor's error`() async throws {
        let fake = try TestFake(PlannedFault("read", .status(429, fields: ["Retry-After": "7"])))

        let response = try await fake.send(.get)

        #expect(response.status == 429)
        #expect(response.fields["Retry-After"] == "7")
    }

    @Test func `a body that drips has a pause before every piece`() async throws {
        let fake = try TestFake(PlannedFault("read", .drip(bytes: 10, every: .milliseconds(20))))

        let stream = try #require(try await fake.send(.get).body.stream)
        let first = try await stream.next()

        #expect(first?.count == 10)
        #expect(fake.waits.durations == [.milliseconds(20)])
    }

    @Test func `a corrupt body is as long as the true one, and another`() async throws {
        let fake = try TestFake(PlannedFault("read", .corruptBody))

        let stream = try #require(try await fake.send(.get).body.stream)
        let bytes = try await stream.collect(upTo: 1000)

        #expect(bytes.count == Self.whole)
        #expect(bytes != Array(TestVendor.answer.utf8))
    }

    @Test func `a fault of a page is left to the vendor`() async throws {
        let fake = try TestFake(PlannedFault("list", .page(.emptyPage)))

        let response = try await fake.send(.get, "/list")

        #expect(String(decoding: try await response.body.bytes, as: UTF8.self) == "emptyPage")
    }

    @Test func `a stall ends with its task`() async throws {
        let fake = FakeHandler(
            try TestVendor(FakeFolder()), plan: FaultPlan([PlannedFault("read", .stall())]))
        let transport = LoopbackTransport(to: fake)
        let task = Task { try await transport.send(HTTPRequest(.get, "/thing")) }
        task.cancel()

        let result = await task.result

        #expect(throws: HTTPTransportError.self) { try result.get() }
    }
}

extension HTTPBody {
    /// The stream that it is.
    fileprivate var stream: ByteStream? { if case .stream(let stream) = self { stream } else { nil } }

    /// What is in memory of it.
    var bytes: [UInt8] {
        get async throws {
            switch self {
            case .bytes(let bytes): bytes
            case .stream(let stream): try await stream.collect(upTo: 1 << 20)
            case .empty, .file, .suppressed: []
            }
        }
    }
}
