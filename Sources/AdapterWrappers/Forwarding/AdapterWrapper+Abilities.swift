public import Raster

/// Every ability of what is wrapped, each forwarded here and nowhere else.
extension AdapterWrapper {
    /// Present where ``base`` has it.
    public var updating: (any Updating)? { base.updating.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var finding: (any Finding)? { base.finding.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var enumeration: (any Enumerating)? { base.enumeration.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var fetching: (any Fetching)? { base.fetching.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var trash: (any TrashBin)? { base.trash.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var comments: (any CommentThreads)? { base.comments.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var history: (any HistoryLog)? { base.history.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var actions: (any ActionRunner)? { base.actions.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var collections: (any CollectionIndex)? { base.collections.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var metadata: (any MetadataReader)? { base.metadata.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var places: (any PlaceTree)? { base.places.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var delivery: (any Delivering)? { base.delivery.map { Forwarded(self, $0) } }
    /// Present where ``base`` has it.
    public var revising: (any Revising)? { base.revising.map { Forwarded(self, $0) } }
    /// That of ``base`` itself: its calls wait for a disk of this machine, and nothing is done around them.
    public var surveying: (any Surveying)? { base.surveying }
}

/// An ability whose calls go through a wrapper.
struct Forwarded<Ability: Sendable>: Sendable {
    let wrapper: any AdapterWrapper
    let ability: Ability

    init(_ wrapper: any AdapterWrapper, _ ability: Ability) {
        self.wrapper = wrapper
        self.ability = ability
    }
}
