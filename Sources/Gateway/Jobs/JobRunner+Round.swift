import Raster
import Synchronization

// What the runner does each time it looks.
extension JobRunner {
    /// Writes down what has happened, then looks what there is to do and does it.
    func round() async throws {
        for (id, outcome) in state.withLock({ $0.schedule.ended }) { try await settle(id, outcome) }
        try await saveProgress()
        let view = try await view()
        let steps = state.withLock { $0.schedule.look(running: view.running, waiting: view.waiting) }
        for step in steps { try await take(step) }
        // What was done may have made more due: what waits again, and what stood behind a job of its kind.
        if !steps.isEmpty { gateway.lookAtJobs() }
        let working = state.withLock { $0.schedule.count }
        observer.counted(waiting: view.count, running: working)
    }

    private struct View: Sendable {
        let running: [Job]
        let waiting: [Job]
        let count: Int
    }

    private func view() async throws -> View {
        // More than can be taken up, since several of them may be of one library and kind.
        let (limit, only) = ((options.limit + options.waitingLimit) * 8, options.only)
        return try await gateway.catalog.read { reader in
            let running = try await reader.runningJobs()
            var waiting: [Job] = []
            if let only {
                waiting = [try await reader.job(only)].compactMap(\.self).filter { $0.state == .queued }
            } else {
                waiting = try await reader.waitingJobs(limit: limit)
            }
            return View(running: running, waiting: waiting, count: try await reader.waitingJobCount())
        }
    }

    private func take(_ step: JobSchedule.Step) async throws {
        switch step {
        case .stop(let id): state.withLock { $0.runs[id] }?.cancel()
        case .recover(let id): try await change(id) { job, now in job.recover(at: now) }
        case .claim(let id):
            let owner = gateway.owner
            let job = try await change(id) { job, now in job.start(by: owner, at: now) }
            if let job { begin(job) }
        }
    }

    /// Changes a job in the catalog, says so, and gives it back; `nil` where nothing was to be changed.
    @discardableResult
    private func change(
        _ id: JobID, failure: (any Error)? = nil,
        _ transition: @escaping @Sendable (inout Job, Timestamp) -> Bool
    ) async throws -> Job? {
        let now = gateway.clock.now()
        let changed = try await gateway.catalog.write { writer -> Job? in
            guard var job = try await writer.job(id), transition(&job, now) else { return nil }
            try await writer.update(job)
            return job
        }
        if let changed { observer.changed(changed, failure) }
        return changed
    }

    private func settle(_ id: JobID, _ outcome: JobOutcome) async throws {
        guard let run = state.withLock({ $0.runs[id] }) else { return }
        let progress = run.context.progress
        try await change(id, failure: run.failure) { job, now in job.settle(outcome, progress, at: now) }
        state.withLock { state in
            state.schedule.settled(id)
            state.runs[id] = nil
        }
    }

    private func saveProgress() async throws {
        let now = gateway.clock.monotonic()
        let news = state.withLock { state -> [(JobID, JobProgress)] in
            if let last = state.lastSaved, now - last < options.progressInterval { return [] }
            state.lastSaved = now
            return state.runs.compactMap { id, run in run.context.takeNews().map { (id, $0) } }
        }
        guard !news.isEmpty else { return }
        try await gateway.catalog.write { writer in
            for (id, progress) in news {
                guard var job = try await writer.job(id), job.report(progress) else { continue }
                try await writer.update(job)
            }
        }
    }
}

// The work itself.
extension JobRunner {
    private func begin(_ job: Job) {
        let context = JobContext(job.progress)
        let isBegun = state.withLock { state in
            state.runs[job.id] = Run(context: context)
            return state.schedule.claimed(job)
        }
        guard isBegun else { return }
        guard let work = works[job.kind] else {
            return finish(job.id, .failed(.unknownJob(job.kind)), nil)
        }
        let task = Task(executorPreference: executor) { await self.carryOut(job, work, context) }
        state.withLock { $0.runs[job.id]?.task = task }
        if context.isCancelled { task.cancel() }
    }

    private func carryOut(_ job: Job, _ work: any JobWork, _ context: JobContext) async {
        do {
            try await work.run(job, context)
            finish(job.id, .done, nil)
        } catch {
            let isStopped = context.isCancelled && StorageError(wrapping: error).kind == .cancelled
            finish(job.id, isStopped ? .stopped : .failed(RasterError(jobFailure: error)), error)
        }
    }

    private func finish(_ id: JobID, _ outcome: JobOutcome, _ failure: (any Error)?) {
        state.withLock { state in
            state.schedule.ended(id, outcome)
            state.runs[id]?.failure = failure
        }
        gateway.lookAtJobs()
    }
}
