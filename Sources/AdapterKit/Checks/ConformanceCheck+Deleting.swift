import Bytes
import Raster

extension ConformanceCheck {
    /// Deleting for good.
    static let deleting = [
        ConformanceCheck("a deleted asset is gone") { scratch in
            let asset = try await scratch.store()
            try await scratch.adapter.delete(asset.id)
            try await scratch.adapter.expectNothing(at: asset.id)
        },
        ConformanceCheck("an empty asset can be deleted") { scratch in
            let asset = try await scratch.store([])
            try await scratch.adapter.delete(asset.id)
            try await scratch.adapter.expectNothing(at: asset.id)
        },
        ConformanceCheck("an asset can be deleted once") { scratch in
            let id = try await scratch.store().id
            try await scratch.adapter.delete(id)
            try await expectError(.notFound, of: "deleting twice") { try await scratch.adapter.delete(id) }
        },
        ConformanceCheck("a strange id cannot be deleted") { scratch in
            for id in ["", "..", "../spool", "/etc/passwd", "-rf", "a/../b"] {
                try await expectError(.notFound, of: "deleting it") {
                    try await scratch.adapter.delete(NativeID(id))
                }
            }
        },
        ConformanceCheck("an id that resembles another deletes nothing") { scratch in
            let asset = try await scratch.store([1, 2, 3])
            for id in asset.id.lookalikes {
                try await expectError(.notFound, of: "deleting it") { try await scratch.adapter.delete(id) }
            }
            try await scratch.adapter.expectBytes([1, 2, 3], of: asset.id)
        },
        ConformanceCheck("deleting one asset leaves the others") { scratch in
            let kept = try await scratch.store([1, 2, 3])
            try await scratch.adapter.delete(try await scratch.store([1, 2, 3]).id)
            try await scratch.adapter.expectBytes([1, 2, 3], of: kept.id)
        },
    ]
}
