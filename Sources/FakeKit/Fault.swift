public import HTTPCore

/// What goes wrong with one call.
public enum Fault: Sendable, Equatable {
    /// An answer with this status, these fields, and `text` or the vendor's own error body.
    ///
    /// Nothing is done, unless `afterEffect`: then all is done and only the answer is another one.
    case status(HTTPStatus, fields: HTTPFields = [:], text: String? = nil, afterEffect: Bool = false)
    /// The request is read, nothing is done, the connection is reset.
    case resetBeforeHeaders
    /// So many bytes of the request's body are read, nothing is done, the connection is reset.
    case resetAfterRequestBytes(Int)
    /// All is done, and the connection is reset before the answer.
    case effectThenReset
    /// All is done, and the connection is reset after so many bytes of the answer's body, at most all but one.
    case resetAfterBytes(Int)
    /// Nothing more comes, until the client goes.
    ///
    /// Without a number nothing is done and not even a head comes; with one, all is done and the body stops after
    /// so many bytes, at most all but one.
    case stall(afterBytes: Int? = nil)
    /// The answer's body comes in pieces of so many bytes with a pause before each.
    case drip(bytes: Int, every: Duration)
    /// The head promises all bytes of the body, the connection is closed after so many, half of them by default.
    case truncatedBody(Int? = nil)
    /// Bits of the answer's body are flipped; its length stays.
    case corruptBody
    /// The answer's body is the beginning of a JSON text.
    case malformedJSON
    /// The answer is an HTML page, with 200.
    case wrongContentType
    /// A page of a list is wrong.
    case page(PageFault)

    /// What the client learns of an effect.
    var answer: Effect.Answer {
        switch self {
        case .effectThenReset, .resetAfterBytes, .stall, .truncatedBody: .cut
        case .status, .corruptBody, .malformedJSON, .wrongContentType: .spoiled
        case .resetBeforeHeaders, .resetAfterRequestBytes, .drip, .page: .sent
        }
    }
}

/// What is wrong with a page of a list.
public enum PageFault: String, Sendable, CaseIterable {
    /// Its cursor leads to the same page once more.
    case repeatedPage
    /// Its cursor leads beyond the next page.
    case skippedPage
    /// Its cursor leads to itself, for ever.
    case loopingCursor
    /// It has no items, though more follow.
    case emptyPage
    /// It has fewer items than asked for, though more follow.
    case shrinkingPage
    /// Its items come in the wrong order.
    case reorderedPage
    /// One of its items comes twice.
    case duplicateItem
}
