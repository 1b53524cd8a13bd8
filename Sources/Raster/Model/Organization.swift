/// What an organization may use; Raster's names.
public enum Plan: String, Sendable, CaseIterable {
    /// The free plan, with caps.
    case hobby
    /// The paid plan, without caps.
    case pro
}

/// Who owns libraries and keys.
public struct Organization: Hashable, Sendable {
    /// As spelled in paths.
    public var id: OrganizationID
    /// For people; `nil` where none was given.
    public var name: String?
    /// `nil` where none is set: no caps.
    public var plan: Plan?
    /// When it was made.
    public var created: Timestamp
    /// Set while nobody has claimed it: when it goes, with all it holds.
    public var expires: Timestamp?

    /// An organization with these properties.
    public init(
        id: OrganizationID, name: String? = nil, plan: Plan? = nil, created: Timestamp,
        expires: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.plan = plan
        self.created = created
        self.expires = expires
    }

    /// Whether it was made anonymously and nobody has claimed it yet.
    public var isUnclaimed: Bool { expires != nil }
}
