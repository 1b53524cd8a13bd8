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
        ConformanceCheck("a listing shows what a look shows", requires: .enumeration) { scratch in
            let draft = tagged(scratch.draft(size: 3))
            let asset = try await scratch.create(draft, .stream(ByteStream([1, 2, 3])))
            let listed = try await list(scratch, near: [asset.id]).first { $0.id == asset.id }
            guard let listed else { throw Broken("it is not listed") }
            try expectAgreement(listed, try await scratch.adapter.stat(asset.id), "the listing")
        },
        ConformanceCheck("a listing shows what an update has changed", requires: .enumeration) { scratch in
            guard let updating = scratch.adapter.updating else { return }
            let draft = tagged(scratch.draft(size: 1))
            let id = try await scratch.create(draft, .stream(ByteStream([1]))).id
            _ = try await list(scratch, near: [id])
            try await updating.update(
                id, DesiredState(key: draft.key, name: "New", description: "new", tags: ["new"]))
            let listed = try await list(scratch, near: [id]).first { $0.id == id }
            guard let listed else { throw Broken("it is not listed") }
            try expectAgreement(listed, try await scratch.adapter.stat(id), "the listing")
        },
        ConformanceCheck("an asset is listed whatever its filename", requires: .enumeration) { scratch in
            for filename in oddNames where scratch.adapter.bears(filename) {
                let id = try await scratch.store([1], filename: filename).id
                let listed = try await list(scratch, near: [id])
                try expect(listed.contains { $0.id == id }, "it is not listed as \(filename)")
            }
        },
        ConformanceCheck("an empty asset is listed", requires: .enumeration) { scratch in
            let id = try await scratch.store([]).id
            let listed = try await list(scratch, near: [id])
            try expect(listed.contains { $0.id == id }, "it is not listed")
        },
        ConformanceCheck("a listing keeps its order", requires: .enumeration) { scratch in
            let ids = Set(try await several(scratch))
            let first = try await list(scratch, near: Array(ids)).map(\.id).filter(ids.contains)
            let second = try await list(scratch, near: Array(ids)).map(\.id).filter(ids.contains)
            try expect(first == second, "it is \(first), then \(second)")
        },
        ConformanceCheck("a bookmark can be used again", requires: .enumeration) { scratch in
            let ids = try await several(scratch)
            let enumeration = try ability(scratch.adapter.enumeration)
            let place = try await scratch.adapter.stat(ids[0]).place
            guard let token = try await enumeration.list(in: place, after: nil).next else { return }
            let first = try await enumeration.list(in: place, after: token).assets.map(\.id)
            let second = try await enumeration.list(in: place, after: token).assets.map(\.id)
            // What others add and delete meanwhile moves the end of the page, and nothing else.
            let own = (first.filter(ids.contains), second.filter(ids.contains))
            let common = min(own.0.count, own.1.count)
            try expect(
                own.0.isEmpty == own.1.isEmpty && own.0.prefix(common) == own.1.prefix(common),
                "it leads to \(own.0), then to \(own.1)")
        },
        ConformanceCheck("a bookmark that cannot be used is invalid", requires: .enumeration) { scratch in
            let enumeration = try ability(scratch.adapter.enumeration)
            do throws(StorageError) {
                // Where bookmarks are places in an order, any text may be one.
                _ = try await enumeration.list(in: nil, after: PageToken("no such bookmark"))
            } catch { try expect(error.kind == .invalid, "it is \(error.kind)") }
        },
        ConformanceCheck("a place holds nothing from elsewhere", requires: .enumeration) { scratch in
            let id = try await scratch.store().id
            guard let place = try await scratch.adapter.stat(id).place else { return }
            for asset in try await list(scratch, near: [id]) {
                try expect(
                    asset.place == nil || asset.place == place, "\(asset.id) lies in \(asset.place ?? "")")
            }
        },
        ConformanceCheck("a place whose last asset is gone can be listed", requires: .enumeration) {
            scratch in
            let id = try await scratch.store().id
            let place = try await scratch.adapter.stat(id).place
            try await scratch.adapter.delete(id)
            let page = try await ability(scratch.adapter.enumeration).list(in: place, after: nil)
            try expect(!page.assets.contains { $0.id == id }, "the deleted asset is listed")
        },
        ConformanceCheck("a listing of everything names what a place holds", requires: .enumeration) {
            scratch in
            let id = try await scratch.store().id
            let enumeration = try ability(scratch.adapter.enumeration)
            var token: PageToken?
            // A store of any size is not walked through: what lies beyond is not looked for.
            for _ in 0..<20 {
                let page = try await enumeration.list(in: nil, after: token)
                if page.assets.contains(where: { $0.id == id }) { return }
                guard let next = page.next else { throw Broken("it is not listed") }
                token = next
            }
        },
        ConformanceCheck("an asset is not listed while its body is under way", requires: .enumeration) {
            scratch in
            let place = try await scratch.adapter.stat(try await scratch.store().id).place
            let draft = scratch.draft(size: 3)
            let source = ByteStream([1, 2, 3], chunkSize: 1)
            let stream = ByteStream(length: 3) {
                let page = try await ability(scratch.adapter.enumeration).list(in: place, after: nil)
                let isListed = page.assets.contains { $0.asset == draft.key.asset }
                guard !isListed else { throw Broken("half an asset is listed") }
                return try await source.next()
            }
            do throws(StorageError) { _ = try await scratch.create(draft, .stream(stream)) } catch {
                throw error.cause as? Broken ?? Broken("storing it fails: \(error)")
            }
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

    private static func tagged(_ draft: AssetDraft) -> AssetDraft {
        var draft = draft
        draft.description = "told"
        draft.tags = ["a", "b"]
        return draft
    }

    /// Enough assets for more than one page, where pages are short.
    private static func several(_ scratch: Scratch) async throws -> [NativeID] {
        var ids: [NativeID] = []
        for _ in 0..<min(scratch.adapter.limits.pageSize + 3, 25) {
            ids.append(try await scratch.store().id)
        }
        return ids
    }

    /// Everything in the places of `ids`, with `between` run after each page that is not the last of its place.
    private static func list(
        _ scratch: Scratch, near ids: [NativeID], between: () async throws -> Void = {}
    ) async throws -> [NativeAsset] {
        var places: [NativePlace?] = []
        for id in ids {
            let place = try await scratch.adapter.stat(id).place
            if !places.contains(place) { places.append(place) }
        }
        var listed: [NativeAsset] = []
        for place in places { listed += try await list(scratch, in: place, between) }
        return listed
    }

    private static func list(
        _ scratch: Scratch, in place: NativePlace?, _ between: () async throws -> Void
    ) async throws -> [NativeAsset] {
        let enumeration = try ability(scratch.adapter.enumeration)
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
