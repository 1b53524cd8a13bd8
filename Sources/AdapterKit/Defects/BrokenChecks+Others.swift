extension BrokenChecks {
    /// Deleting.
    static let deleting: [PlantedDefect: Set<String>] = [
        .forgetsToDelete: [
            "an unknown asset cannot be described",
            "an unknown asset is refused before its first byte",
            "a range of an unknown asset is not found",
            "a refusal says that nothing happened",
            "a deleted asset is gone",
            "an asset can be deleted once",
            "a deleted asset is absent",
            "a listing names no deleted asset",
            "of several deletions at once one succeeds",
            "an unknown asset cannot be updated",
            "an unknown asset can be neither discarded nor restored",
            "a discarded asset can be deleted",
            "an unknown asset has no comments",
            "the metadata of an unknown asset are not found",
            "an unknown asset has no revision",
        ],
        .deletesTheUnknown: [
            "a refusal says that nothing happened",
            "an asset can be deleted once",
            "a strange id cannot be deleted",
            "of several deletions at once one succeeds",
        ],
        .deletesTwins: [
            "the same bytes under two keys are two assets",
            "deleting one asset leaves the others",
        ],
        .deletesStrangeIDs: [
            "a strange id cannot be deleted"
        ],
        .deletesNothingDiscarded: [
            "a discarded asset can be deleted"
        ],
    ]

    /// Assets that others may change.
    static let revising: [PlantedDefect: Set<String>] = [
        .revisesSizes: ["a revision holds the bytes of the asset"],
        .tagsByMood: ["a revision keeps its tag as long as the bytes stay"],
        .revisesTheUnknown: ["an unknown asset has no revision"],
    ]

    /// Finding and listing.
    static let looking: [PlantedDefect: Set<String>] = [
        .findsNothing: [
            "a stored asset is found by its key",
            "two keys with one filename are told apart",
        ],
        .findsTheDeleted: [
            "a deleted asset is absent"
        ],
        .findsAnything: [
            "a body shorter than promised leaves nothing",
            "a body longer than promised leaves nothing",
            "a silent body shorter than promised leaves nothing",
            "a silent body longer than promised leaves nothing",
            "a body that fails midway leaves nothing",
            "a cancelled call leaves nothing",
            "a key that was never used is absent",
            "a deleted asset is absent",
        ],
        .findsByFilename: [
            "two keys with one filename are told apart"
        ],
        .findsHalves: [
            "a key is never found while its body is under way"
        ],
        .overfillsPages: [
            "a page holds no more than the limit"
        ],
        .repeatsAcrossPages: [
            "a listing names every asset once",
            "writing during a listing hides nothing",
        ],
        .skipsAtPageEnds: [
            "a listing names every asset once",
            "writing during a listing hides nothing",
            "deleting during a listing hides nothing else",
        ],
        .listsTheDeleted: [
            "a listing names no deleted asset"
        ],
        .neverEnds: [
            "a listing names every asset once",
            "a listing describes assets as they are",
            "a listing names no deleted asset",
            "writing during a listing hides nothing",
            "deleting during a listing hides nothing else",
        ],
        .countsFromTheOldest: [
            "deleting during a listing hides nothing else"
        ],
        .countsFromTheNewest: [
            "writing during a listing hides nothing"
        ],
        .misstatesListedSizes: [
            "a listing describes assets as they are"
        ],
    ]

    /// What a system shows, and its numbers.
    static let showing: [PlantedDefect: Set<String>] = [
        .ignoresUpdates: [
            "an update is shown as foretold",
            "an update may be repeated",
        ],
        .appendsTags: [
            "an update may be repeated"
        ],
        .damagesUpdatedBytes: [
            "an update leaves the bytes alone"
        ],
        .updatesTheUnknown: [
            "an unknown asset cannot be updated"
        ],
        .hasNoKind: [
            "the kind of system has a name"
        ],
        .allowsNothing: [
            "the limits allow something"
        ],
        .foretellsByMood: [
            "the fate of a value is always foretold alike"
        ],
        .foretellsLossOfBytes: [
            "bytes are kept exactly"
        ],
    ]

    /// Trash, comments and records.
    static let others: [PlantedDefect: Set<String>] = [
        .discardsForGood: [
            "a discarded asset can be restored",
            "a restored asset is no longer in the bin",
            "a discarded asset can be deleted",
        ],
        .staysInTheBin: [
            "a restored asset is no longer in the bin"
        ],
        .restoresTheLive: [
            "a restored asset is no longer in the bin",
            "an asset outside the bin cannot be restored",
        ],
        .discardsTheUnknown: [
            "an unknown asset can be neither discarded nor restored"
        ],
        .keepsForNoTime: [
            "the bin keeps assets for some time"
        ],
        .listsNewestFirst: [
            "comments are listed oldest first"
        ],
        .trimsComments: [
            "a comment keeps its text"
        ],
        .ignoresEdits: [
            "a comment can be changed"
        ],
        .ignoresRemovals: [
            "a comment can be removed once",
            "a comment that is gone cannot be changed",
        ],
        .editsTheGone: [
            "a comment that is gone cannot be changed"
        ],
        .commentsOnTheUnknown: [
            "an unknown asset has no comments"
        ],
        .repeatsEventIDs: [
            "each event has an id of its own"
        ],
        .takesAnyBookmark: [
            "a bad bookmark in a history is invalid"
        ],
        .repeatsActions: [
            "the actions of an asset have ids of their own"
        ],
        .inventsRuns: [
            "a new asset has no runs of actions"
        ],
        .inventsCollections: [
            "a new asset is in no collection"
        ],
        .readsTheUnknown: [
            "the metadata of an unknown asset are not found"
        ],
        .wanders: [
            "a library's place stays the same"
        ],
        .staysInPlace: [
            "a moved asset keeps its id and its bytes"
        ],
    ]
}
