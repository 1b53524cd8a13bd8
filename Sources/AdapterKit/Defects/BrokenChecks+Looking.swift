extension BrokenChecks {
    /// Deleting.
    static let deleting: [PlantedDefect: Set<String>] = [
        .forgetsToDelete: [
            "an unknown asset cannot be described",
            "an unknown asset is refused before its first byte",
            "a range of an unknown asset is not found",
            "an asset can be deleted whatever its filename",
            "a refusal says that nothing happened",
            "what is not there need not be asked for again",
            "an error is told in one short line",
            "a deleted asset is gone",
            "an empty asset can be deleted",
            "an asset can be deleted once",
            "a deleted asset is absent",
            "a listing names no deleted asset",
            "a place whose last asset is gone can be listed",
            "of several deletions at once one succeeds",
            "an updated asset can be deleted",
            "an unknown asset cannot be updated",
            "an unknown asset can be neither discarded nor restored",
            "a discarded asset can be deleted",
            "an unknown asset has no comments",
            "the metadata of an unknown asset are not found",
            "an unknown asset cannot be moved",
            "an unknown asset has no address",
            "an unknown asset has no revision",
        ],
        .deletesTheUnknown: [
            "a refusal says that nothing happened",
            "what is not there need not be asked for again",
            "an error is told in one short line",
            "an asset can be deleted once",
            "a strange id cannot be deleted",
            "an id that resembles another deletes nothing",
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

    /// Finding and listing.
    static let looking: [PlantedDefect: Set<String>] = [
        .findsNothing: [
            "a stored asset is found by its key",
            "two keys with one filename are told apart",
            "what is found is what a look shows",
            "what is found can be read and deleted",
            "an empty asset is found",
            "an asset is found whatever its filename",
            "an asset is found after an update",
        ],
        .findsTheDeleted: [
            "a deleted asset is absent"
        ],
        .findsAnything: [
            "a body shorter than promised leaves nothing",
            "a body longer than promised leaves nothing",
            "a silent body shorter than promised leaves nothing",
            "a silent body longer than promised leaves nothing",
            "a body without end leaves nothing",
            "a body without a byte leaves nothing",
            "a file shorter than promised leaves nothing",
            "a file longer than promised leaves nothing",
            "a body that fails midway leaves nothing",
            "a file that has become shorter leaves nothing",
            "a call that is cancelled before it begins leaves nothing",
            "a cancelled call leaves nothing",
            "a key that was never used is absent",
            "a deleted asset is absent",
            "a key is told from one that begins like it",
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
        .miscallsBookmarks: ["a bookmark that cannot be used is invalid"],
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
            "a listing names no deleted asset",
            "a place whose last asset is gone can be listed",
        ],
        .neverEnds: [
            "a listing names every asset once",
            "a listing describes assets as they are",
            "a listing names no deleted asset",
            "a listing shows what a look shows",
            "a listing shows what an update has changed",
            "an asset is listed whatever its filename",
            "an empty asset is listed",
            "a listing keeps its order",
            "a place holds nothing from elsewhere",
            "writing during a listing hides nothing",
            "deleting during a listing hides nothing else",
            "a moved asset is listed where it lies",
        ],
        .countsFromTheOldest: [
            "deleting during a listing hides nothing else"
        ],
        .countsFromTheNewest: [
            "writing during a listing hides nothing"
        ],
        .misstatesListedSizes: [
            "a listing describes assets as they are",
            "a listing shows what a look shows",
        ],
        .findsOnce: [
            "a lookup finds the same twice"
        ],
        .findsByPrefix: [
            "a key is told from one that begins like it"
        ],
        .findsNothingEmpty: [
            "an empty asset is found"
        ],
        .losesKeysOnUpdate: [
            "an asset is found after an update"
        ],
        .forgetsBookmarks: [
            "a listing keeps its order",
            "a bookmark can be used again",
        ],
        .listsPlacesOnly: [
            "a listing of everything names what a place holds"
        ],
        .listsHalves: [
            "an asset is not listed while its body is under way"
        ],
        .listsStaleTags: [
            "a listing shows what an update has changed"
        ],
        .losesEmptyPlaces: [
            "a place whose last asset is gone can be listed",
            "a moved asset is listed where it lies",
        ],
    ]
}
