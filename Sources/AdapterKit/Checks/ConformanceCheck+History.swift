import Bytes
import Raster

extension ConformanceCheck {
    /// Events that the system keeps.
    static let history = [
        ConformanceCheck("each event has an id of its own", requires: .history) { scratch in
            let ids = try await events(scratch).map(\.id)
            try expect(Set(ids).count == ids.count, "they are \(ids)")
        },
        ConformanceCheck("each event says what happened", requires: .history) { scratch in
            for event in try await events(scratch) {
                try expect(!event.type.isEmpty && !event.id.isEmpty, "one is \(event)")
            }
        },
        ConformanceCheck("a history reads the same twice", requires: .history) { scratch in
            let (log, id) = (try ability(scratch.adapter.history), try await scratch.store().id)
            let (first, second) = (try await events(of: id, log), try await events(of: id, log))
            try expect(first == second, "there are \(first.count) events, then \(second.count)")
        },
        ConformanceCheck("a bad bookmark in a history is invalid", requires: .history) { scratch in
            let (log, id) = (try ability(scratch.adapter.history), try await scratch.store().id)
            try await expectError(.invalid, of: "reading on") {
                _ = try await log.events(of: id, after: PageToken("no such bookmark"))
            }
        },
    ]

    private static func events(_ scratch: Scratch) async throws -> [HistoryEvent] {
        try await events(of: try await scratch.store().id, try ability(scratch.adapter.history))
    }

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
