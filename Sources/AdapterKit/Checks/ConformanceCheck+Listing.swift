import Bytes
import Raster

extension ConformanceCheck {
    /// Listing what is there.
    static let listing = [
        ConformanceCheck("a listing names every asset once", requires: .enumeration) { scratch in
            let ids = try await several(scratch)
            let listed = try await list(scratch, near: ids)
            for id in ids {
                let count = listed.count { $0.id == id }
                try expect(count == 1, "\(id) is listed \(count) times")
            }
        },
        ConformanceCheck("a page holds no more than the limit", requires: .enumeration) { scratch in
            _ = try await several(scratch)
            let count = try await ability(scratch.adapter.enumeration).list(in: nil, after: nil).assets.count
            try expect(count <= scratch.adapter.limits.pageSize, "a page holds \(count)")
        },
        ConformanceCheck("a listing describes assets as they are", requires: .enumeration) { scratch in
            let asset = try await scratch.store(scratch.bytes(321))
            let listed = try await list(scratch, near: [asset.id]).first { $0.id == asset.id }
            let size = listed?.size
            try expect(listed != nil, "it is not listed")
            try expect(size == nil || size == 321, "its size is \(size ?? -1)")
        },
        ConformanceCheck("a listing names no deleted asset", requires: .enumeration) { scratch in
            let kept = try await scratch.store()
            let deleted = try await scratch.store()
            try await scratch.adapter.delete(deleted.id)
            let listed = try await list(scratch, near: [kept.id])
            try expect(!listed.contains { $0.id == deleted.id }, "it is listed")
        },
        ConformanceCheck("writing during a listing hides nothing", requires: .enumeration) { scratch in
            let ids = try await several(scratch)
            let listed = try await list(scratch, near: ids) { _ = try await scratch.store() }
            for id in ids {
                let count = listed.count { $0.id == id }
                try expect(count == 1, "\(id) is listed \(count) times")
            }
        },
        ConformanceCheck("deleting during a listing hides nothing else", requires: .enumeration) { scratch in
            let doomed = try await several(scratch)
            let kept = try await several(scratch)
            var rest = doomed[...]
            let listed = try await list(scratch, near: kept) {
                if let id = rest.popFirst() { try await scratch.adapter.delete(id) }
            }
            for id in kept { try expect(listed.contains { $0.id == id }, "\(id) is not listed") }
        },
    ]

    /// Enough assets for more than one page, where pages are short.
    private static func several(_ scratch: Scratch) async throws -> [NativeID] {
        var ids: [NativeID] = []
        for _ in 0..<min(scratch.adapter.limits.pageSize + 3, 25) {
            ids.append(try await scratch.store().id)
        }
        return ids
    }

    /// Everything in the place of `ids`, with `between` run after each page that is not the last.
    private static func list(
        _ scratch: Scratch, near ids: [NativeID], between: () async throws -> Void = {}
    ) async throws -> [NativeAsset] {
        let enumeration = try ability(scratch.adapter.enumeration)
        let place = try await ids.first.asyncMap { try await scratch.adapter.stat($0).place } ?? nil
        var listed: [NativeAsset] = []
        var token: PageToken?
        for _ in 0..<10_000 {
            let page = try await enumeration.list(in: place, after: token)
            listed += page.assets
            guard let next = page.next else { return listed }
            try expect(next != token, "a page leads to itself")
            token = next
            try await between()
        }
        throw Broken("the listing does not end")
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(_ body: (Wrapped) async throws -> Value) async throws -> Value? {
        guard let self else { return nil }
        return try await body(self)
    }
}
