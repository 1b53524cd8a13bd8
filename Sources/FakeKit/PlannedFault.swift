/// A fault, and which calls it befalls.
///
/// Of the calls it fits it lets `skip` pass, then fires `times` times. With a probability it fires by chance, the same
/// for the same seed and order of calls.
public struct PlannedFault: Sendable, Equatable {
    /// The operation, or `*` for any.
    public var operation: String
    /// What goes wrong.
    public var fault: Fault
    /// How often it fires; `nil` for as often as there are calls.
    public var times: Int?
    /// How many fitting calls it lets pass first.
    public var skip: Int
    /// What the request's path must contain, decoded; `nil` for any.
    public var path: String?
    /// The asset that the request must be about; `nil` for any.
    public var asset: String?
    /// How likely it is for a call, 0 to 1.
    public var probability: Double?
    /// The beginning of its random numbers.
    public var seed: Int

    /// A fault of `operation`.
    public init(
        _ operation: String, _ fault: Fault, times: Int? = 1, skip: Int = 0, path: String? = nil,
        asset: String? = nil, probability: Double? = nil, seed: Int = 1
    ) {
        (self.operation, self.fault, self.times, self.skip) = (operation, fault, times, skip)
        (self.path, self.asset, self.probability, self.seed) = (path, asset, probability, seed)
    }

    /// Whether it is for such a call.
    func fits(_ call: FakeCall) -> Bool {
        (operation == "*" || operation == call.operation)
            && (asset.map { $0 == call.asset } ?? true) && (path.map { call.path.contains($0) } ?? true)
    }
}

/// What a request asks of a vendor, as far as faults care.
public struct FakeCall: Sendable, Equatable {
    /// The operation's name, such as `upload`; `unknown` for what the vendor does not know.
    public var operation: String
    /// The decoded path.
    public var path: String
    /// The id of the asset it is about, where it is about one.
    public var asset: String?

    /// A call.
    public init(_ operation: String, path: String, asset: String? = nil) {
        (self.operation, self.path, self.asset) = (operation, path, asset)
    }
}
