import Bytes
import Raster

extension ConformanceCheck {
    /// What the system can do to an asset.
    static let actions = [
        ConformanceCheck("the actions of an asset have ids of their own", requires: .actions) { scratch in
            let id = try await scratch.store().id
            let ids = try await ability(scratch.adapter.actions).actions(for: id).map(\.id)
            try expect(Set(ids).count == ids.count, "they are \(ids)")
        },
        ConformanceCheck("each action has a name", requires: .actions) { scratch in
            let id = try await scratch.store().id
            for action in try await ability(scratch.adapter.actions).actions(for: id) {
                try expect(!action.name.isEmpty && !action.id.rawValue.isEmpty, "one is \(action)")
            }
        },
        ConformanceCheck("a new asset has no runs of actions", requires: .actions) { scratch in
            let id = try await scratch.store().id
            let runs = try await ability(scratch.adapter.actions).runs(of: id)
            try expect(runs.isEmpty, "it has \(runs.count)")
        },
        ConformanceCheck("an action that does not exist cannot be started", requires: .actions) { scratch in
            let (runner, id) = (try ability(scratch.adapter.actions), try await scratch.store().id)
            do throws(StorageError) { _ = try await runner.start("no-such-action", on: id) } catch {
                return try expect(error.effect == .none, "its effect is \(error.effect)")
            }
            throw Broken("it is started")
        },
    ]

    /// Collections that hold an asset.
    static let collections = [
        ConformanceCheck("a new asset is in no collection", requires: .collections) { scratch in
            let id = try await scratch.store().id
            let collections = try await ability(scratch.adapter.collections).collections(of: id)
            try expect(collections.isEmpty, "it is in \(collections.count)")
        }
    ]

    /// What a file says of itself.
    static let metadata = [
        ConformanceCheck("the metadata of an unknown asset are not found", requires: .metadata) { scratch in
            let (reader, id) = (try ability(scratch.adapter.metadata), try await scratch.unknownID())
            try await expectError(.notFound, of: "reading them") { _ = try await reader.metadata(of: id) }
        },
        ConformanceCheck("a file that says nothing of itself has no camera", requires: .metadata) { scratch in
            let id = try await scratch.store().id
            let metadata = try await ability(scratch.adapter.metadata).metadata(of: id)
            try expect(metadata.exif.isEmpty && metadata.iptc.isEmpty, "it has \(metadata)")
        },
    ]
}
