import HTTPCore

/// Something that a call did to a store.
public struct Effect: Sendable, Equatable {
    /// What was done.
    public enum Kind: String, Sendable {
        /// Something new is there.
        case created
        /// Something has changed.
        case updated
        /// Something is gone.
        case deleted
    }

    /// What the client learnt of it.
    public enum Answer: String, Sendable {
        /// The vendor's answer.
        case sent
        /// Nothing, or not all of the answer.
        case cut
        /// An answer, but not the vendor's.
        case spoiled
        /// There was no client: it is a sample.
        case none
    }

    /// Its number in the ledger, from 1 and without gaps.
    public internal(set) var sequence = 0
    /// The number of the request that did it; 0 for samples.
    public let request: Int
    /// What was done.
    public let kind: Kind
    /// The id of what it was done to.
    public let id: String
    /// Where that lies, in the vendor's words, such as `marketing/blog/hero-images`.
    public let place: String
    /// The file's name.
    public let filename: String
    /// The number of its bytes.
    public let size: Int
    /// The SHA-256 of its bytes as 64 hexadecimal digits.
    public let sha256: String
    /// What the client learnt of it.
    public let answer: Answer
    /// When, in milliseconds since 1970.
    public let milliseconds: Int

    /// An effect.
    public init(
        _ kind: Kind, _ id: String, place: String, filename: String, size: Int, sha256: String,
        request: Int, answer: Answer, milliseconds: Int
    ) {
        (self.kind, self.id, self.place, self.filename) = (kind, id, place, filename)
        (self.size, self.sha256, self.request) = (size, sha256, request)
        (self.answer, self.milliseconds) = (answer, milliseconds)
    }
}

extension Effect {
    /// The effect in `object`.
    init(_ object: JSONObject) throws {
        guard let kind = Kind(rawValue: try object.string("effect")),
            let answer = Answer(rawValue: try object.string("answer"))
        else { throw JSONMemberError("effect", .wrongType(expected: "an effect")) }
        self.init(
            kind, try object.string("id"), place: try object.string("place"),
            filename: try object.string("filename"), size: try object.int("size"),
            sha256: try object.string("sha256"), request: try object.int("request"), answer: answer,
            milliseconds: try object.int("milliseconds"))
        sequence = try object.int("sequence")
    }

    /// Writes its members.
    func write(_ json: inout JSONWriter) {
        json.member("sequence", sequence)
        json.member("request", request)
        json.member("effect", kind.rawValue)
        json.member("id", id)
        json.member("place", place)
        json.member("filename", filename)
        json.member("size", size)
        json.member("sha256", sha256)
        json.member("answer", answer.rawValue)
        json.member("milliseconds", milliseconds)
    }
}
