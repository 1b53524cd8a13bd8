import Bytes
import Raster

extension Adapter {
    /// Throws ``Broken`` unless `seen` is what was foretold of `value`.
    func expectForetold(_ field: AssetField, _ value: FieldValue, seen: FieldValue) throws {
        let fate = fidelity(of: field, value)
        try expect(
            fate.agrees(with: seen, for: value), "\(value) comes back as \(seen), foretold was \(fate)")
    }

    /// Throws ``Broken`` unless what an asset shows of these values is what was foretold; what is not shown agrees.
    func expectShown(
        of id: NativeID, name: String? = nil, description: String? = nil, tags: [String]? = nil,
        contentType: String? = nil
    ) async throws {
        let shown = try await stat(id)
        if let name, let seen = shown.name { try expectForetold(.name, .text(name), seen: .text(seen)) }
        if let description, let seen = shown.description {
            try expectForetold(.description, .text(description), seen: .text(seen))
        }
        if let tags, let seen = shown.tags { try expectForetold(.tags, .list(tags), seen: .list(seen)) }
        if let contentType, let seen = shown.contentType {
            try expectForetold(.contentType, .text(contentType), seen: .text(seen))
        }
    }
}

extension Fidelity {
    /// Whether `seen` is what was foretold of `value`; the order of a list says nothing.
    func agrees(with seen: FieldValue, for value: FieldValue) -> Bool {
        switch self {
        case .exact: seen.spelling == value.spelling
        case .transformed(let foretold): seen.spelling == foretold.spelling
        case .dropped: true
        }
    }
}

extension FieldValue {
    /// The value byte for byte, since equal strings may be spelled differently.
    fileprivate var spelling: [[UInt8]] {
        switch self {
        case .text(let text): [Array(text.utf8)]
        case .list(let texts): texts.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        case .number(let number): [Array("\(number)".utf8)]
        }
    }
}

/// Throws ``Broken`` unless two descriptions of one asset agree in all that both of them say.
func expectAgreement(_ first: NativeAsset, _ second: NativeAsset, _ what: String) throws {
    let facts: [(String, [String?])] = [
        ("id", [first.id.rawValue, second.id.rawValue]),
        ("place", [first.place?.rawValue, second.place?.rawValue]),
        ("asset", [first.asset?.rawValue, second.asset?.rawValue]),
        ("size", [first.size?.description, second.size?.description]),
        ("digest", [first.digest?.description, second.digest?.description]),
        ("MD5", [first.md5, second.md5]),
        ("filename", [first.filename, second.filename]),
        ("name", [first.name, second.name]),
        ("media type", [first.contentType, second.contentType]),
        ("description", [first.description, second.description]),
        ("tags", [first.tags?.sorted().description, second.tags?.sorted().description]),
        ("creation", [first.created, second.created].map { $0.map { "\($0.milliseconds)" } }),
    ]
    for (fact, values) in facts {
        let said = values.compactMap(\.self)
        try expect(Set(said).count <= 1, "\(what) shows another \(fact): \(said)")
    }
}
