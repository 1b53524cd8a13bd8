extension BrokenChecks {
    /// Bytes that the system fetches.
    static let fetching: [PlantedDefect: Set<String>] = [
        .hidesTheAnnounced: [
            "an announced asset can be described",
            "an announced asset has no bytes",
            "announcing answers what a look shows",
            "a label that is taken leaves what has it alone",
        ],
        .inventsBytes: [
            "an announced asset has no bytes"
        ],
        .answersOtherAnnouncements: [
            "announcing answers what a look shows"
        ],
        .keepsTheAnnounced: [
            "an announced asset can be deleted"
        ],
        .takesBytesUntold: [
            "bytes that nobody fetches are not taken in"
        ],
        .forgetsLabels: [
            "a label is given once",
            "writers of one key at once make one asset",
        ],
        .hopesForLabels: [
            "a label is given once",
            "a refused repeat is final and without effect",
        ],
        .renamesTheAnnounced: [
            "a label that is taken leaves what has it alone"
        ],
        .readsLabelBases: [
            "the next label makes an asset of its own"
        ],
        .stumblesOverAddresses: [
            "an address that is none is invalid, or leads to nothing"
        ],
        .fetchesForTheUnknown: [
            "nothing can be fetched for an unknown asset"
        ],
        .arrivesAtTheUnknown: [
            "nothing arrives at an unknown asset"
        ],
        .arrivesUntold: [
            "nothing has arrived before it is fetched"
        ],
        .losesArrivals: [
            "what was fetched arrives whole"
        ],
        .believesAddresses: [
            "an address without bytes makes nothing whole",
            "what did not arrive can be fetched from elsewhere",
            "discarded bytes are gone",
        ],
        .takesAnythingForWhole: [
            "bytes of another length are never whole",
            "other bytes of the same length are never whole",
        ],
        .comparesSizes: [
            "other bytes of the same length are never whole"
        ],
        .mixesFetches: [
            "bytes arrive where they belong"
        ],
        .fetchesOnce: [
            "what did not arrive can be fetched from elsewhere",
            "other bytes can be fetched for discarded ones",
        ],
        .forgetsOnFetching: [
            "what was fetched keeps its texts"
        ],
        .fetchesHome: [
            "what was fetched stays in its place"
        ],
        .keepsDiscardedBytes: [
            "discarded bytes are gone"
        ],
        .discardsBytesOnce: [
            "what did not arrive can be fetched from elsewhere",
            "bytes may be discarded again and again",
        ],
        .discardsOthersBytes: [
            "discarding the bytes of one asset leaves the others"
        ],
    ]
}
