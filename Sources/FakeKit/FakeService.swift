public import HTTPCore

/// A vendor's API: what a ``FakeHandler`` puts faults, receipts and a control surface around.
public protocol FakeService: Sendable {
    /// Its operations: name and a line about it. Faults name them.
    static var operations: [(name: String, summary: String)] { get }

    /// What `request` asks.
    func call(_ request: HTTPRequest) -> FakeCall

    /// The vendor's answer; what it does to the store it notes in the ledger with what `occasion` says.
    func respond(to request: HTTPRequest, _ occasion: FakeOccasion) async -> HTTPResponse

    /// The vendor's error with this status.
    func failure(_ status: HTTPStatus) -> HTTPResponse

    /// What was done to the store.
    var ledger: EffectLedger { get }

    /// How much there is of what.
    var figures: [(name: String, count: Int)] { get }

    /// Forgets everything, the ledger included.
    func reset() throws

    /// The clock that its moments come from, where it has one.
    var clock: FakeClock? { get }

    /// Its own routes below `/_fake/`, beside those of every fake: verb, path and what they do.
    static var controlRoutes: [(name: String, summary: String)] { get }

    /// The answer to one of its own routes, of which `segments` follow `/_fake`; `nil` for any other. What it throws
    /// becomes 400.
    func control(_ request: HTTPRequest, _ segments: [String]) async throws -> HTTPResponse?
}

extension FakeService {
    /// None, for vendors with nothing of their own to steer.
    public static var controlRoutes: [(name: String, summary: String)] { [] }

    /// None, for vendors with nothing of their own to steer.
    public func control(_ request: HTTPRequest, _ segments: [String]) async throws -> HTTPResponse? { nil }
}

/// What a service should know of a call beside the request.
public struct FakeOccasion: Sendable {
    /// The number of the request, from 1.
    public let request: Int
    /// What the client will learn of an effect.
    public let answer: Effect.Answer
    /// What is to be wrong with the page of a list.
    public let page: PageFault?

    /// An occasion.
    public init(request: Int, answer: Effect.Answer = .sent, page: PageFault? = nil) {
        (self.request, self.answer, self.page) = (request, answer, page)
    }
}
