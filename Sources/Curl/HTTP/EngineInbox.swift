import Bytes
import CCurl

/// What other threads want of the thread that runs libcurl.
///
/// One wake for a batch: who finds the inbox empty wakes, the others only add. It holds no more than a few commands
/// for each exchange under way, whose number is limited.
final class EngineInbox: Sendable {
    /// One wish.
    enum Command: Sendable {
        case start(Exchange)
        /// A side that had paused may go on.
        case resume(Exchange)
        /// Nobody wants the exchange any more, or its body broke.
        case end(Exchange)
        /// Everything that was asked for before has been done.
        case tell(@Sendable () -> Void)
        case stop
    }

    private struct State {
        var commands: [Command] = []
        /// The address of the multi handle, as long as it may be woken.
        var multi: UInt = 0
    }

    private let state = Lock(State())

    /// Opens it: `multi` is woken from now on.
    func open(_ multi: UnsafeMutableRawPointer) {
        state.withLock { $0.multi = UInt(bitPattern: multi) }
    }

    /// Closes it for good; what is still in it comes out.
    func close() -> [Command] {
        state.withLock { state in
            defer { state = State() }
            return state.commands
        }
    }

    /// Adds `command`; false where nobody will read it.
    @discardableResult
    func add(_ command: Command) -> Bool {
        state.withLock { state in
            guard let multi = UnsafeMutableRawPointer(bitPattern: state.multi) else { return false }
            state.commands.append(command)
            // Under the lock, so that the handle is still there.
            if state.commands.count == 1 { curl_multi_wakeup(multi) }
            return true
        }
    }

    /// Everything that has come, which is taken out.
    func takeAll() -> [Command] {
        state.withLock { state in
            guard !state.commands.isEmpty else { return [] }
            defer { state.commands = [] }
            return state.commands
        }
    }
}
