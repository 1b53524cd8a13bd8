extension BrokenChecks {
    /// Trash, comments and records.
    static let others: [PlantedDefect: Set<String>] = [
        .discardsForGood: [
            "a discarded asset can be restored",
            "a restored asset is no longer in the bin",
            "a restored asset is described as before",
            "a restored asset can be discarded again",
            "a discarded asset can be deleted",
        ],
        .staysInTheBin: [
            "a restored asset is no longer in the bin"
        ],
        .restoresTheLive: [
            "a restored asset is no longer in the bin",
            "discarding one asset leaves the others",
            "an asset outside the bin cannot be restored",
        ],
        .discardsTheUnknown: [
            "an unknown asset can be neither discarded nor restored"
        ],
        .keepsForNoTime: [
            "the bin keeps assets for some time"
        ],
        .listsNewestFirst: [
            "comments are listed oldest first",
            "a changed comment keeps its id and its place",
        ],
        .trimsComments: [
            "a comment keeps its text"
        ],
        .ignoresEdits: [
            "a comment can be changed"
        ],
        .ignoresRemovals: [
            "a comment stays under its asset",
            "removing a comment leaves the others",
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
            "a label leads to its place again, or is refused"
        ],
        .staysInPlace: [
            "a moved asset keeps its id and its bytes",
            "an asset can be moved back",
            "a moved asset is listed where it lies",
        ],
        .forgetsOnRestoring: [
            "a restored asset is described as before"
        ],
        .discardsTwins: [
            "discarding one asset leaves the others"
        ],
        .discardsOnce: [
            "a restored asset can be discarded again"
        ],
        .greetsNewAssets: [
            "a new asset has no comments",
            "a comment stays under its asset",
            "a comment can be removed once",
        ],
        .repeatsCommentIDs: [
            "each comment has an id of its own"
        ],
        .answersOldTexts: [
            "adding and changing answer what is listed"
        ],
        .turnsBackTime: [
            "adding and changing answer what is listed",
            "a changed comment is not older than before",
        ],
        .showsAddresses: [
            "an author is never an address"
        ],
        .cutsComments: [
            "a long comment keeps its text"
        ],
        .mixesThreads: [
            "a comment stays under its asset"
        ],
        .movesEditedComments: [
            "a changed comment keeps its id and its place"
        ],
        .removesAllComments: [
            "removing a comment leaves the others"
        ],
        .leavesEventsUntyped: [
            "each event says what happened"
        ],
        .forgetsEvents: [
            "a history reads the same twice"
        ],
        .leavesActionsUnnamed: [
            "each action has a name"
        ],
        .startsAnything: [
            "an action that does not exist cannot be started"
        ],
        .inventsCameras: [
            "a file that says nothing of itself has no camera"
        ],
        .joinsPlaceNames: [
            "each library has a place of its own"
        ],
        .refusesRepeatedMoves: [
            "a move may be repeated"
        ],
        .movesOnce: [
            "an asset can be moved back"
        ],
        .forgetsOnMoving: [
            "a moved asset shows what it showed before"
        ],
        .movesNeighbours: [
            "moving one asset leaves the others"
        ],
        .refusesNextLabels: [
            "the label after one that is taken leads to a place"
        ],
        .movesTheUnknown: [
            "an unknown asset cannot be moved"
        ],
        .movesAnywhere: [
            "nothing can be moved to a place that is not there"
        ],
    ]
}
