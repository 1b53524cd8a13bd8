import Raster
import SQLite
import Synchronization

extension GroupCommit {
    /// A body that ran to its end, waiting for the commit.
    private struct Pending {
        let succeed: @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    /// Runs a batch: the writes in one transaction, then the checkpoints.
    func commit(_ batch: [Request]) async {
        await commitWrites(batch)
        if connection.pagesInWAL >= options.checkpointPages { checkpointNow(.passive) }
        for case .checkpoint(let mode, let done) in batch {
            checkpointNow(mode)
            done()
        }
    }

    private func commitWrites(_ batch: [Request]) async {
        var pending: [Pending] = []
        for case .write(let run, let fail) in batch {
            counters.requestCount.add(1, ordering: .relaxed)
            do {
                try begin()
                pending.append(Pending(succeed: try await perform(run), fail: fail))
            } catch {
                counters.failureCount.add(1, ordering: .relaxed)
                fail(error)
                // SQLite gives up the whole transaction after some failures, such as a full disk.
                if !connection.isInTransaction { failAll(&pending, error) }
            }
        }
        finish(&pending)
    }

    /// Begins the batch's transaction.
    ///
    /// Once another process has held the file for the whole busy timeout, the rest
    /// of the batch does not wait again.
    private func begin() throws(StorageError) {
        guard !connection.isInTransaction else { return }
        try file.checkPresence()
        defer { connection.setBusyTimeout(options.busyTimeout) }
        do throws(StorageError) { try execute("BEGIN IMMEDIATE") } catch {
            connection.setBusyTimeout(.zero)
            throw error
        }
    }

    /// Runs one body in its savepoint: all of it is kept, or none.
    private func perform(_ run: Run) async throws -> @Sendable () -> Void {
        try execute("SAVEPOINT request")
        let transaction = CatalogTransaction(connection)
        do {
            let succeed = try await run(CatalogSession(transaction, options))
            guard transaction.end() else { throw Self.stray }
            try execute("RELEASE request")
            return succeed
        } catch {
            _ = transaction.end()
            if connection.isInTransaction {
                try execute("ROLLBACK TO request")
                try execute("RELEASE request")
            }
            throw error
        }
    }

    private func finish(_ pending: inout [Pending]) {
        guard connection.isInTransaction else { return }
        do throws(StorageError) {
            try file.checkPresence()
            try execute("COMMIT")
            counters.batchCount.add(1, ordering: .relaxed)
            counters.walPageCount.store(connection.pagesInWAL, ordering: .relaxed)
            for request in pending { request.succeed() }
        } catch {
            try? execute("ROLLBACK")
            counters.failureCount.add(pending.count, ordering: .relaxed)
            failAll(&pending, error)
        }
    }

    private func failAll(_ pending: inout [Pending], _ error: any Error) {
        for request in pending { request.fail(error) }
        pending = []
    }

    private func execute(_ sql: SQL) throws(StorageError) {
        try catching { () throws(SQLiteError) in try connection.run(sql) }
    }

    private static let stray = StorageError(
        .internal, "a task outlived the closure that was given the catalog", side: .gateway)
}
