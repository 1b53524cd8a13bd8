/// Which step of one request and its answer may come next; pure, so that every order of events can be tested.
///
/// Two sides drive it: the thread of the socket (``begin(hasBody:length:expectsContinue:)``, ``poll()``,
/// ``received(_:)``, ``starve()``, ``close()``) and the handler (``demand()``, ``answer()``, ``feed()``).
/// The caller holds the exchange's lock and carries the step out before it lets go, so that a connection is
/// suspended before anything can resume it and is never resumed once it is closed.
struct ExchangeState: Equatable {
    /// How far the request has come in.
    enum Intake: Equatable {
        /// Its head is not complete.
        case head
        /// The client waits to be invited to send its body.
        case held
        /// The body comes in.
        case open
        /// Everything has arrived.
        case complete
    }

    /// How far the answer is.
    enum Reply: Equatable {
        case none, ready
        /// The library has it.
        case queued
        /// The client has it, ahead of the rest of its body; the connection ends after that.
        case ahead
    }

    /// What the suspended connection waits for.
    enum Suspension: Equatable { case none, invitation, room, reply, output }

    /// What the thread of the socket does next.
    enum Step: Equatable {
        /// Hands the answer to the library.
        case queue
        /// Returns and will be called again.
        case proceed
        /// Suspends the connection and returns.
        case suspend
        /// Ends the connection.
        case cut
    }

    /// What happens to bytes that came in.
    enum Keep: Equatable {
        /// They go into the buffer.
        case keep
        /// They go into the buffer, which is full now: the connection is suspended.
        case keepAndSuspend
        /// Nobody wants them.
        case discard
        /// There are too many that nobody wants: the connection ends.
        case cut
    }

    private(set) var intake = Intake.head
    private(set) var reply = Reply.none
    private(set) var suspension = Suspension.none
    private(set) var isAbandoned = false
    private(set) var isClosed = false
    /// The bytes of the body that wait for the handler.
    private(set) var buffered = 0
    private let bufferBytes: Int
    private let drainBytes: Int
    private var remaining: Int?
    private var drained = 0
    private var isDemanded = false
    private var hasPassed = false
    private var hasWaited = false

    init(bufferBytes: Int, drainBytes: Int) {
        self.bufferBytes = bufferBytes
        self.drainBytes = drainBytes
    }

    /// The head is complete; `length` is that of the body, where it was given.
    mutating func begin(hasBody: Bool, length: Int?, expectsContinue: Bool) {
        remaining = length
        intake = hasBody ? (expectsContinue ? .held : .open) : .complete
    }

    /// The handler has been started on a request that has a body; tells how its first callback ends.
    mutating func started() -> Step {
        guard intake == .open else { return poll() }
        // The library takes an answer before the body or after it. Before it, only what is too long to swallow.
        guard reply == .ready, let remaining, remaining > drainBytes else { return .proceed }
        reply = .queued
        return .queue
    }

    /// The library called without bytes: after the head, after the last byte, after a suspension, or for nothing.
    mutating func poll() -> Step {
        if isAbandoned || isClosed { return .cut }
        if intake == .held { return pollHeld() }
        intake = .complete
        if reply == .ahead { return .cut }
        if reply == .ready {
            reply = .queued
            return .queue
        }
        // Once round first: suspended at the first call, the library would read on after the resumption and
        // take the end of a half-closed connection for the end of the exchange.
        guard hasPassed else {
            hasPassed = true
            return .proceed
        }
        suspension = .reply
        return .suspend
    }

    private mutating func pollHeld() -> Step {
        if reply == .ready {
            reply = .queued
            return .queue
        }
        guard isDemanded else {
            suspension = .invitation
            return .suspend
        }
        intake = .open
        return .proceed
    }

    /// `count` bytes of the body have come in.
    mutating func received(_ count: Int) -> Keep {
        if isAbandoned || isClosed { return .cut }
        remaining = remaining.map { $0 - count }
        if remaining == 0 { intake = .complete }
        guard reply == .none else {
            drained += count
            return drained > drainBytes ? .cut : .discard
        }
        buffered += count
        // Not at the last bytes, for the reason given in `poll`.
        guard buffered >= bufferBytes, intake != .complete, suspension == .none else { return .keep }
        suspension = .room
        return .keepAndSuspend
    }

    /// The handler wants bytes and has taken all there were; true when the connection is to be resumed.
    mutating func demand() -> Bool {
        isDemanded = true
        buffered = 0
        return resume(suspension == .invitation || suspension == .room)
    }

    /// The handler has answered; true when the connection is to be resumed.
    mutating func answer() -> Bool {
        guard reply == .none, !isClosed, !isAbandoned else { return false }
        reply = .ready
        buffered = 0
        return resume(suspension != .output)
    }

    /// Someone looks whether an answer waits for the rest of the body.
    ///
    /// True at the second look: then it is to be written past the library, which takes none in the middle of a
    /// body. A body that comes at once, and the connection with it, is not disturbed.
    mutating func sendAhead() -> Bool {
        guard reply == .ready, intake == .open, suspension == .none, !isClosed, !isAbandoned else {
            return false
        }
        guard hasWaited else {
            hasWaited = true
            return false
        }
        reply = .ahead
        return true
    }

    /// The library wants bytes of the answer and there are none; true when the connection is to be suspended.
    mutating func starve() -> Bool {
        guard !isAbandoned, !isClosed, suspension == .none else { return false }
        suspension = .output
        return true
    }

    /// There are bytes of the answer, or its end; true when the connection is to be resumed.
    mutating func feed() -> Bool { resume(suspension == .output) }

    /// The connection must end: ``poll()`` and ``received(_:)`` cut it.
    ///
    /// True when it is to be resumed for that.
    mutating func abandon() -> Bool {
        isAbandoned = true
        return resume(true)
    }

    /// The library has let go of the connection: nothing may be done to it from now on.
    mutating func close() {
        isClosed = true
        suspension = .none
    }

    private mutating func resume(_ isDue: Bool) -> Bool {
        guard isDue, suspension != .none, !isClosed else { return false }
        suspension = .none
        return true
    }
}
