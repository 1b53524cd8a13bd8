extension BrokenChecks {
    /// Storing.
    static let storing: [PlantedDefect: Set<String>] = [
        .refusesEmptyBodies: [
            "an empty asset has an empty range",
            "an empty asset has no other range",
            "an empty body is an asset",
            "an empty file is an asset",
            "an empty asset is described with no bytes",
            "a digest is that of the bytes",
            "a digest that came with the bytes is kept",
            "an MD5 is that of the bytes, in lower case",
            "an empty asset can be deleted",
            "an empty asset is found",
            "an empty asset is listed",
        ],
        .padsShortBodies: [
            "a body shorter than promised is invalid",
            "a silent body shorter than promised is invalid",
            "a body without a byte is invalid",
            "a file shorter than promised is invalid",
            "what is invalid need not be sent again",
            "what is invalid is its caller's fault",
            "an error is told in one short line",
        ],
        .cutsLongBodies: [
            "a body longer than promised is invalid",
            "a silent body longer than promised is invalid",
            "a body without end is invalid",
            "a file longer than promised is invalid",
        ],
        .leavesShortBodies: [
            "a body shorter than promised leaves nothing",
            "a silent body shorter than promised leaves nothing",
            "a body without a byte leaves nothing",
            "a file shorter than promised leaves nothing",
            "what is invalid is its caller's fault",
        ],
        .leavesLongBodies: [
            "a body longer than promised leaves nothing",
            "a silent body longer than promised leaves nothing",
            "a body without end leaves nothing",
            "a file longer than promised leaves nothing",
        ],
        .keepsBrokenBodies: [
            "a body that fails midway fails the call",
            "a file that has become shorter fails the call",
        ],
        .leavesBrokenBodies: [
            "a body that fails midway leaves nothing",
            "a file that has become shorter leaves nothing",
        ],
        .ignoresCancellation: [
            "a cancelled call fails as cancelled"
        ],
        .miscallsCancellation: [
            "a cancelled call fails as cancelled"
        ],
        .leavesCancelledBodies: [
            "a call that is cancelled before it begins leaves nothing",
            "a cancelled call leaves nothing",
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
            "an asset is found whatever its filename",
            "a listing names every asset once",
            "a listing keeps its order",
            "writing during a listing hides nothing",
            "deleting during a listing hides nothing else",
            "writers at once store all their assets",
            "writers of one key at once make one asset",
            "an address is escaped whatever the filename",
        ],
        .takesFilesOnce: [
            "a file can be stored again under another key"
        ],
        .losesSpooledFiles: [
            "a file in the spool folder is stored"
        ],
        .touchesNeighbours: [
            "storing an asset leaves the others alone"
        ],
        .answersOtherNames: [
            "storing answers what a look shows"
        ],
        .dropsFullBuffers: [
            "a body as long as a buffer is stored whole"
        ],
        .readsBeforeRefusing: [
            "a body beyond the limit is refused unread"
        ],
        .readsOnAndOn: [
            "a body without end is invalid"
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
            "a filename may hold signs that forms decode",
            "a filename may look like an address",
            "a filename may look like JSON",
            "a filename may hold what cannot be seen",
            "two filenames that differ by normalization are two assets",
            "two filenames that differ by a space at the end are two assets",
            "two filenames that differ by escapes are two assets",
            "two filenames that differ by a plus sign are two assets",
            "an asset can be deleted whatever its filename",
            "an asset is found whatever its filename",
            "an asset is listed whatever its filename",
            "an address is escaped whatever the filename",
        ],
        .takesNamesForOptions: [
            "a filename may begin with a hyphen",
            "an asset can be deleted whatever its filename",
            "an asset is found whatever its filename",
            "an asset is listed whatever its filename",
            "an address is escaped whatever the filename",
        ],
        .refusesHiddenNames: [
            "a filename may begin with a dot",
            "a filename may be two dots",
            "an asset can be deleted whatever its filename",
            "an asset is found whatever its filename",
            "an asset is listed whatever its filename",
            "an address is escaped whatever the filename",
        ],
        .refusesLongNames: [
            "a filename may be 255 bytes long",
            "a filename may be 255 bytes of long letters",
            "two filenames that differ after 250 bytes are two assets",
        ],
        .demandsExtensions: [
            "a filename may have no extension",
            "a filename may be one letter long",
            "an asset can be deleted whatever its filename",
            "an asset is found whatever its filename",
            "an asset is listed whatever its filename",
            "an address is escaped whatever the filename",
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
        .dropsExtensions: [
            "two filenames that differ by a space at the end are two assets",
            "two filenames that differ by their last extension are two assets",
        ],
        .cutsLongFilenames: [
            "two filenames that differ after 250 bytes are two assets"
        ],
        .decodesEscapes: [
            "a filename may hold signs that forms decode",
            "two filenames that differ by escapes are two assets",
        ],
        .decodesPlusSigns: [
            "a filename may hold spaces and punctuation",
            "a filename may hold signs that forms decode",
            "two filenames that differ by a plus sign are two assets",
        ],
    ]

    /// Texts.
    static let texts: [PlantedDefect: Set<String>] = [
        .keepsASCIINames: [
            "a name arrives as foretold",
            "a name keeps its spelling, or as foretold",
            "an update is shown as foretold",
            "an update keeps how a text is spelled, or as foretold",
        ],
        .normalizesTexts: [
            "a name keeps its spelling, or as foretold",
            "a description keeps its spelling, or as foretold",
            "an update keeps how a text is spelled, or as foretold",
        ],
        .trimsTexts: [
            "a name keeps the spaces around it, or as foretold",
            "a description keeps its lines, or as foretold",
            "a long description arrives as foretold",
            "an update keeps a long description, or as foretold",
        ],
        .joinsLines: [
            "a description keeps its lines, or as foretold",
            "an update is shown as foretold",
        ],
        .escapesMarkup: [
            "a name arrives as foretold",
            "a description arrives as foretold",
            "an update keeps texts with punctuation, or as foretold",
        ],
        .cutsDescriptions: [
            "a long description arrives as foretold",
            "an update keeps a long description, or as foretold",
        ],
        .splitsTagsAtCommas: [
            "a tag with a comma arrives as foretold",
            "an update keeps tags with punctuation, or as foretold",
        ],
        .lowersTags: [
            "tags that differ by letter case arrive as foretold",
            "an update is shown as foretold",
            "an update keeps tags of any case, or as foretold",
        ],
        .keepsTenTags: [
            "many tags arrive as foretold",
            "an update keeps many tags, or as foretold",
        ],
        .stripsTagPunctuation: [
            "tags with punctuation arrive as foretold",
            "an update keeps tags with punctuation, or as foretold",
        ],
        .keepsASCIITags: [
            "tags in any script arrive as foretold",
            "a long tag arrives as foretold",
            "an update keeps how a text is spelled, or as foretold",
        ],
        .slugsTags: [
            "tags arrive as foretold",
            "a tag with a comma arrives as foretold",
            "many tags arrive as foretold",
            "an update is shown as foretold",
            "an update keeps tags with punctuation, or as foretold",
            "an update keeps many tags, or as foretold",
        ],
        .cutsTags: [
            "a long tag arrives as foretold"
        ],
        .guessesMediaTypes: [
            "a media type arrives as foretold"
        ],
        .writesNull: [
            "an asset without a description shows none",
            "an update without a description clears it",
        ],
        .inventsTags: [
            "an asset without tags shows none",
            "an update with no tags clears them",
        ],
    ]
}
