public import Raster

/// A fault that can be planted in a correct adapter, to prove that checks can fail.
///
/// Each is something that a careless adapter does. ``breaks`` names the checks that must see it; every other
/// check must not.
public enum PlantedDefect: String, Sendable, CaseIterable {
    // Describing and opening.
    case describesTheUnknown, inventsSizes, claimsAnotherKey, manglesFilenames, liesAboutEffects
    case failsLate, opensStrangeIDs, flipsBitsOfLargeBodies, dropsTheLastByte, claimsMoreBytes, sharesCursors
    case ignoresRanges, shiftsRanges, clampsRanges, takesEmptyRangesForAll, refusesRangesToTheEnd
    case includesTheEnd, statesTheWholeLength, losesFarRanges, sharesRanges, breaksAfterRefusal
    case decodesIDs, runsOutOfReaders, endsEarlyWhenDeleted, ticksAtEveryLook, changesBeforeCreation
    case inventsDigests, spellsMD5InCapitals
    // Errors.
    case hopesForTheAbsent, hopesForTheInvalid, blamesTheBackend, repeatsWithEffect, speaksInLines,
        quotesBodies
    // Storing.
    case refusesEmptyBodies, padsShortBodies, cutsLongBodies, leavesShortBodies, leavesLongBodies
    case keepsBrokenBodies, leavesBrokenBodies, ignoresCancellation, miscallsCancellation
    case leavesCancelledBodies, overwrites, storesTwice, readsFilesFromTheStart, stopsAfterAThousandPieces
    case cutsLargeBodies, translatesLineEnds, demandsLengths, deduplicates, losesWritesInARow
    case takesFilesOnce, losesSpooledFiles, touchesNeighbours, answersOtherNames, dropsFullBuffers
    case readsBeforeRefusing, readsOnAndOn
    // Names.
    case takesPlainNamesOnly, takesNamesForOptions, refusesHiddenNames, refusesLongNames, demandsExtensions
    case keysByFilename, foldsCase, normalizes, trimsNames, dropsExtensions, cutsLongFilenames
    case decodesEscapes, decodesPlusSigns
    // Texts.
    case keepsASCIINames, normalizesTexts, trimsTexts, joinsLines, escapesMarkup, cutsDescriptions
    case splitsTagsAtCommas, lowersTags, keepsTenTags, stripsTagPunctuation, keepsASCIITags, slugsTags
    case cutsTags, guessesMediaTypes, writesNull, inventsTags
    // Deleting.
    case forgetsToDelete, deletesTheUnknown, deletesTwins, deletesStrangeIDs, deletesNothingDiscarded
    // Finding and listing.
    case findsNothing, findsTheDeleted, findsAnything, findsByFilename, findsHalves
    case overfillsPages, miscallsBookmarks, repeatsAcrossPages, skipsAtPageEnds, listsTheDeleted, neverEnds
    case countsFromTheOldest, countsFromTheNewest, misstatesListedSizes
    case findsOnce, findsByPrefix, findsNothingEmpty, losesKeysOnUpdate, forgetsBookmarks, listsPlacesOnly
    case listsHalves, listsStaleTags, losesEmptyPlaces
    // What a system shows, and its numbers.
    case ignoresUpdates, appendsTags, damagesUpdatedBytes, updatesTheUnknown
    case keepsClearedDescriptions, keepsClearedTags, keepsOldNames, renewsCreation, updatesNeighbours
    case garblesDigests
    case hasNoKind, allowsNothing, foretellsByMood, foretellsLossOfBytes
    case hasNoName, limitsByMood, settlesBackwards, losesWithoutReason, changesKinds, spoolsNowhere
    case takesInSecretly, refusesForGood
    // Trash, comments and records.
    case discardsForGood, staysInTheBin, restoresTheLive, discardsTheUnknown, keepsForNoTime
    case listsNewestFirst, trimsComments, ignoresEdits, ignoresRemovals, editsTheGone, commentsOnTheUnknown
    case repeatsEventIDs, takesAnyBookmark, repeatsActions, inventsRuns, inventsCollections
    case readsTheUnknown, wanders, staysInPlace
    case forgetsOnRestoring, discardsTwins, discardsOnce
    case greetsNewAssets, repeatsCommentIDs, answersOldTexts, turnsBackTime, showsAddresses, cutsComments
    case mixesThreads, movesEditedComments, removesAllComments
    case leavesEventsUntyped, forgetsEvents, leavesActionsUnnamed, startsAnything, inventsCameras
    case joinsPlaceNames, refusesRepeatedMoves, movesOnce, forgetsOnMoving, movesNeighbours
    case refusesNextLabels, movesTheUnknown, movesAnywhere
    // Addresses.
    case hidesSchemes, leavesAddressesRaw, namesAccounts, sharesAddresses, addressesTheUnknown
    // What others change.
    case revisesSizes, tagsByMood, revisesTheUnknown, revisesOnce, revisesHalves
    // Bytes that the system fetches.
    case hidesTheAnnounced, inventsBytes, answersOtherAnnouncements, keepsTheAnnounced, takesBytesUntold
    case forgetsLabels, hopesForLabels, renamesTheAnnounced, readsLabelBases, stumblesOverAddresses
    case fetchesForTheUnknown, arrivesAtTheUnknown, arrivesUntold, losesArrivals, believesAddresses
    case takesAnythingForWhole, comparesSizes, mixesFetches, fetchesOnce, forgetsOnFetching, fetchesHome
    case keepsDiscardedBytes, discardsBytesOnce, discardsOthersBytes

    /// The titles of the checks that must fail, and no others may.
    public var breaks: Set<String> { BrokenChecks.all[self] ?? [] }

    /// A reference adapter with this defect and no other; where the defect is one of fetching, it is ``Staged``.
    public func adapter() -> any Adapter {
        guard BrokenChecks.fetching[self] != nil else { return DefectiveAdapter(self) }
        let host = MemoryHost()
        let adapter = DefectiveAdapter(self, host: host)
        let watch = ArrivalWatch(fetching: adapter, sleeper: NoSleeper(), pause: .zero, looks: 4)
        return Staged(adapter, host, watch)
    }
}
