import Bytes
import Raster

extension StoreSync {
    /// Takes over what a page names, and keeps that it was read, all at once.
    func take(_ page: NativePage) async throws {
        let items = try await items(of: page)
        let named = Set(items.lazy.filter(\.isNamed).map(\.native.id))
        try listing.check(page, askedWith: run.token) { named.contains($0) }
        var work = try await judged(items)
        if !isPlan { work = try await carryOut(work) }
        run.token = page.next
        run.isListed = page.next == nil
        run.pages = listing.pages
        let outcome = isPlan ? work.expected : try await write(work)
        if isPlan { note(work, outcome) }
        report.add(work, outcome)
    }

    /// What is known of each asset of a page, and what is to be done about it.
    private func items(of page: NativePage) async throws -> [SyncItem] {
        let all = try await gateway.catalog.read { [adapter, library] reader in
            try await reader.knowledge(of: page.assets, in: adapter.name, for: library.key)
        }
        return try zip(page.assets, all).map { native, knowledge in
            let (earlier, isNamed) = earlier(native, knowledge)
            return SyncItem(
                native: native, known: knowledge.known, step: try judge.step(native, knowledge),
                earlier: earlier, isNamed: isNamed)
        }
    }

    private func earlier(
        _ native: NativeAsset, _ knowledge: SyncKnowledge
    ) -> (earlier: SyncItem.Earlier, isNamed: Bool) {
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

    /// Asks the backend what must be asked, and decides.
    private func judged(_ items: [SyncItem]) async throws -> SyncPage {
        let answers = try await ask(Set(items.flatMap { reachable($0) }))
        let means = means
        var work = SyncPage()
        for item in items { work.items.append((item, try judge.verdict(on: item, answers, means))) }
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
    private func write(_ work: SyncPage) async throws -> SyncPage.Outcome {
        let (run, now) = (run, gateway.clock.now())
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
