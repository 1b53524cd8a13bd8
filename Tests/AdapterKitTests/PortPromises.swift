/// What the port's documentation promises, sentence by sentence, and the checks that try it.
enum PortPromises {
    /// A part of a documentation comment that stands on one line, and titles of checks.
    static let all: [(sentence: String, checks: [String])] = [
        // Adapter.
        ("The name it has in the configuration.", ["the adapter has a name"]),
        ("the same for all adapters of one type.", ["the kind of system has a name"]),
        (
            "The system's numbers; the gateway refuses what is beyond them",
            [
                "the limits allow something", "the limits stay the same",
                "a body beyond the limit is refused unread",
            ]
        ),
        (
            "Describes one asset. Throws `.notFound` when there is none.",
            [
                "an unknown asset cannot be described", "a strange id is not found",
                "an asset is described with the size it has",
                "an asset that nobody changes looks the same twice",
                "an id that resembles another is not found",
            ]
        ),
        (
            "Opens the bytes of an asset, all of them or the part `range`.",
            [
                "the bytes come back as they went", "a range in the middle gives these bytes",
                "ranges that meet are the whole", "a range may lie far inside",
            ]
        ),
        (
            "Throws `.notFound` before the first byte, never after; `.invalid` when `range` reaches beyond the end.",
            [
                "an unknown asset is refused before its first byte",
                "a range that ends beyond the end is invalid",
                "a range that begins beyond the end is invalid", "an empty asset has no other range",
            ]
        ),
        (
            "The content is exactly as long as what was asked for, or ends with an error.",
            [
                "a content is as long as it says", "a range says how long it is, or nothing",
                "an asset that is deleted under its reader comes whole or fails",
            ]
        ),
        (
            "Stores `content` as a new asset under the natural key in `draft`.",
            [
                "an empty body is an asset", "a body of more than a mebibyte is stored whole",
                "an asset says for which key it was made, or nothing", "storing answers what a look shows",
            ]
        ),
        (
            "On failure the error's `effect` says",
            [
                "a body that fails midway leaves nothing", "a cancelled call leaves nothing",
                "a call that is cancelled before it begins leaves nothing",
                "a refused repeat is final and without effect",
            ]
        ),
        (
            "A partial asset is never visible.",
            [
                "a key is never found while its body is under way",
                "an asset is not listed while its body is under way",
            ]
        ),
        (
            "A content shorter or longer than `draft.size` is refused with `.invalid` and leaves nothing.",
            [
                "a body shorter than promised is invalid", "a body longer than promised leaves nothing",
                "a file shorter than promised is invalid", "a body without end is invalid",
            ]
        ),
        (
            "A repeat with the same key never makes a second asset: it throws `.alreadyExists`, or, where the",
            [
                "a repeat with the same key makes no second asset",
                "writers of one key at once make one asset",
            ]
        ),
        (
            "A file among the contents is durable already",
            [
                "a file is stored like a stream", "a part of a file is stored as that part",
                "a file can be stored again under another key",
            ]
        ),
        (
            "Deletes an asset for good, in or out of the system's own trash. Throws `.notFound` when there is none.",
            [
                "a deleted asset is gone", "a discarded asset can be deleted", "an asset can be deleted once",
            ]
        ),
        (
            "How a value of `field` would arrive here. A pure function",
            [
                "the fate of a value is always foretold alike", "a name arrives as foretold",
                "a description arrives as foretold", "tags arrive as foretold",
                "a media type arrives as foretold",
                "what is lost is lost for a reason",
            ]
        ),
        (
            "Where incoming bytes are best spooled",
            [
                "the spool folder is a whole path", "a file in the spool folder is stored",
            ]
        ),
        (
            "Whether new assets are taken in at all; where not, ``create(_:_:)`` throws `.unsupported`.",
            [
                "an adapter that takes nothing in says so"
            ]
        ),
        ("What every call would be refused with now", ["what is refused in advance may be asked for later"]),
        ("The most items in one page of an enumeration.", ["a page holds no more than the limit"]),
        ("How long after a call began its effect can still appear", ["nothing settles in less than no time"]),
        (
            "How many calls at once the system bears.",
            [
                "writers at once store all their assets", "readers at once get all the bytes",
                "contents that are left unread hold nothing up",
            ]
        ),
        (
            "MD5, if the backend has it, in lower-case hexadecimal digits.",
            [
                "an MD5 is that of the bytes, in lower case"
            ]
        ),
        (
            "SHA-256, if the backend has it.",
            [
                "a digest is that of the bytes", "a digest that came with the bytes is kept",
            ]
        ),
        // Abilities.
        (
            "The description; `nil` and empty both mean none.",
            [
                "an update without a description clears it", "an update with an empty description clears it",
            ]
        ),
        (
            "The whole set of tags.",
            [
                "an update replaces the tags", "an update with no tags clears them",
            ]
        ),
        (
            "Makes the asset look like `desired`, as far as the system can; may be repeated with the same result.",
            [
                "an update is shown as foretold", "an update may be repeated",
                "an update leaves everything else alone",
            ]
        ),
        (
            "Throws `.notFound` when there is no such asset.",
            [
                "an unknown asset cannot be updated", "an unknown asset has no comments",
            ]
        ),
        ("It is not there now.", ["a key that was never used is absent", "a deleted asset is absent"]),
        (
            "The asset that was created with `key`.",
            [
                "a stored asset is found by its key", "two keys with one filename are told apart",
                "a key is told from one that begins like it",
            ]
        ),
        ("At most `limits.pageSize` assets", ["a page holds no more than the limit"]),
        (
            "The assets in `place` (everywhere where `nil`), in the system's order, from the bookmark",
            [
                "a listing names every asset once", "a place holds nothing from elsewhere",
                "a listing of everything names what a place holds", "a listing keeps its order",
                "a bookmark can be used again",
            ]
        ),
        (
            "Throws `.invalid` for a bookmark that the system cannot use.",
            ["a bookmark that cannot be used is invalid"]
        ),
        ("How long the system keeps what was put aside.", ["the bin keeps assets for some time"]),
        (
            "Puts an asset aside. Throws `.notFound` when there is none.",
            [
                "an unknown asset can be neither discarded nor restored"
            ]
        ),
        (
            "Takes it back. Throws `.notFound` when there is none, `.preconditionFailed` when it is not in the bin.",
            [
                "a discarded asset can be restored", "an asset outside the bin cannot be restored",
            ]
        ),
        (
            "The comments under an asset, oldest first. Throws `.notFound` when there is no such asset.",
            [
                "comments are listed oldest first", "a comment stays under its asset",
            ]
        ),
        (
            "Changes one. Throws `.notFound`, or `.denied`",
            [
                "a comment can be changed", "a comment that is gone cannot be changed",
            ]
        ),
        ("Removes one. Throws `.notFound`, or `.denied`", ["a comment can be removed once"]),
        ("The author's name for people; never an address.", ["an author is never an address"]),
        ("When it was last changed.", ["a changed comment is not older than before"]),
        ("Unique in its source.", ["each event has an id of its own"]),
        (
            "Events of an asset from the bookmark on, with the next bookmark. Throws `.invalid` for a bad one.",
            [
                "a bad bookmark in a history is invalid", "a history reads the same twice",
            ]
        ),
        ("What can be run on an asset. Throws `.denied`", ["each action has a name"]),
        ("Starts one. Throws `.denied`", ["an action that does not exist cannot be started"]),
        ("The runs so far.", ["a new asset has no runs of actions"]),
        ("The collections that hold an asset.", ["a new asset is in no collection"]),
        ("The metadata of an asset.", ["a file that says nothing of itself has no camera"]),
        (
            "The place where assets of a library belong, made where it is missing.",
            [
                "each library has a place of its own", "a label leads to its place again, or is refused",
            ]
        ),
        (
            "The gateway keeps it and does not ask again. Throws `.alreadyExists` where the system has something under",
            [
                "a label leads to its place again, or is refused",
                "the label after one that is taken leads to a place",
            ]
        ),
        (
            "Throws `.notFound` where there is no such asset, `.preconditionFailed` where the place is gone.",
            [
                "an unknown asset cannot be moved", "nothing can be moved to a place that is not there",
            ]
        ),
        (
            "Moves an asset; its identifier stays. May be repeated.",
            [
                "a moved asset keeps its id and its bytes", "a move may be repeated",
            ]
        ),
        (
            "An address from which anyone may fetch the bytes now; `nil` where there is none.",
            [
                "an address is one of the web", "an address is escaped whatever the filename",
                "an address names no account",
            ]
        ),
        // Bytes that the system fetches.
        (
            "An asset is announced first, without bytes; only once its identifier is known the system is told from where",
            [
                "an announced asset can be described", "an announced asset has no bytes",
                "nothing has arrived before it is fetched", "an announced asset can be deleted",
            ]
        ),
        (
            "A system that cannot be asked by this name may have taken it in a call without an answer. What has it then",
            [
                "the next label makes an asset of its own"
            ]
        ),
        (
            "Throws `.alreadyExists` where something has that label already",
            [
                "a label is given once", "a label that is taken leaves what has it alone",
            ]
        ),
        (
            "Has the system fetch the bytes of an announced asset from `address`; success means that it was told.",
            [
                "what was fetched arrives whole", "bytes arrive where they belong",
                "what was fetched keeps its texts", "what was fetched stays in its place",
                "an address without bytes makes nothing whole",
            ]
        ),
        (
            "Throws `.notFound` where there is no such asset, `.invalid` for an address that the system does not take.",
            [
                "nothing can be fetched for an unknown asset",
                "an address that is none is invalid, or leads to nothing",
            ]
        ),
        (
            "How far the bytes have arrived. Throws `.notFound` where there is no such asset.",
            ["nothing arrives at an unknown asset"]
        ),
        (
            "All of it is there, and the same.",
            [
                "bytes of another length are never whole", "other bytes of the same length are never whole",
            ]
        ),
        (
            "Takes away what bytes have arrived, so that they can be fetched anew; may be repeated.",
            [
                "discarded bytes are gone", "other bytes can be fetched for discarded ones",
                "what did not arrive can be fetched from elsewhere", "bytes may be discarded again and again",
                "discarding the bytes of one asset leaves the others",
            ]
        ),
        (
            "Takes bytes from an address instead of from the caller; then ``create(_:_:)`` is never called.",
            ["bytes that nobody fetches are not taken in"]
        ),
        // Revisions.
        ("The bytes, all or a part; the part must lie within.", ["a revision holds the bytes of the asset"]),
        ("the same tag, the same bytes.", ["a revision keeps its tag as long as the bytes stay"]),
        (
            "The asset as it is now. Throws `.notFound` when there is none.",
            ["an unknown asset has no revision"]
        ),
        // Errors.
        (
            "and none of it may hold a credential, a signed URL or file contents.",
            [
                "an error holds nothing of the bytes", "a refused repeat holds nothing of the bytes",
            ]
        ),
        (
            "Whether the same call may be made again.",
            [
                "what is not there need not be asked for again", "what is invalid need not be sent again",
            ]
        ),
        ("Who is to blame, so that the right one is avoided.", ["what is invalid is its caller's fault"]),
        ("What the failed call left behind in the backend.", ["a refusal says that nothing happened"]),
        ("One sentence for the log.", ["an error is told in one short line"]),
    ]

    /// Sentences about throwing that no check can try: they need another account.
    static let untried = ["or `.denied` where", "Throws `.denied` where"]
}
