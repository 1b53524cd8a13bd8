/// A comment of the catalog, with what ties it to one backend.
public struct KnownComment: Hashable, Sendable {
    /// The comment.
    public var comment: Comment
    /// Whether nobody sees it yet, since nobody knows whether the backend has it.
    public var isPending: Bool
    /// The backend's own identifier of it; `nil` where it has none there.
    public var native: NativeID?
    /// When it was sent to the backend, as long as nobody knows what came of that.
    public var sent: Timestamp?

    /// A comment with these properties.
    public init(
        _ comment: Comment, isPending: Bool = false, native: NativeID? = nil, sent: Timestamp? = nil
    ) {
        self.comment = comment
        self.isPending = isPending
        self.native = native
        self.sent = sent
    }
}

/// What the catalog has to change to say of comments what a backend says.
public struct CommentMerge: Hashable, Sendable {
    /// A comment of the catalog beside that of the backend.
    public struct Pair: Hashable, Sendable {
        /// The catalog's.
        public var id: CommentID
        /// The backend's.
        public var native: NativeComment

        /// Two that are one.
        public init(_ id: CommentID, _ native: NativeComment) {
            self.id = id
            self.native = native
        }
    }

    /// Comments of the catalog that turn out to be these.
    public var links: [Pair] = []
    /// Comments of which the catalog knows nothing, with the ids they get.
    public var additions: [Pair] = []
    /// Comments whose text is another now.
    public var changes: [Pair] = []
    /// Comments that the backend had and has no more.
    public var vanished: [CommentID] = []
    /// Comments that were sent, and of which it is certain now that they never arrived.
    public var withdrawn: [CommentID] = []

    /// Nothing.
    public init() {}

    /// Whether there is nothing to change.
    public var isEmpty: Bool { self == CommentMerge() }
}
