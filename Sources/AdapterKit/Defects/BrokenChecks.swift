/// Which checks each defect must break: the titles, in the order of the checks.
enum BrokenChecks {
    static let all = [
        reading, errors, storing, naming, texts, deleting, looking, showing, others, addresses, revising,
        fetching,
    ].reduce(into: [:]) {
        $0.merge($1) { first, second in first.union(second) }
    }

    /// Describing and opening.
    static let reading: [PlantedDefect: Set<String>] = [
        .describesTheUnknown: [
            "an unknown asset cannot be described",
            "a strange id is not found",
            "an id that resembles another is not found",
            "an asset can be deleted whatever its filename",
            "a refusal says that nothing happened",
            "what is not there need not be asked for again",
            "an error is told in one short line",
            "a deleted asset is gone",
            "an empty asset can be deleted",
            "an updated asset can be deleted",
        ],
        .inventsSizes: [
            "an asset is described with the size it has",
            "an empty asset is described with no bytes",
            "storing answers what a look shows",
            "what is found is what a look shows",
            "a listing shows what a look shows",
            "a listing shows what an update has changed",
        ],
        .claimsAnotherKey: [
            "an asset says for which key it was made, or nothing",
            "storing answers what a look shows",
            "what is found is what a look shows",
            "a listing shows what a look shows",
            "a listing shows what an update has changed",
            "an update to another library leaves the asset where it is found",
        ],
        .manglesFilenames: [
            "storing answers what a look shows",
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
            "a filename may be one letter long",
            "a filename may hold signs that forms decode",
            "a filename may look like an address",
            "a filename may look like JSON",
            "a filename may hold what cannot be seen",
            "a filename may be the name of a device",
            "what is found is what a look shows",
            "a listing shows what a look shows",
            "a listing shows what an update has changed",
        ],
        .liesAboutEffects: [
            "a refusal says that nothing happened"
        ],
        .failsLate: [
            "an unknown asset is refused before its first byte",
            "a strange id is not found",
            "an id that resembles another is not found",
            "a range of an unknown asset is not found",
            "an asset can be deleted whatever its filename",
            "a refusal says that nothing happened",
            "what is not there need not be asked for again",
            "an error is told in one short line",
            "a deleted asset is gone",
            "an empty asset can be deleted",
            "an updated asset can be deleted",
        ],
        .opensStrangeIDs: [
            "a strange id is not found"
        ],
        .flipsBitsOfLargeBodies: [
            "the bytes come back as they went",
            "an asset can be read twice at once",
            "contents that are left unread hold nothing up",
            "an asset that is deleted under its reader comes whole or fails",
            "a range may lie far inside",
            "a body of more than a mebibyte is stored whole",
            "a body as long as a buffer is stored whole",
            "a cancelled reader leaves the asset to others",
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
            "a range says how long it is, or nothing",
        ],
        .sharesCursors: [
            "an asset can be read twice at once",
            "contents that are left unread hold nothing up",
            "ranges that meet are the whole",
            "a range may lie far inside",
            "ranges that are opened together keep apart",
            "a cancelled reader leaves the asset to others",
            "readers at once get all the bytes",
        ],
        .ignoresRanges: [
            "a range in the middle gives these bytes",
            "the first byte can be read alone",
            "the last byte can be read alone",
            "an empty range at the start gives no bytes",
            "an empty range at the end gives no bytes",
            "an empty range in the middle gives no bytes",
            "a range says how long it is, or nothing",
            "ranges that meet are the whole",
            "a range may lie far inside",
            "ranges that are opened together keep apart",
        ],
        .shiftsRanges: [
            "a range in the middle gives these bytes",
            "the first byte can be read alone",
            "ranges that meet are the whole",
            "a range may lie far inside",
            "ranges that are opened together keep apart",
        ],
        .clampsRanges: [
            "an empty asset has no other range",
            "a refused range leaves the asset readable",
            "a range that ends beyond the end is invalid",
            "a range that begins beyond the end is invalid",
            "a range of enormous numbers is invalid",
            "what is invalid need not be sent again",
            "what is invalid is its caller's fault",
            "an error is told in one short line",
        ],
        .takesEmptyRangesForAll: [
            "an empty range at the start gives no bytes",
            "an empty range at the end gives no bytes",
            "an empty range in the middle gives no bytes",
        ],
        .refusesRangesToTheEnd: [
            "the last byte can be read alone",
            "a range may be the whole asset",
            "ranges that meet are the whole",
            "a range may lie far inside",
        ],
        .includesTheEnd: [
            "a range in the middle gives these bytes",
            "the first byte can be read alone",
            "an empty range at the start gives no bytes",
            "an empty range in the middle gives no bytes",
            "a range says how long it is, or nothing",
            "ranges that meet are the whole",
            "a range may lie far inside",
            "ranges that are opened together keep apart",
        ],
        .statesTheWholeLength: [
            "a range says how long it is, or nothing"
        ],
        .losesFarRanges: [
            "a range may lie far inside"
        ],
        .sharesRanges: [
            "ranges that are opened together keep apart"
        ],
        .breaksAfterRefusal: [
            "a refused range leaves the asset readable"
        ],
        .decodesIDs: [
            "an id that resembles another is not found",
            "an id that resembles another deletes nothing",
        ],
        .runsOutOfReaders: [
            "contents that are left unread hold nothing up"
        ],
        .endsEarlyWhenDeleted: [
            "an asset that is deleted under its reader comes whole or fails"
        ],
        .ticksAtEveryLook: [
            "an asset that nobody changes looks the same twice",
            "storing an asset leaves the others alone",
            "an update leaves other assets alone",
            "moving one asset leaves the others",
        ],
        .changesBeforeCreation: [
            "an asset is not changed before it is made"
        ],
        .inventsDigests: [
            "a digest is that of the bytes",
            "a digest that came with the bytes is kept",
        ],
        .spellsMD5InCapitals: [
            "an MD5 is that of the bytes, in lower case"
        ],
    ]

    /// Errors.
    static let errors: [PlantedDefect: Set<String>] = [
        .hopesForTheAbsent: [
            "what is not there need not be asked for again"
        ],
        .hopesForTheInvalid: [
            "what is invalid need not be sent again"
        ],
        .blamesTheBackend: [
            "what is invalid is its caller's fault"
        ],
        .repeatsWithEffect: [
            "a refused repeat is final and without effect"
        ],
        .speaksInLines: [
            "an error is told in one short line"
        ],
        .quotesBodies: [
            "an error holds nothing of the bytes",
            "a refused repeat holds nothing of the bytes",
        ],
    ]
}
