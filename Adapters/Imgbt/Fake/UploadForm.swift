import Bytes
import FakeKit
import HTTPCore

/// The form of an upload: texts, and one file that goes to the disk while it comes in.
struct UploadForm {
    /// The most bytes that a text may have.
    static let textBytes = 1 << 20

    private(set) var texts: [String: String] = [:]
    private(set) var file: (part: MultipartPart, bytes: FakeFiles.Incoming)?
    private var current: MultipartPart?
    private var text: [UInt8] = []
    private let maximumFileBytes: Int

    /// Reads the body of `request`; throws ``ImgbtProblem`` where it is no such form, or too large.
    init(_ request: HTTPRequest, _ store: VaultStore, maximumFileBytes: Int) async throws {
        self.maximumFileBytes = maximumFileBytes
        guard let boundary = request.fields["Content-Type"].flatMap(MultipartParser.boundary),
            let body = request.body
        else { throw ImgbtProblem.invalid("The body must be multipart/form-data") }
        guard body.length ?? 0 <= maximumFileBytes + 2 * Self.textBytes else { throw ImgbtProblem.tooLarge }
        var parser = MultipartParser(boundary: boundary)
        do {
            while let chunk = try await body.next() {
                for event in try parser.feed(chunk) { try take(event, store) }
            }
            try parser.finish()
        } catch let problem as MultipartError {
            throw ImgbtProblem.invalid("The form is malformed: \(problem)")
        }
    }

    private mutating func take(_ event: MultipartParser.Event, _ store: VaultStore) throws {
        switch event {
        case .partBegins(let part):
            current = part
            text = []
            if part.name == "file", part.filename != nil { file = (part, try store.receive()) }
        case .data(let bytes): try take(bytes)
        case .partEnds:
            if let current, !isFile { texts[current.name] = String(validating: text, as: UTF8.self) }
        }
    }

    private var isFile: Bool { current?.name == "file" && current?.filename != nil }

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws {
        guard isFile, let file else {
            text += bytes
            guard text.count <= Self.textBytes else { throw ImgbtProblem.invalid("A field is too long") }
            return
        }
        guard file.bytes.size + bytes.count <= maximumFileBytes else { throw ImgbtProblem.tooLarge }
        try file.bytes.append(Array(bytes))
    }
}

extension UploadForm {
    /// Where the asset is to lie.
    func place() throws -> ImgbtPlace {
        ImgbtPlace(try component("partition"), try component("collection"), try component("channel"))
    }

    private func component(_ name: String) throws -> String {
        guard let text = texts[name] else { throw ImgbtProblem.invalid("\(name) is required") }
        guard ImgbtPlace.isComponent(text) else {
            throw ImgbtProblem.invalid("\(name) must match ^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")
        }
        return text
    }

    /// The name that the asset is to have: `filename`, else the uploaded one.
    func filename() throws -> String {
        let name = texts["filename"] ?? file?.part.filename ?? ""
        guard (1...255).contains(name.utf8.count), name != ".", name != "..",
            !name.unicodeScalars.contains(where: {
                $0 == "/" || $0 == "\\" || $0.value < 32 || $0.value == 127
            })
        else { throw ImgbtProblem.invalid("filename must have 1 to 255 bytes and no slashes or controls") }
        return name
    }

    /// The JSON object in `metadata`.
    func metadata() throws -> JSONObject {
        guard let text = texts["metadata"] else { return JSONObject([]) }
        guard let value = try? JSONValue(parsing: Array(text.utf8)), case .object(let object) = value else {
            throw ImgbtProblem.invalid("metadata must be a JSON object")
        }
        return object
    }

    /// The JSON array of strings in `tags`.
    func tags() throws -> [String] {
        guard let text = texts["tags"] else { return [] }
        guard let value = try? JSONValue(parsing: Array(text.utf8)),
            let tags = try? JSONObject([.init("tags", value)]).stringArray("tags")
        else { throw ImgbtProblem.invalid("tags must be a JSON array of strings") }
        return tags
    }
}
