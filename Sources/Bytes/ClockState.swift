import CPlatform

/// Whether something keeps the system's clock right.
public enum ClockState: Sendable {
    /// A daemon, such as one of NTP, has set it and watches it.
    case synchronised
    /// Nothing has set it, or not for long.
    case free
    /// The system does not say.
    case unknown

    /// The state of this system's clock.
    public static var current: ClockState {
        switch gw_clock_is_synchronised() {
        case 1: .synchronised
        case 0: .free
        default: .unknown
        }
    }
}
