/// A project: what assets can be assigned to.
public struct PocketProject: Sendable, Equatable {
    /// Its id: 20 characters of `[A-Za-z0-9_-]`.
    public var id: String
    /// Its place in the sequence of all ids; given by the account.
    public internal(set) var number = 0
    /// What a client calls it; no two projects have the same.
    public var externalID: String?
    /// The project that it is below.
    public var parent: String?
    /// The user whom it belongs to.
    public var owner: Int
    /// Its title, at most 255 characters.
    public var title: String
    /// Its description.
    public var description: String?
    /// Its category, in lower case.
    public var category: String?
    /// Its tags, in lower case.
    public var tags: [String] = []
    /// When it came, in milliseconds since 1970.
    public var created: Int

    /// A project that came at `created`; without an id it is given one.
    public init(id: String = "", title: String, owner: Int, created: Int) {
        (self.id, self.title, self.owner, self.created) = (id, title, owner, created)
    }
}

/// A collection: a list of assets.
public struct PocketCollection: Sendable, Equatable {
    /// Its id: 20 characters of `[A-Za-z0-9_-]`.
    public var id: String
    /// Its place in the sequence of all ids; given by the account.
    public internal(set) var number = 0
    /// The user whom it belongs to.
    public var owner: Int
    /// Its title, at most 255 characters.
    public var title: String
    /// Its description.
    public var description: String?
    /// Its category, in lower case.
    public var category: String?
    /// Its tags, in lower case.
    public var tags: [String] = []
    /// Whether everyone sees it.
    public var isPublic = false
    /// The ids of its assets.
    public var assets: [String] = []
    /// When it came, in milliseconds since 1970.
    public var created: Int

    /// A private collection that came at `created`; without an id it is given one.
    public init(id: String = "", title: String, owner: Int, created: Int) {
        (self.id, self.title, self.owner, self.created) = (id, title, owner, created)
    }
}

/// What someone said of an asset or a project.
struct PocketComment: Sendable, Equatable {
    let id: Int
    /// The path of what it is about, such as `assets/ID`.
    let target: String
    let user: Int
    var message: String
    var updated: Int
}

/// An action that was started; how far it is the clock tells.
struct PocketRun: Sendable, Equatable {
    let id: Int
    let asset: String
    let action: Int
    let created: Int
}

/// A file that an account was told to fetch.
public struct PocketFetch: Sendable, Equatable {
    /// How far it is.
    public enum State: String, Sendable {
        /// It is to be fetched, or just being fetched.
        case waiting
        /// It has come.
        case arrived
        /// It did not come, and is not tried again.
        case failed
    }

    /// Its number.
    public let id: Int
    /// The asset that it is for.
    public let asset: String
    /// Where it lies.
    public let url: String
    /// What it is to be called.
    public let filename: String
    /// The number of the request that asked for it.
    public let request: Int
    /// The user who asked for it.
    public let user: Int
    /// From when on it is fetched, in milliseconds since 1970.
    public let due: Int
    /// How far it is.
    public internal(set) var state = State.waiting
    /// Why it failed; empty where it did not.
    public internal(set) var reason = ""
}

/// An event of an asset's history.
struct PocketEvent: Sendable, Equatable {
    let id: Int
    let asset: String
    let user: Int
    let type: String
    let created: Int
    /// The number and the title that the asset had.
    let number: Int
    let title: String
}

/// Something that can be started for an asset.
public struct PocketAction: Sendable, Equatable {
    /// Its number.
    public var id: Int
    /// Its name.
    public var name: String
    /// What it does.
    public var description: String
    /// Its kind.
    public var category: String

    /// An action.
    public init(id: Int, name: String, description: String, category: String) {
        (self.id, self.name, self.description, self.category) = (id, name, description, category)
    }
}
