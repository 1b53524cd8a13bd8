import Synchronization

/// Who may use an account: a person with a key.
public struct PocketUser: Sendable, Equatable {
    /// What a user may do beyond the ordinary.
    public enum Permission: String, Sendable, CaseIterable {
        /// See actions and their runs.
        case viewActions = "ACTIONS_VIEW"
        /// Start an action.
        case startActions = "ACTIONS_START"
    }

    /// The user's number.
    public var id: Int
    /// The user's address.
    public var email: String
    /// The key, as `X-API-KEY` has it.
    public var key: String
    /// What the user may do.
    public var permissions: Set<Permission>

    /// A user who may do everything.
    public init(
        id: Int, email: String, key: String, permissions: Set<Permission> = Set(Permission.allCases)
    ) {
        (self.id, self.email, self.key, self.permissions) = (id, email, key, permissions)
    }
}

/// The users of an account; they are not kept, but configured anew at each start.
final class PocketUsers: Sendable {
    private let initial: [PocketUser]
    private let current: Mutex<[PocketUser]>

    init(_ users: [PocketUser]) {
        initial = users
        current = Mutex(users)
    }

    var all: [PocketUser] { current.withLock { $0 } }

    /// The user with this key; `nil` for none or an unknown one.
    func user(key: String?) -> PocketUser? { all.first { $0.key == key } }

    /// The address of a user; empty for one who is gone.
    func email(_ id: Int) -> String { all.first { $0.id == id }?.email ?? "" }

    /// Puts a user in the place of the one with the same number, or beside the others.
    func put(_ user: PocketUser) {
        current.withLock { users in
            users.removeAll { $0.id == user.id }
            users.append(user)
        }
    }

    /// Switches a permission on or off; false where there is no such user.
    func set(_ permission: PocketUser.Permission, _ isGiven: Bool, of id: Int) -> Bool {
        guard var user = all.first(where: { $0.id == id }) else { return false }
        if isGiven { user.permissions.insert(permission) } else { user.permissions.remove(permission) }
        put(user)
        return true
    }

    /// As at first.
    func reset() { current.withLock { $0 = initial } }
}
