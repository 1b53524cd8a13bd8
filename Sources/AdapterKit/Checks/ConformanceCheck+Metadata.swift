import Bytes
import Raster

extension ConformanceCheck {
    /// What the system shows of an asset.
    static let updating = [
        ConformanceCheck("an update is shown as foretold", requires: .updating) { scratch in
            let id = try await scratch.store().id
            try await update(id, scratch)
            try await expectShown(id, scratch)
        },
        ConformanceCheck("an update may be repeated", requires: .updating) { scratch in
            let id = try await scratch.store().id
            try await update(id, scratch)
            try await update(id, scratch)
            try await expectShown(id, scratch)
        },
        ConformanceCheck("an update leaves the bytes alone", requires: .updating) { scratch in
            let id = try await scratch.store([1, 2, 3]).id
            try await update(id, scratch)
            try await scratch.adapter.expectBytes([1, 2, 3], of: id)
        },
        ConformanceCheck("an unknown asset cannot be updated", requires: .updating) { scratch in
            let id = try await scratch.unknownID()
            try await expectError(.notFound, of: "updating it") { try await update(id, scratch) }
        },
    ]

    /// Numbers and foretellings.
    static let limits = [
        ConformanceCheck("the kind of system has a name", requires: .nothing) { scratch in
            try expect(!scratch.adapter.kind.isEmpty, "it has none")
        },
        ConformanceCheck("the limits allow something", requires: .nothing) { scratch in
            let limits = scratch.adapter.limits
            try expect(limits.pageSize > 0 && limits.concurrency > 0, "they are \(limits)")
            try expect(limits.maximumBytes ?? 1 > 0 && limits.maximumNameBytes ?? 1 > 0, "they are \(limits)")
        },
        ConformanceCheck("the fate of a value is always foretold alike", requires: .nothing) { scratch in
            for field in AssetField.allCases {
                let value = FieldValue.text("Ünïcode 🦊")
                let fates = (0..<3).map { _ in scratch.adapter.fidelity(of: field, value) }
                try expect(Set(fates).count == 1, "it changes for \(field)")
            }
        },
        ConformanceCheck("bytes are kept exactly", requires: .nothing) { scratch in
            let fate = scratch.adapter.fidelity(of: .bytes, .number(1000))
            try expect(fate == .exact, "they are foretold to be \(fate)")
        },
    ]

    private static let tags = ["A", "b c"]

    private static func update(_ id: NativeID, _ scratch: Scratch) async throws {
        let desired = DesiredState(
            key: scratch.draft(size: 0).key, name: "Ünïcode 🦊", description: "two\nlines", tags: tags)
        try await ability(scratch.adapter.updating).update(id, desired)
    }

    private static func expectShown(_ id: NativeID, _ scratch: Scratch) async throws {
        let shown = try await scratch.adapter.stat(id)
        if let description = shown.description {
            let fate = scratch.adapter.fidelity(of: .description, .text("two\nlines"))
            try expect(
                fate.agrees(with: .text(description), for: .text("two\nlines")), "it shows \(description)")
        }
        if let tags = shown.tags {
            let fate = scratch.adapter.fidelity(of: .tags, .list(tags))
            try expect(fate.agrees(with: .list(tags), for: .list(tags)), "it shows \(tags)")
        }
    }
}

extension Fidelity {
    /// Whether `seen` is what was foretold of `value`; the order of a list says nothing.
    fileprivate func agrees(with seen: FieldValue, for value: FieldValue) -> Bool {
        switch self {
        case .exact: seen.sorted == value.sorted
        case .transformed(let foretold): seen.sorted == foretold.sorted
        case .dropped: true
        }
    }
}

extension FieldValue {
    fileprivate var sorted: FieldValue {
        guard case .list(let items) = self else { return self }
        return .list(items.sorted())
    }
}
