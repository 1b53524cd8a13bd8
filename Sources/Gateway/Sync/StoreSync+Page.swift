import Bytes
import Raster

extension StoreSync {
    /// Takes over what a page names, and keeps that it was read, all at once.
    func take(_ page: NativePage) async throws {
        let items = try await items(of: page.assets)
        let named = Set(items.lazy.filter(\.isNamed).map(\.native.id))
        try listing.check(page, askedWith: run.token) { named.contains($0) }
        try await finish(try await judged(items), next: page.next, pages: listing.pages)
    }

    /// Carries out what was decided about a page, and keeps how far the run has come, unless it is only a plan.
    func finish(_ page: SyncPage, next: PageToken?, pages: Int) async throws {
        let work = isPlan ? page : try await carryOut(page)
        var run = run
        run.token = next
        run.isListed = next == nil
        run.pages = pages
        let outcome: SyncPage.Outcome
        if isPlan {
            self.run = run
            outcome = work.expected
            note(work, outcome)
        } else {
            // What could not be written is read again.
            outcome = try await write(work, run)
        }
        report.add(work, outcome)
    }

    /// What is known of each asset of a page, and what is to be done about it.
    func items(of assets: [NativeAsset]) async throws -> [SyncItem] {
        let all = try await gateway.catalog.read { [adapter, library] reader in
            try await reader.knowledge(of: assets, in: adapter.name, for: library.key)
        }
        return try zip(assets, all).map { native, knowledge in
            let (earlier, isNamed) = earlier(native, knowledge)
            return SyncItem(
                native: native, known: knowledge.known, step: try judge.step(native, knowledge),
                earlier: earlier, isNamed: isNamed)
        }
    }

    private func earlier(
        _ native: NativeAsset, _ knowledge: SyncKnowledge
    ) -> (earlier: SyncItem.Earlier, isNamed: Bool) {
        // What is named is met once.
        guard case .listing = source else { return (.nothing, false) }
        if isPlan { return memory.recall(native.id, in: run.number) }
        if let known = knowledge.known {
            // Left alone in an earlier walk, and an asset by now.
            if let skip = knowledge.skipped, skip.walk >= run.first {
                return (.skipped(skip.reason), known.seen == run.number)
            }
            return (known.seen >= run.first ? .counted : .nothing, known.seen == run.number)
        }
        guard let skip = knowledge.skipped, skip.walk >= run.first else { return (.nothing, false) }
        return (.skipped(skip.reason), skip.walk == run.number)
    }

    /// Asks the backend what must be asked beyond `answers`, and decides where `settled` does not.
    func judged(
        _ items: [SyncItem], knowing answers: [NativeID: NativeAnswer] = [:],
        unless settled: (SyncItem) -> SyncVerdict? = { _ in nil }
    ) async throws -> SyncPage {
        let questions = Set(items.flatMap { settled($0) == nil ? reachable($0) : [] })
        let more = try await ask(questions.subtracting(answers.keys))
        let (answers, means) = (answers.merging(more) { $1 }, means)
        var work = SyncPage()
        for item in items {
            let verdict = try settled(item) ?? judge.verdict(on: item, answers, means)
            work.items.append((item, verdict))
        }
        if isPlan {
            work.removed = work.items.count { item, verdict in
                if case .remove = verdict { item.earlier != .counted } else { false }
            }
        }
        return work
    }

    /// What is to be asked about an asset; nothing where another backend would have to be.
    private func reachable(_ item: SyncItem) -> [NativeID] {
        if case .copy(let known) = item.step, known.asset.home.adapter != adapter.name { return [] }
        return item.questions
    }

    private var means: SyncJudge.Means {
        let (gateway, library, name, now) = (gateway, library, adapter.name, gateway.clock.now())
        return SyncJudge.Means(
            newID: { AssetID(gateway.identifiers.identifier()) },
            asset: { native, id in
                NativeFields.asset(
                    native, as: id, in: library, home: NativeReference(name, native.id), at: now,
                    mediaType: gateway.settings.mediaType)
            })
    }

    /// Writes a page and how far the run has come.
    private func write(_ work: SyncPage, _ run: SyncRun) async throws -> SyncPage.Outcome {
        let now = gateway.clock.now()
        let (next, outcome) = try await gateway.catalog.write { writer in
            var next = run
            var outcome = SyncPage.Outcome()
            try await writer.noteNamed(work.named, in: run)
            for asset in work.returned { try await writer.markReturned(asset, at: now) }
            outcome.changed = try await writer.takeOver(work.changes, at: now)
            outcome.taken = try await writer.takeOver(work.found, in: run)
            try await writer.noteSkipped(work.skips(outcome), in: run)
            next.counts = work.counts(after: run.counts, outcome)
            next.news += work.news(outcome)
            try await writer.keep(next)
            return (next, outcome)
        }
        self.run = next
        return outcome
    }

    /// The same for a plan.
    private func note(_ work: SyncPage, _ outcome: SyncPage.Outcome) {
        run.counts = work.counts(after: run.counts, outcome)
        run.news += work.news(outcome)
        memory.note(work, outcome, in: run.number)
    }
}
