extension BrokenChecks {
    /// What a system shows, and its numbers.
    static let showing: [PlantedDefect: Set<String>] = [
        .ignoresUpdates: [
            "an update is shown as foretold",
            "an update may be repeated",
            "an update replaces the description",
            "an update without a description clears it",
            "an update with an empty description clears it",
            "an update replaces the tags",
            "an update with no tags clears them",
            "an update replaces the name",
            "an update can take back what another changed",
            "an update keeps texts with punctuation, or as foretold",
            "an update keeps how a text is spelled, or as foretold",
            "an update keeps tags with punctuation, or as foretold",
            "an update keeps tags of any case, or as foretold",
            "an update keeps a long description, or as foretold",
            "an update keeps many tags, or as foretold",
        ],
        .appendsTags: [
            "an update may be repeated",
            "an update replaces the description",
            "an update without a description clears it",
            "an update with an empty description clears it",
            "an update replaces the tags",
            "an update with no tags clears them",
            "an update replaces the name",
            "an update can take back what another changed",
        ],
        .damagesUpdatedBytes: [
            "an update leaves the bytes alone",
            "an update to another library leaves the asset where it is found",
        ],
        .updatesTheUnknown: [
            "an unknown asset cannot be updated"
        ],
        .keepsClearedDescriptions: [
            "an update without a description clears it",
            "an update with an empty description clears it",
        ],
        .keepsClearedTags: [
            "an update with no tags clears them"
        ],
        .keepsOldNames: [
            "an update is shown as foretold",
            "an update may be repeated",
            "an update replaces the description",
            "an update without a description clears it",
            "an update with an empty description clears it",
            "an update replaces the tags",
            "an update with no tags clears them",
            "an update replaces the name",
            "an update can take back what another changed",
            "an update keeps texts with punctuation, or as foretold",
            "an update keeps how a text is spelled, or as foretold",
            "an update keeps tags with punctuation, or as foretold",
            "an update keeps tags of any case, or as foretold",
            "an update keeps a long description, or as foretold",
            "an update keeps many tags, or as foretold",
        ],
        .renewsCreation: [
            "a listing shows what an update has changed",
            "an update leaves everything else alone",
        ],
        .updatesNeighbours: [
            "an update leaves other assets alone"
        ],
        .garblesDigests: [
            "an update without a digest keeps what is known of it"
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
        .hasNoName: [
            "the adapter has a name"
        ],
        .limitsByMood: [
            "the limits stay the same"
        ],
        .settlesBackwards: [
            "nothing settles in less than no time"
        ],
        .losesWithoutReason: [
            "what is lost is lost for a reason"
        ],
        .changesKinds: [
            "what becomes of a value is of its own kind"
        ],
        .spoolsNowhere: [
            "a file in the spool folder is stored",
            "the spool folder is a whole path",
        ],
        .takesInSecretly: [
            "an adapter that takes nothing in says so"
        ],
        .refusesForGood: [
            "what is refused in advance may be asked for later"
        ],
    ]

    /// Addresses.
    static let addresses: [PlantedDefect: Set<String>] = [
        .hidesSchemes: [
            "an address is one of the web"
        ],
        .leavesAddressesRaw: [
            "an address is escaped whatever the filename"
        ],
        .namesAccounts: [
            "an address names no account"
        ],
        .sharesAddresses: [
            "each asset has an address of its own"
        ],
        .addressesTheUnknown: [
            "an unknown asset has no address"
        ],
    ]

    /// What others change.
    static let revising: [PlantedDefect: Set<String>] = [
        .revisesSizes: [
            "a revision holds the bytes of the asset"
        ],
        .tagsByMood: [
            "a revision keeps its tag as long as the bytes stay"
        ],
        .revisesTheUnknown: [
            "an unknown asset has no revision"
        ],
        .revisesOnce: [
            "a revision can be read again and again"
        ],
        .revisesHalves: [
            "a revision outlives its asset or fails"
        ],
    ]
}
