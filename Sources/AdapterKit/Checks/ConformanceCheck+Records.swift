import Bytes
import Raster

extension ConformanceCheck {
    /// History, actions, collections, metadata and places.
    static let records = [
        ConformanceCheck("each event has an id of its own", requires: .history) { scratch in
            let (log, id) = (try ability(scratch.adapter.history), try await scratch.store().id)
            let ids = try await events(of: id, log).map(\.id)
            try expect(Set(ids).count == ids.count, "they are \(ids)")
        },
        ConformanceCheck("a bad bookmark in a history is invalid", requires: .history) { scratch in
            let (log, id) = (try ability(scratch.adapter.history), try await scratch.store().id)
            try await expectError(.invalid, of: "reading on") {
                _ = try await log.events(of: id, after: PageToken("no such bookmark"))
            }
        },
        ConformanceCheck("the actions of an asset have ids of their own", requires: .actions) { scratch in
            let id = try await scratch.store().id
            let ids = try await ability(scratch.adapter.actions).actions(for: id).map(\.id)
            try expect(Set(ids).count == ids.count, "they are \(ids)")
        },
        ConformanceCheck("a new asset has no runs of actions", requires: .actions) { scratch in
            let id = try await scratch.store().id
            let runs = try await ability(scratch.adapter.actions).runs(of: id)
            try expect(runs.isEmpty, "it has \(runs.count)")
        },
        ConformanceCheck("a new asset is in no collection", requires: .collections) { scratch in
            let id = try await scratch.store().id
            let collections = try await ability(scratch.adapter.collections).collections(of: id)
            try expect(collections.isEmpty, "it is in \(collections.count)")
        },
        ConformanceCheck("the metadata of an unknown asset are not found", requires: .metadata) { scratch in
            let (reader, id) = (try ability(scratch.adapter.metadata), try await scratch.unknownID())
            try await expectError(.notFound, of: "reading them") { _ = try await reader.metadata(of: id) }
        },
        ConformanceCheck("a library's place stays the same", requires: .places) { scratch in
            let places = try ability(scratch.adapter.places)
            let first = try await places.place(for: "conformance", "scratch")
            let second = try await places.place(for: "conformance", "scratch")
            try expect(first == second, "it is \(first), then \(second)")
        },
        ConformanceCheck("a moved asset keeps its id and its bytes", requires: .places) { scratch in
            let (places, id) = (try ability(scratch.adapter.places), try await scratch.store([1, 2, 3]).id)
            let place = try await places.place(for: "conformance", "other")
            try await places.move(id, to: place)
            try await places.move(id, to: place)
            try await scratch.adapter.expectBytes([1, 2, 3], of: id)
            let seen = try await scratch.adapter.stat(id).place
            try expect(seen == nil || seen == place, "it lies in \(seen?.rawValue ?? "")")
        },
    ]

    private static func events(of id: NativeID, _ log: any HistoryLog) async throws -> [HistoryEvent] {
        var (events, token) = try await log.events(of: id, after: nil)
        for _ in 0..<1000 {
            guard let next = token else { return events }
            let page = try await log.events(of: id, after: next)
            events += page.events
            token = page.next
        }
        throw Broken("the history does not end")
    }
}
