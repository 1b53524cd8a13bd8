import FakeKit
import HTTPCore

// What can be started for an asset, and what has become of it.
extension MediaPocketService {
    private func require(_ permission: PocketUser.Permission, _ call: PocketCall) throws {
        guard call.user.permissions.contains(permission) else { throw PocketProblem.denied(permission) }
    }

    func listActions(_ call: PocketCall) throws -> HTTPResponse {
        try require(.viewActions, call)
        _ = try store.asset(call.id)
        return .object { json in
            json.array("dag_actions") { json in
                for action in options.actions { json.object { form.write(action, &$0) } }
            }
        }
    }

    func startAction(_ call: PocketCall) throws -> HTTPResponse {
        try require(.startActions, call)
        let item = call.route.item
        let asset = try store.asset(call.id)
        guard let action = options.actions.first(where: { "\($0.id)" == item }) else {
            throw PocketProblem.unknownAction(item)
        }
        var started: PocketRun?
        try store.change(call.occasion) { state in
            let run = PocketRun(id: state.last.run + 1, asset: asset.id, action: action.id, created: now)
            started = run
            var change = PocketChange(
                .created, "\(run.id)", at: "\(asset.path)/dag_action_runs", .run(run))
            change.event = event("DAG_ACTION_STARTED", asset, call.user.id, state)
            return change
        }
        return .object { json in
            json.object("dag_action_run") { json in if let started { write(started, &json) } }
        }
    }

    func listRuns(_ call: PocketCall) throws -> HTTPResponse {
        try require(.viewActions, call)
        let id = try store.asset(call.id).id
        let runs = store.read { state in
            state.runs.values.filter { $0.asset == id }.sorted { $0.id < $1.id }
        }
        return .object { json in
            json.array("dag_action_runs") { json in
                for run in runs { json.object { write(run, &$0) } }
            }
        }
    }

    /// A run as it is now: it is over when its time has passed.
    private func write(_ run: PocketRun, _ json: inout JSONWriter) {
        let gone = PocketAction(id: run.action, name: "", description: "", category: "")
        let action = options.actions.first { $0.id == run.action } ?? gone
        let end = run.created + Int(options.actionTime / .milliseconds(1))
        form.write(run, of: action, end: end <= now ? end : nil, &json)
    }
}

// What has happened to an asset.
extension MediaPocketService {
    /// Cursors from here on lead to themselves: the fault that wants this gives them.
    private static let loops = 1 << 40

    func history(_ call: PocketCall) throws -> HTTPResponse {
        let id = try store.asset(call.id).id
        let text = call.route.path.value("cursor") ?? ""
        guard let cursor = Int(canonical: text) else {
            throw PocketProblem.invalid("cursor", .string(text), "Invalid cursor")
        }
        let events = store.read { $0.events[id] ?? [] }
        let start = events.firstIndex { $0.id > cursor % Self.loops } ?? events.count
        let page = FakePage(
            events, from: start, limit: options.historyPage, loops: cursor >= Self.loops,
            fault: call.occasion.page)
        return .object { json in
            json.object("history") { json in
                json.array("results") { json in
                    for event in page.items { json.object { form.write(event, &$0) } }
                }
                json.member("next_cursor", next(page, events))
            }
        }
    }

    /// The number of the event before the next page.
    private func next(_ page: FakePage<PocketEvent>, _ events: [PocketEvent]) -> Int? {
        switch page.next {
        case .end: nil
        case .at(let index): index == 0 ? 0 : events[index - 1].id
        case .loop(let index): Self.loops + (index == 0 ? 0 : events[index - 1].id)
        }
    }
}
