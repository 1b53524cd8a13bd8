import HTTPCore
import Raster
import StorageHTTP

/// A sentence of Media Pocket's, and what it means: a row of the table of its errors.
///
/// The API has no codes, and its statuses say less than its sentences: 400 is a taken label, a long title and an
/// asset outside the bin, and some refusals come with 200. So the sentence decides where it is a known one, and the
/// table of ``StatusMeaning`` everywhere else.
struct MediaPocketComplaint: Sendable, Equatable {
    /// How much of the sentence is always the same; letter case and a full stop at the end do not count.
    enum Sentence: Sendable, Equatable {
        case whole(String), beginning(String), ending(String)
    }

    /// Our word for it, for the log: the sentence itself is repeated nowhere.
    let code: String
    /// What the API says.
    let sentence: Sentence
    /// What happened.
    let kind: StorageError.Kind
    /// Who is to blame.
    let side: StorageError.Side
    /// Our words for it.
    let message: String

    private init(
        _ code: String, _ sentence: Sentence, _ kind: StorageError.Kind, _ message: String,
        side: StorageError.Side = .target
    ) {
        self.code = code
        self.sentence = sentence
        self.kind = kind
        self.side = side
        self.message = message
    }

    /// The documented sentences; whatever is asked, none of them has left anything behind.
    static let all: [MediaPocketComplaint] = [
        .assetNotFound, .projectNotFound, .commentNotFound, .actionNotFound, .mediaNotFound, .labelTaken,
        .notInBin, .noProject, .noMedia, .addressRefused, .titleTooLong, .parameterMissing, .cursorInvalid,
        .parameterInvalid, .notAllowed, .permissionDenied,
    ]

    /// The row whose sentence `text` is.
    static func of(_ text: String) -> MediaPocketComplaint? { all.first { $0.sentence.matches(text) } }

    static let assetNotFound = Self(
        "ASSET_NOT_FOUND", .whole("asset not found"), .notFound, "the store has no such asset")
    static let projectNotFound = Self(
        "PROJECT_NOT_FOUND", .whole("project not found"), .preconditionFailed, "the store has no such project"
    )
    static let commentNotFound = Self(
        "COMMENT_NOT_FOUND", .beginning("couldn't find comment with"), .notFound,
        "the store has no such comment")
    static let actionNotFound = Self(
        "ACTION_NOT_FOUND", .beginning("couldn't find dagaction with"), .notFound,
        "the store has no such action")
    static let mediaNotFound = Self(
        "MEDIA_NOT_FOUND", .beginning("couldn't find media with"), .notFound, "the asset has no such file")
    static let labelTaken = Self(
        "EXTERNAL_ID_TAKEN", .whole("external id has already been taken"), .alreadyExists,
        "the store has something with this external id")
    static let notInBin = Self(
        "NOT_IN_TRASH_BIN", .whole("can not restore assets that is not in trash bin"), .preconditionFailed,
        "the asset is not in the trash bin")
    static let noProject = Self(
        "NO_PARENT_PROJECT", .ending("does not have a parent project"), .preconditionFailed,
        "the asset is in no project")
    static let noMedia = Self(
        "NO_MEDIA", .whole("no media found on this asset"), .preconditionFailed, "the asset has no file")
    static let addressRefused = Self(
        "NO_HTTP_URL", .whole("not a valid http url"), .invalid, "the store does not take this address",
        side: .gateway)
    static let titleTooLong = Self(
        "TITLE_TOO_LONG", .beginning("title is too long"), .invalid, "the title is too long", side: .gateway)
    static let parameterMissing = Self(
        "MISSING_PARAMETER", .beginning("missing parameter"), .invalid, "the store misses a parameter",
        side: .gateway)
    static let cursorInvalid = Self(
        "INVALID_CURSOR", .beginning("invalid parameter 'cursor'"), .invalid,
        "the store does not know this bookmark", side: .client)
    static let parameterInvalid = Self(
        "INVALID_PARAMETER", .beginning("invalid parameter"), .invalid, "the store refuses a parameter",
        side: .gateway)
    static let notAllowed = Self(
        "NOT_ALLOWED", .whole("not allowed to perform this action"), .denied,
        "only its author may change a comment", side: .gateway)
    static let permissionDenied = Self(
        "PERMISSION_DENIED", .beginning("permission denied"), .denied,
        "the gateway's account lacks a permission", side: .gateway)
}

extension MediaPocketComplaint.Sentence {
    fileprivate func matches(_ text: String) -> Bool {
        let lower = text.lowercased()
        let plain = lower.hasSuffix(".") ? String(lower.dropLast()) : lower
        return switch self {
        case .whole(let sentence): plain == sentence
        case .beginning(let sentence): plain.hasPrefix(sentence)
        case .ending(let sentence): plain.hasSuffix(sentence)
        }
    }
}

/// Finds complaints in answers.
enum MediaPocketErrors {
    /// The code of a sentence that is not documented.
    static let other = "OTHER"
    /// The code of one that is not either, and says that something is not found.
    static let absent = "NOT_FOUND"

    /// The code for the body of a refusal; none where it does not come from the API, but from whatever finds routes.
    static func code(in body: JSONValue) -> String? {
        guard case .object(let object) = body, let text = complaint(in: object) else { return nil }
        if let known = MediaPocketComplaint.of(text) { return known.code }
        let lower = text.lowercased()
        guard lower.contains("not found") || lower.hasPrefix("couldn't find ") else { return other }
        return isOfRouter(lower, in: object) ? nil : absent
    }

    /// Whether `text` is about an address, as Rails has it: `{"status": 404, "error": "Not Found"}`.
    private static func isOfRouter(_ text: String, in object: JSONObject) -> Bool {
        let hasStatus = object["status"] != nil || object["statusCode"] != nil
        return text == "not found" && hasStatus
            || ["route", "endpoint", "page"].contains { text.contains($0) }
    }

    /// What an answer complains about, whatever its status: its `error`, or its `errors` in any form.
    static func complaint(in object: JSONObject) -> String? {
        text(object["error"]) ?? text(object["errors"])
    }

    /// The sentence in `value`; empty where something is wrong and nothing says what.
    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case nil, .null, .bool(false): nil
        case .string(let text): text
        case .array(let elements): elements.isEmpty ? nil : text(elements[0]) ?? ""
        case .object(let object):
            object.members.isEmpty ? nil : text(object["error"]) ?? text(object["message"]) ?? ""
        case .bool, .number: ""
        }
    }

    /// What a success that complains is.
    ///
    /// A sentence that nobody knows may come after something has happened.
    static func error(for text: String, _ status: HTTPStatus, _ method: HTTPMethod) -> StorageError {
        let known = MediaPocketComplaint.of(text)
        let error =
            known.map(StorageError.init)
            ?? StorageError(
                .invalid, "the store complains in an answer of success", effect: .unanswered(method),
                side: .gateway)
        return error.with("status", status.code).with("code", known?.code ?? other)
    }
}

extension StorageError {
    fileprivate init(_ complaint: MediaPocketComplaint) {
        self.init(complaint.kind, complaint.message, side: complaint.side)
    }

    /// The same error as the sentence in the refusal has it, where it is a known one.
    ///
    /// A sentence counts beside 400, 403, 404, 409 and 422: any other status says more. A 404 that says nothing of
    /// anything that is not found is about the address, and may pass: clients must not take it for an asset.
    var asComplaint: StorageError {
        let code = fact("code")
        if kind == .notFound, code == nil || code == MediaPocketErrors.other { return aboutAddress }
        guard let status = fact("status"), ["400", "403", "404", "409", "422"].contains(status),
            let complaint = MediaPocketComplaint.all.first(where: { $0.code == code })
        else { return self }
        return StorageError(complaint).with("status", status).with("code", complaint.code)
    }

    /// Whether it is what `complaint` says.
    func says(_ complaint: MediaPocketComplaint) -> Bool { fact("code") == complaint.code }

    /// Whether the store has understood a change and does not make it, as it may where the change is made already.
    var isRefusal: Bool { [.invalid, .alreadyExists, .preconditionFailed].contains(kind) }

    /// Where nothing is looked for, "not found" is the address.
    var aboutAddress: StorageError {
        guard kind == .notFound else { return self }
        return fact("status").map { Self.unknownAddress.with("status", $0) } ?? .unknownAddress
    }

    /// Whether something was not found, and not in the API's own words.
    var isVagueAbsence: Bool {
        fact("status") == "404" && [nil, MediaPocketErrors.absent].contains(fact("code"))
    }

    /// Whether a request may fail for the name that a file was called by.
    var refusesName: Bool { ["404", "422"].contains(fact("status")) && !says(.assetNotFound) }

    private func fact(_ key: String) -> String? { context.first { $0.key == key }?.value }

    /// It may pass: whoever stands before the API may not find it for a while, or its path is yet to be put right.
    static let unknownAddress = StorageError(
        .unavailable, "the store has no such API at this address", retry: .allowed, side: .gateway)

    /// No request is made for an id that Media Pocket cannot have given out.
    static let noSuchThing = StorageError(.notFound, "the store has no such thing")
}
