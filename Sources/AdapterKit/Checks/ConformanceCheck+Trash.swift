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
        ConformanceCheck("a restored asset is described as before", requires: .trash) { scratch in
            let bin = try ability(scratch.adapter.trash)
            var draft = scratch.draft(size: 3)
            draft.description = "told"
            draft.tags = ["a", "b"]
            let id = try await scratch.create(draft, .stream(ByteStream([1, 2, 3]))).id
            let before = try await scratch.adapter.stat(id)
            try await bin.discard(id)
            try await bin.restore(id)
            try expectAgreement(before, try await scratch.adapter.stat(id), "the restored asset")
        },
        ConformanceCheck("a restored asset can be discarded again", requires: .trash) { scratch in
            let (bin, id) = (try ability(scratch.adapter.trash), try await scratch.store([1, 2, 3]).id)
            for _ in 0..<2 {
                try await bin.discard(id)
                try await bin.restore(id)
            }
            try await scratch.adapter.expectBytes([1, 2, 3], of: id)
        },
        ConformanceCheck("discarding one asset leaves the others", requires: .trash) { scratch in
            let (bin, kept) = (try ability(scratch.adapter.trash), try await scratch.store([1, 2, 3]).id)
            try await bin.discard(try await scratch.store([1, 2, 3]).id)
            try await scratch.adapter.expectBytes([1, 2, 3], of: kept)
            try await expectError(.preconditionFailed, of: "restoring another") {
                try await bin.restore(kept)
            }
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
