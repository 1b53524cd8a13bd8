import Bytes
import Raster

extension ConformanceCheck {
    /// Numbers, foretellings, and what an adapter says of itself.
    static let limits = [
        ConformanceCheck("the kind of system has a name", requires: .nothing) { scratch in
            try expect(!scratch.adapter.kind.isEmpty, "it has none")
        },
        ConformanceCheck("the adapter has a name", requires: .nothing) { scratch in
            try expect(!scratch.adapter.name.rawValue.isEmpty, "it has none")
        },
        ConformanceCheck("the limits allow something", requires: .nothing) { scratch in
            let limits = scratch.adapter.limits
            try expect(limits.pageSize > 0 && limits.concurrency > 0, "they are \(limits)")
            try expect(limits.maximumBytes ?? 1 > 0 && limits.maximumNameBytes ?? 1 > 0, "they are \(limits)")
        },
        ConformanceCheck("the limits stay the same", requires: .nothing) { scratch in
            let limits = (0..<3).map { _ in scratch.adapter.limits }
            try expect(limits.allSatisfy { $0 == limits[0] }, "they are \(limits)")
        },
        ConformanceCheck("nothing settles in less than no time", requires: .nothing) { scratch in
            let time = scratch.adapter.limits.settleTime
            try expect(time >= .zero && time <= .days(1), "it takes \(time)")
        },
        ConformanceCheck("the spool folder is a whole path", requires: .nothing) { scratch in
            let folder = scratch.adapter.spoolFolder
            try expect(folder?.hasPrefix("/") != false, "it is \(folder ?? "")")
        },
        ConformanceCheck("the fate of a value is always foretold alike", requires: .nothing) { scratch in
            for field in AssetField.allCases {
                let fates = (0..<3).map { _ in scratch.adapter.fidelity(of: field, .text("Ünïcode 🦊")) }
                try expect(Set(fates).count == 1, "it changes for \(field)")
            }
        },
        ConformanceCheck("what is lost is lost for a reason", requires: .nothing) { scratch in
            for field in AssetField.allCases {
                for value in [FieldValue.text("text"), .text(""), .list(["a"]), .list([]), .number(1)] {
                    guard case .dropped(let why) = scratch.adapter.fidelity(of: field, value) else {
                        continue
                    }
                    try expect(!why.isEmpty, "none is given for \(field)")
                }
            }
        },
        ConformanceCheck("what becomes of a value is of its own kind", requires: .nothing) { scratch in
            for (field, value) in [
                (AssetField.name, FieldValue.text("A  b")), (.filename, .text("Ä b.PNG")),
                (.description, .text("two\nlines")), (.tags, .list(["B", "a", "B"])),
            ] {
                let fate = scratch.adapter.fidelity(of: field, value)
                guard case .transformed(let new) = fate else { continue }
                try expect(new.isText == value.isText, "\(field) becomes \(new)")
            }
        },
        ConformanceCheck("bytes are kept exactly", requires: .nothing) { scratch in
            for size in [0, 1000, scratch.adapter.limits.maximumBytes ?? 1 << 40] {
                let fate = scratch.adapter.fidelity(of: .bytes, .number(size))
                try expect(fate == .exact, "\(size) of them are foretold to be \(fate)")
            }
        },
        ConformanceCheck("an adapter that takes nothing in says so", requires: .nothing) { scratch in
            guard !scratch.adapter.takesUploads else { return }
            let error = try await expectError(.unsupported, of: "storing something") {
                _ = try await scratch.create(scratch.draft(size: 1), .stream(ByteStream([1])))
            }
            try expect(error.effect == .none, "its effect is \(error.effect)")
        },
        ConformanceCheck("what is refused in advance may be asked for later", requires: .nothing) { scratch in
            guard let refusal = scratch.adapter.refusal else { return }
            try expect(refusal.effect == .none, "its effect is \(refusal.effect)")
            try expect(refusal.retry != .never, "it says: \(refusal.retry)")
        },
    ]
}

extension FieldValue {
    fileprivate var isText: Bool { if case .text = self { true } else { false } }
}
