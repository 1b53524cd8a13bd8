public import Raster

/// What a library's store can do, in the three sets that clients see.
public struct Capabilities: Sendable, Equatable {
    /// The store does it by itself.
    public var declared: [String]
    /// The gateway does it in the store's place.
    public var emulated: [String]
    /// Nobody does it.
    public var unavailable: [String]
    /// The store's numbers, after the gateway's own bounds.
    public var limits: [String: Int]

    /// What can be done where `adapter` is the store, but for numbers, which are the gateway's too.
    ///
    /// What a store that is only read from does no more than show, nobody does.
    public init(of adapter: any Adapter, isReadOnly: Bool = false, limits: [String: Int] = [:]) {
        (declared, emulated, unavailable) = ([], [], [])
        for ability in Ability.allCases {
            let name = ability.rawValue
            if isReadOnly, ability.isChange(of: adapter) {
                unavailable.append(name)
            } else if ability.isDeclared(by: adapter) {
                declared.append(name)
            } else if ability.isEmulated(for: adapter) {
                emulated.append(name)
            } else {
                unavailable.append(name)
            }
        }
        self.limits = limits
    }

    /// All that can be in one of the sets, in the order in which each of them has it.
    public static let all = Ability.allCases.map(\.rawValue)
}

extension Gateway {
    /// What the store of `library` can do.
    public func capabilities(of library: Library) throws(StorageError) -> Capabilities {
        let adapter = try adapter(library.adapter)
        var limits = [
            "maxFileBytes": maximumFileBytes(adapter), "maxFilesPerUpload": Rules.filesPerUpload,
            "trashDays": Int(trashRetention(of: library.adapter).milliseconds / 86_400_000),
        ]
        limits["maxNameBytes"] = adapter.limits.maximumNameBytes
        return Capabilities(of: adapter, isReadOnly: isReadOnly(adapter.name), limits: limits)
    }

    /// How long the trash keeps an asset of the store called `name`: no longer than that store does.
    public func trashRetention(of name: AdapterName) -> Duration {
        let native = adapters.adapter(name)?.trash?.retention
        return native.map { min($0, settings.trashRetention) } ?? settings.trashRetention
    }

    /// The largest file that a library in `adapter` takes.
    public func maximumFileBytes(_ adapter: any Adapter) -> Int {
        min(settings.uploads.maximumFileBytes, adapter.limits.maximumBytes ?? .max)
    }
}

/// An ability by the name that clients see.
enum Ability: String, CaseIterable {
    case upload, download, delete, tags, description, search, transfer, trash, comments, enumeration
    case history, metadata, actions, collections

    /// Whether the store does it by itself.
    func isDeclared(by adapter: any Adapter) -> Bool {
        switch self {
        case .upload: adapter.takesUploads && adapter.fetching == nil
        case .download, .delete: true
        case .tags: adapter.updating?.fields.contains(.tags) ?? false
        case .description: adapter.updating?.fields.contains(.description) ?? false
        case .search: false
        case .transfer: adapter.places != nil
        case .trash: adapter.trash != nil
        case .comments: adapter.comments != nil
        case .enumeration: adapter.enumeration != nil
        case .history: adapter.history != nil
        case .metadata: adapter.metadata != nil
        case .actions: adapter.actions != nil
        case .collections: adapter.collections != nil
        }
    }

    /// Whether it is a change in the store itself, which one refuses that is only read from.
    func isChange(of adapter: any Adapter) -> Bool {
        switch self {
        case .delete: true
        case .comments, .actions: isDeclared(by: adapter)
        case .upload, .download, .tags, .description, .search, .transfer, .trash, .enumeration, .history,
            .metadata, .collections:
            false
        }
    }

    /// Whether the gateway does it where the store cannot.
    ///
    /// A store that fetches bytes for itself takes no uploads: the gateway takes them in its place.
    func isEmulated(for adapter: any Adapter) -> Bool {
        switch self {
        case .upload: adapter.takesUploads && adapter.fetching != nil
        case .tags, .description, .search, .transfer, .trash, .comments, .history: true
        case .download, .delete, .enumeration, .metadata, .actions, .collections: false
        }
    }
}
