import Bytes
import Raster

extension ConformanceCheck {
    /// The system's own trash.
    static let trash = [
        ConformanceCheck("a discarded asset can be restored", requires: .trash) { scratch in
            let (bin, id) = (try ability(scratch.adapter.trash), try await scratch.store([1, 2, 3]).id)
            try await bin.discard(id)
            try await bin.restore(id)
            try await scratch.adapter.expectBytes([1, 2, 3], of: id)
        },
        ConformanceCheck("a restored asset is no longer in the bin", requires: .trash) { scratch in
            let (bin, id) = (try ability(scratch.adapter.trash), try await scratch.store().id)
            try await bin.discard(id)
            try await bin.restore(id)
            try await expectError(.preconditionFailed, of: "restoring twice") { try await bin.restore(id) }
        },
        ConformanceCheck("an asset outside the bin cannot be restored", requires: .trash) { scratch in
            let (bin, id) = (try ability(scratch.adapter.trash), try await scratch.store().id)
            try await expectError(.preconditionFailed, of: "restoring it") { try await bin.restore(id) }
        },
        ConformanceCheck("an unknown asset can be neither discarded nor restored", requires: .trash) {
            scratch in
            let (bin, id) = (try ability(scratch.adapter.trash), try await scratch.unknownID())
            try await expectError(.notFound, of: "discarding it") { try await bin.discard(id) }
            try await expectError(.notFound, of: "restoring it") { try await bin.restore(id) }
        },
        ConformanceCheck("a discarded asset can be deleted", requires: .trash) { scratch in
            let (bin, id) = (try ability(scratch.adapter.trash), try await scratch.store().id)
            try await bin.discard(id)
            try await scratch.adapter.delete(id)
            try await expectError(.notFound, of: "restoring it") { try await bin.restore(id) }
        },
        ConformanceCheck("the bin keeps assets for some time", requires: .trash) { scratch in
            let retention = try ability(scratch.adapter.trash).retention
            try expect(retention > .zero, "it keeps them for \(retention)")
        },
    ]
}
