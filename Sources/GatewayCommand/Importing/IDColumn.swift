import Raster

/// Finds the identifiers in records: the only word of each line, or a column of a table with a header.
///
/// The first record decides. It is a header where it has several fields, is in quotes, or is the word `id`; the column
/// is the one called `id`, else the first.
struct IDColumn {
    /// The longest identifier in bytes.
    static let limit = 512

    /// What the column is called; `nil` for a list.
    private(set) var title: String?
    private var index: Int?

    /// The identifier in `record`; `nil` for a header.
    mutating func id(in record: RecordParser.Record) throws(RecordParser.Mistake) -> NativeID? {
        guard let index else { return try begin(with: record) }
        guard title != nil || record.fields.count == 1 else {
            throw RecordParser.Mistake(
                line: record.line, reason: "has a comma; a list has one id a line, and a table has a header")
        }
        guard index < record.fields.count else {
            throw RecordParser.Mistake(line: record.line, reason: "has no field \"\(title ?? "id")\"")
        }
        return try Self.id(record.fields[index], at: record.line)
    }

    private mutating func begin(with record: RecordParser.Record) throws(RecordParser.Mistake) -> NativeID? {
        let names = record.fields.map { String(decoding: $0, as: UTF8.self) }
        let named = names.firstIndex { $0.lowercased() == "id" }
        index = named ?? 0
        guard names.count > 1 || record.isQuoted || named != nil else {
            return try Self.id(record.fields[0], at: record.line)
        }
        title = String(names[named ?? 0].prefix(100))
        return nil
    }

    private static func id(_ bytes: [UInt8], at line: Int) throws(RecordParser.Mistake) -> NativeID {
        guard !bytes.isEmpty else { throw RecordParser.Mistake(line: line, reason: "has no id") }
        guard bytes.count <= limit else {
            throw RecordParser.Mistake(line: line, reason: "has an id of more than \(limit) bytes")
        }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            throw RecordParser.Mistake(line: line, reason: "has blanks or control characters in its id")
        }
        return NativeID(text)
    }
}
