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
    // Storing.
    case refusesEmptyBodies, padsShortBodies, cutsLongBodies, leavesShortBodies, leavesLongBodies
    case keepsBrokenBodies, leavesBrokenBodies, ignoresCancellation, miscallsCancellation
    case leavesCancelledBodies, overwrites, storesTwice, readsFilesFromTheStart, stopsAfterAThousandPieces
    case cutsLargeBodies, translatesLineEnds, demandsLengths, deduplicates, losesWritesInARow
    // Names.
    case takesPlainNamesOnly, takesNamesForOptions, refusesHiddenNames, refusesLongNames, demandsExtensions
    case keysByFilename, foldsCase, normalizes, trimsNames
    // Deleting.
    case forgetsToDelete, deletesTheUnknown, deletesTwins, deletesStrangeIDs, deletesNothingDiscarded
    // Finding and listing.
    case findsNothing, findsTheDeleted, findsAnything, findsByFilename, findsHalves
    case overfillsPages, repeatsAcrossPages, skipsAtPageEnds, listsTheDeleted, neverEnds
    case countsFromTheOldest, countsFromTheNewest, misstatesListedSizes
    // What a system shows, and its numbers.
    case ignoresUpdates, appendsTags, damagesUpdatedBytes, updatesTheUnknown
    case hasNoKind, allowsNothing, foretellsByMood, foretellsLossOfBytes
    // Trash, comments and records.
    case discardsForGood, staysInTheBin, restoresTheLive, discardsTheUnknown, keepsForNoTime
    case listsNewestFirst, trimsComments, ignoresEdits, ignoresRemovals, editsTheGone, commentsOnTheUnknown
    case repeatsEventIDs, takesAnyBookmark, repeatsActions, inventsRuns, inventsCollections
    case readsTheUnknown, wanders, staysInPlace
    // What others change.
    case revisesSizes, tagsByMood, revisesTheUnknown

    /// The titles of the checks that must fail, and no others may.
    public var breaks: Set<String> { BrokenChecks.all[self] ?? [] }

    /// A reference adapter with this defect and no other.
    public func adapter() -> any Adapter { DefectiveAdapter(self) }
}
