import Raster

/// The path of a file below the root, as its native id spells it.
///
/// UTF-8 stays as it is; `%`, control characters and bytes that are no UTF-8 are `%XX`, so that every path has one
/// spelling and every spelling one path.
struct FolderPath {
    /// The names on the way, the file's own last; at least one.
    let names: [[UInt8]]

    /// The path that `id` spells, or `nil` where it is no spelling of one.
    init?(_ id: NativeID) {
        var names: [[UInt8]] = []
        for part in id.rawValue.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let name = Self.unescape(Array(part)), Self.isName(name),
                Self.escape(name).utf8.elementsEqual(part)
            else { return nil }
            names.append(name)
        }
        self.names = names
    }

    /// The bytes of the path.
    var bytes: [UInt8] { Array(names.joined(separator: [UInt8(ascii: "/")])) }

    /// The bytes of the path of its folder; empty for the root.
    var folder: [UInt8] { Array(names.dropLast().joined(separator: [UInt8(ascii: "/")])) }

    /// The name of the file itself.
    var name: [UInt8] { names.last ?? [] }

    /// The spelling of one name.
    static func escape(_ name: [UInt8]) -> String {
        if name.allSatisfy({ (0x20...0x7E).contains($0) && $0 != percent }) {
            return String(decoding: name, as: UTF8.self)
        }
        var text: [UInt8] = []
        var rest = name.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var position = 0
        while true {
            switch parser.parseScalar(from: &rest) {
            case .emptyInput: return String(decoding: text, as: UTF8.self)
            case .valid(let encoded):
                let bytes = name[position..<position + encoded.count]
                text += isPlain(Unicode.UTF8.decode(encoded)) ? Array(bytes) : bytes.flatMap(escape)
                position += encoded.count
            case .error(let length):
                text += name[position..<position + length].flatMap(escape)
                position += length
            }
        }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "%" && scalar.properties.generalCategory != .control
    }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        [percent, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static func unescape(_ text: [UInt8]) -> [UInt8]? {
        var name: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == percent else {
                name.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(value), let low = rest.popFirst().flatMap(value) else {
                return nil
            }
            name.append(high << 4 | low)
        }
        return name
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        digits.firstIndex(of: digit).map { UInt8($0) }
    }

    /// Whether a name can be met: hidden ones are never adopted.
    private static func isName(_ name: [UInt8]) -> Bool {
        !name.isEmpty && name[0] != UInt8(ascii: ".") && !name.contains(0)
            && !name.contains(UInt8(ascii: "/"))
    }

    private static let percent = UInt8(ascii: "%")
    private static let digits = Array("0123456789ABCDEF".utf8)
}
