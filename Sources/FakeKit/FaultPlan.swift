import Synchronization

/// Faults to come, and receipts for those that came: a fault that never fires is seen.
///
/// The first planned fault that is due takes the call; those after it do not count the call.
public final class FaultPlan: Sendable {
    private struct Entry {
        let planned: PlannedFault
        var seen = 0
        var random: RandomSequence
        var receipt: FaultReceipt

        init(_ planned: PlannedFault) {
            self.planned = planned
            random = RandomSequence(seed: UInt64(bitPattern: Int64(planned.seed)))
            receipt = FaultReceipt(planned)
        }

        /// Whether it fires at this call, which fits.
        mutating func isDue() -> Bool {
            seen += 1
            guard seen > planned.skip, planned.times.map({ receipt.fired < $0 }) ?? true else { return false }
            guard let probability = planned.probability else { return true }
            return Double(random.next() >> 11) * 0x1p-53 < probability
        }
    }

    private let entries: Mutex<[Entry]>

    /// A plan of these faults.
    public init(_ faults: [PlannedFault] = []) { entries = Mutex(faults.map(Entry.init)) }

    /// What is planned, in order.
    public var faults: [PlannedFault] { entries.withLock { $0.map(\.planned) } }

    /// Adds faults behind those there are.
    public func add(_ faults: PlannedFault...) { add(faults) }

    /// Adds faults behind those there are.
    public func add(_ faults: [PlannedFault]) { entries.withLock { $0 += faults.map(Entry.init) } }

    /// Plans these faults and no others; receipts begin anew.
    public func replace(with faults: [PlannedFault]) {
        entries.withLock { $0 = faults.map(Entry.init) }
    }

    /// What each fault has done, in order.
    public var receipts: [FaultReceipt] { entries.withLock { $0.map(\.receipt) } }

    /// The faults that have not fired as often as they were to; those without a number must have fired once.
    public var unconsumed: [FaultReceipt] { receipts.filter { !$0.isConsumed } }

    /// The fault that befalls what the vendor does by itself after `request`, such as fetching a file; noted in its
    /// receipt.
    public func take(_ call: FakeCall, after request: Int, milliseconds: Int) -> Fault? {
        take(
            call,
            FaultReceipt.Firing(request: request, method: "-", path: call.path, milliseconds: milliseconds))
    }

    /// The fault that befalls `call`, noted in its receipt; `nil` where all goes well.
    func take(_ call: FakeCall, _ firing: FaultReceipt.Firing) -> Fault? {
        entries.withLock { entries in
            for index in entries.indices where entries[index].planned.fits(call) {
                guard entries[index].isDue() else { continue }
                entries[index].receipt.note(firing)
                return entries[index].planned.fault
            }
            return nil
        }
    }
}

/// What has become of a planned fault.
public struct FaultReceipt: Sendable, Equatable {
    /// A call that it befell.
    public struct Firing: Sendable, Equatable {
        /// The number of the request, from 1.
        public let request: Int
        /// The verb.
        public let method: String
        /// The path, without the query.
        public let path: String
        /// When, in milliseconds since 1970.
        public let milliseconds: Int
    }

    /// How many calls a receipt lists.
    public static let listed = 100

    /// The fault as it was planned.
    public let planned: PlannedFault
    /// How often it fired.
    public private(set) var fired = 0
    /// The first calls that it befell, at most ``listed``.
    public private(set) var firings: [Firing] = []

    init(_ planned: PlannedFault) { self.planned = planned }

    /// Whether it fired as often as it was to.
    public var isConsumed: Bool { fired >= planned.times ?? 1 }

    fileprivate mutating func note(_ firing: Firing) {
        fired += 1
        if firings.count < Self.listed { firings.append(firing) }
    }
}

/// Random numbers that a seed determines (Steele, Lea and Flood 2014).
public struct RandomSequence: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The sequence of `seed`.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
