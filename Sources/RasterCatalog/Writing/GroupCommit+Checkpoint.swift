import Raster
import SQLite
import Synchronization

extension GroupCommit {
    /// Copies the log into the database.
    ///
    /// Where readers have kept it from shrinking for too long, waits for them,
    /// though not as long as a write may wait.
    func checkpointNow(_ mode: Connection.CheckpointMode) {
        let isOverdue = connection.pagesInWAL >= options.checkpointPages * 16
        connection.setBusyTimeout(isOverdue ? .milliseconds(200) : .milliseconds(20))
        defer { connection.setBusyTimeout(options.busyTimeout) }
        do {
            counters.walPageCount.store(
                try connection.checkpoint(isOverdue ? .truncate : mode), ordering: .relaxed)
        } catch { return }  // Readers were in the way: the next commit tries again.
        counters.checkpointCount.add(1, ordering: .relaxed)
        let elapsed = (ContinuousClock.now - opened).milliseconds
        counters.checkpointTime.store(Int(elapsed), ordering: .relaxed)
    }

    /// Once nothing has been written for a while, empties the log.
    func rest() {
        guard connection.pagesInWAL > 0, !isResting.exchange(true, ordering: .relaxed) else { return }
        Task(executorPreference: executor) { [weak self, idle = options.idleBeforeCheckpoint] in
            try? await Task.sleep(for: idle)
            self?.isResting.store(false, ordering: .relaxed)
            self?.submit(.checkpoint(.truncate) {})
        }
    }
}
