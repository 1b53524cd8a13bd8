/// Which checks each defect must break: the titles, in the order of the checks.
enum BrokenChecks {
    static let all = [reading, storing, naming, deleting, looking, showing, revising, others].reduce(into: [:]
    ) {
        $0.merge($1) { first, second in first.union(second) }
    }

    /// Describing and opening.
    static let reading: [PlantedDefect: Set<String>] = [
        .describesTheUnknown: [
            "an unknown asset cannot be described",
            "a strange id is not found",
            "a refusal says that nothing happened",
            "a deleted asset is gone",
        ],
        .inventsSizes: [
            "an asset is described with the size it has"
        ],
        .claimsAnotherKey: [
            "an asset says for which key it was made, or nothing"
        ],
        .manglesFilenames: [
            "a filename may hold spaces and punctuation",
            "a filename may hold percent signs that decode to nothing good",
            "a filename may hold emoji",
            "a filename may be in any script",
            "a filename may begin with a dot",
            "a filename may begin with a hyphen",
            "a filename may be two dots",
            "a filename may end with a dot or a space",
            "a filename may be 255 bytes long",
            "a filename may be 255 bytes of long letters",
            "a filename may have no extension",
        ],
        .liesAboutEffects: [
            "a refusal says that nothing happened"
        ],
        .failsLate: [
            "an unknown asset is refused before its first byte",
            "a strange id is not found",
            "a range of an unknown asset is not found",
            "a refusal says that nothing happened",
            "a deleted asset is gone",
        ],
        .opensStrangeIDs: [
            "a strange id is not found"
        ],
        .flipsBitsOfLargeBodies: [
            "the bytes come back as they went",
            "an asset can be read twice at once",
            "a body of more than a mebibyte is stored whole",
            "readers at once get all the bytes",
        ],
        .dropsTheLastByte: [
            "a content is as long as it says",
            "a stream that does not say its length is stored",
            "a file is stored like a stream",
            "writers at once store all their assets",
            "writers of one key at once make one asset",
        ],
        .claimsMoreBytes: [
            "a content is as long as it says",
            "an asset can be read twice at once",
        ],
        .sharesCursors: [
            "an asset can be read twice at once",
            "readers at once get all the bytes",
        ],
        .ignoresRanges: [
            "a range in the middle gives these bytes",
            "the first byte can be read alone",
            "the last byte can be read alone",
            "an empty range at the start gives no bytes",
            "an empty range at the end gives no bytes",
        ],
        .shiftsRanges: [
            "a range in the middle gives these bytes",
            "the first byte can be read alone",
        ],
        .clampsRanges: [
            "a range that ends beyond the end is invalid",
            "a range that begins beyond the end is invalid",
            "a range of enormous numbers is invalid",
        ],
        .takesEmptyRangesForAll: [
            "an empty range at the start gives no bytes",
            "an empty range at the end gives no bytes",
        ],
        .refusesRangesToTheEnd: [
            "the last byte can be read alone",
            "a range may be the whole asset",
        ],
    ]

    /// Storing.
    static let storing: [PlantedDefect: Set<String>] = [
        .refusesEmptyBodies: [
            "an empty body is an asset"
        ],
        .padsShortBodies: [
            "a body shorter than promised is invalid",
            "a silent body shorter than promised is invalid",
        ],
        .cutsLongBodies: [
            "a body longer than promised is invalid",
            "a silent body longer than promised is invalid",
        ],
        .leavesShortBodies: [
            "a body shorter than promised leaves nothing",
            "a silent body shorter than promised leaves nothing",
        ],
        .leavesLongBodies: [
            "a body longer than promised leaves nothing",
            "a silent body longer than promised leaves nothing",
        ],
        .keepsBrokenBodies: [
            "a body that fails midway fails the call"
        ],
        .leavesBrokenBodies: [
            "a body that fails midway leaves nothing"
        ],
        .ignoresCancellation: [
            "a cancelled call fails as cancelled"
        ],
        .miscallsCancellation: [
            "a cancelled call fails as cancelled"
        ],
        .leavesCancelledBodies: [
            "a cancelled call leaves nothing"
        ],
        .overwrites: [
            "a repeat with the same key makes no second asset",
            "a repeat with the same key leaves the first bytes alone",
            "writers of one key at once make one asset",
        ],
        .storesTwice: [
            "a repeat with the same key makes no second asset",
            "writers of one key at once make one asset",
        ],
        .readsFilesFromTheStart: [
            "a part of a file is stored as that part"
        ],
        .stopsAfterAThousandPieces: [
            "a body in many small pieces is stored whole"
        ],
        .cutsLargeBodies: [
            "a body of more than a mebibyte is stored whole"
        ],
        .translatesLineEnds: [
            "every byte value is kept"
        ],
        .demandsLengths: [
            "a stream that does not say its length is stored"
        ],
        .deduplicates: [
            "the same bytes under two keys are two assets"
        ],
        .losesWritesInARow: [
            "a listing names every asset once",
            "writing during a listing hides nothing",
            "deleting during a listing hides nothing else",
            "writers at once store all their assets",
            "writers of one key at once make one asset",
        ],
    ]

    /// Names.
    static let naming: [PlantedDefect: Set<String>] = [
        .takesPlainNamesOnly: [
            "a filename may hold spaces and punctuation",
            "a filename may hold percent signs that decode to nothing good",
            "a filename may hold emoji",
            "a filename may be in any script",
            "a filename may end with a dot or a space",
            "a filename may be 255 bytes of long letters",
            "two filenames that differ by normalization are two assets",
            "two filenames that differ by a space at the end are two assets",
        ],
        .takesNamesForOptions: [
            "a filename may begin with a hyphen"
        ],
        .refusesHiddenNames: [
            "a filename may begin with a dot",
            "a filename may be two dots",
        ],
        .refusesLongNames: [
            "a filename may be 255 bytes long",
            "a filename may be 255 bytes of long letters",
        ],
        .demandsExtensions: [
            "a filename may have no extension"
        ],
        .keysByFilename: [
            "one filename twice is two assets",
            "two keys with one filename are told apart",
        ],
        .foldsCase: [
            "two filenames that differ by letter case are two assets"
        ],
        .normalizes: [
            "two filenames that differ by normalization are two assets"
        ],
        .trimsNames: [
            "two filenames that differ by a space at the end are two assets"
        ],
    ]
}
