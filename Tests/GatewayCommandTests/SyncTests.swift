import Gateway
import HTTPCore
import Raster
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import GatewayCommand

/// An interruption that comes when someone lies down in `bed`, or never.
private struct PlannedInterruption: Interruption {
    var bed: ManualSleeper?

    func wait() async {
        guard let bed else { return await ManualSleeper().wait(for: .zero) }
        await bed.someoneSleeps()
    }
}

private struct PlannedWork: JobWork {
    let body: @Sendable (JobContext) async throws -> Void
    func run(_ job: Job, _ context: JobContext) async throws { try await body(context) }
}

extension LongWork {
    /// Syncs of any library, done by `body`.
    fileprivate static func syncing(
        _ body: @escaping @Sendable (JobContext) async throws -> Void = { _ in }
    ) -> LongWork {
        LongWork(isSyncable: { _, _ in true }, works: { _, _ in [.sync: PlannedWork(body: body)] })
    }
}

extension Workplace {
    /// Runs `sync` on `acme/photos` with `work`, interrupted when someone lies down in `bed`.
    fileprivate func sync(
        _ work: LongWork, _ words: String..., interruptedIn bed: ManualSleeper? = nil
    ) async -> Outcome {
        let console = MemoryConsole()
        let code = await Main.run(["sync", "acme/photos"] + words + ["--data", folder], console: console) {
            $0.longWork = work
            $0.sleeper = Impatience()
            $0.interruption = { PlannedInterruption(bed: bed) }
        }
        return Outcome(code: code, text: console.result, notes: console.notes)
    }

    /// The jobs of `acme/photos`, newest first.
    fileprivate func jobs() async throws -> [Job] {
        let context = CommandContext(
            configuration: configuration, reading: ConfigurationReading(file: nil, [:]),
            console: MemoryConsole())
        return try await context.withCatalog { gateway in
            try await gateway.catalog.read { reader in
                let library = try await reader.requireLibrary("photos", in: "acme")
                return try await reader.jobs(in: library.key, page: .first)
            }
        }
    }

    fileprivate var configuration: Configuration {
        var configuration = Configuration()
        configuration.dataDirectory = folder
        return configuration
    }
}

@Suite struct SyncTests {
    @Test func `where no server runs the command does the work`() async throws {
        try await withAcme { data in
            let outcome = await data.sync(
                .syncing { $0.report(JobProgress(items: 1_234, itemsTotal: 1_234, bytes: 5_000)) })

            let jobs = try await data.jobs()
            #expect(outcome.code == .done && jobs.map(\.state) == [.done])
            #expect(outcome.text == "The sync of acme/photos is done: 1,234 items, 5.0 kB.")
        }
    }

    @Test func `with --json the job is printed alone, as the API shows it`() async throws {
        try await withAcme { data in
            let outcome = await data.sync(.syncing { $0.report(JobProgress(items: 3)) }, "--json")

            let job = try JSONValue(parsing: Array(outcome.text.utf8)).asObject()
            #expect(
                job.members.map(\.name)
                    == ["id", "kind", "state", "created", "started", "finished", "progress", "error"])
            #expect(try job.string("state") == "done" && job.object("progress").members.count == 5)
        }
    }

    @Test(arguments: [
        (StorageError.Kind.unavailable, ExitCode.unavailable), (.timedOut, .unavailable),
        (.internal, .failed), (.insufficientStorage, .failed),
    ])
    func `what fails exits with 4 where the store was away, else with 1`(
        kind: StorageError.Kind, code: ExitCode
    ) async throws {
        try await withAcme { data in
            let outcome = await data.sync(.syncing { _ in throw StorageError(kind, "the store's words") })

            #expect(outcome.code == code)
            #expect(outcome.text.contains("is failed") && !outcome.text.contains("the store's words"))
            #expect(outcome.notes.contains("cause: \(kind.rawValue): the store's words"))
        }
    }

    @Test func `what is done but for some items exits with 3`() async throws {
        try await withAcme { data in
            let outcome = await data.sync(.syncing { $0.report(JobProgress(items: 9, failed: 2)) })

            #expect(outcome.code == .losses && outcome.notes.contains("2 of them failed"))
        }
    }

    @Test func `interrupted work of the command's own waits with its progress`() async throws {
        try await withAcme { data in
            let bed = ManualSleeper()
            let outcome = await data.sync(
                .syncing { context in
                    context.report(JobProgress(items: 7))
                    await bed.wait(for: .zero)
                    try context.checkCancellation()
                }, interruptedIn: bed)

            #expect(outcome.code == .interrupted && outcome.notes.contains("the next server"))
            let job = try await data.jobs().first
            #expect(job?.state == .queued && job?.progress.items == 7 && job?.attempts == 0)
            #expect(await data.sync(.syncing()).code == .done)
            #expect(try await data.jobs().map(\.state) == [.done])
        }
    }

    @Test func `where a server runs it does the work, and the command follows`() async throws {
        try await withAcme { data in
            let began = Mutex(0)
            let process = try await data.server(
                .syncing { context in
                    began.withLock { $0 += 1 }
                    context.report(JobProgress(items: 2))
                })

            let outcome = await data.sync(.syncing { _ in throw StorageError(.internal, "not here") })

            #expect(outcome.code == .done && outcome.text.contains("2 items") && began.withLock { $0 } == 1)
            await process.stop()
        }
    }

    @Test func `interrupted, the command ends and the server goes on`() async throws {
        try await withAcme { data in
            let (bed, done) = (ManualSleeper(), ManualSleeper())
            let process = try await data.server(
                .syncing { _ in
                    await bed.wait(for: .zero)
                    Task { await done.wait(for: .zero) }
                })

            let outcome = await data.sync(.syncing(), interruptedIn: bed)
            let jobs = try await data.jobs()
            bed.wake()
            await done.someoneSleeps()

            #expect(outcome.code == .interrupted && outcome.notes.contains("the server goes on"))
            #expect(jobs.map(\.state) == [.running] && jobs.first?.isCancelRequested == false)
            done.wake()
            await process.stop()
        }
    }

    @Test func `a server that stops leaves its work to the command that follows it`() async throws {
        try await withAcme { data in
            let bed = ManualSleeper()
            var process: GatewayProcess? = try await data.server(
                .syncing { context in
                    await bed.wait(for: .zero)
                    try context.checkCancellation()
                })
            async let outcome = data.sync(.syncing { $0.report(JobProgress(items: 4)) })
            await bed.someoneSleeps()

            await process?.stop()
            // With the last reference goes the lock, as it does with a process.
            process = nil

            let (code, jobs) = (await outcome.code, try await data.jobs())
            #expect(code == .done && jobs.map(\.progress.items) == [4])
        }
    }

    @Test func `a library with nothing to compare is refused, and nothing is begun`() async throws {
        try await withAcme { data in
            let outcome = await data.run("sync", "acme/photos")
            let dry = await data.run("sync", "acme/photos", "--dry-run")

            let jobs = try await data.jobs()
            #expect(outcome.code == .failed && dry.code == .failed && jobs == [])
            #expect(outcome.notes.contains("behind the gateway's back") && outcome.notes == dry.notes)
        }
    }

    @Test(arguments: [
        (["sync"], "ORG/LIB is missing"), (["sync", "acme"], "such as acme/photos"),
        (["sync", "acme/photos/x"], "such as acme/photos"), (["sync", "/x"], "such as acme/photos"),
        (["sync", "acme/photos", "--ids"], "--ids needs a value"),
    ])
    func `what cannot be meant is a usage error`(words: [String], complaint: String) async {
        let outcome = await Workplace.run(words)

        #expect(outcome.code == .usage && outcome.notes.contains(complaint))
    }

    @Test func `an unknown library is told with those there are`() async throws {
        try await withAcme { data in
            let outcome = await data.run("sync", "acme/photo")

            #expect(outcome.code == .failed && outcome.notes.contains("known: photos"))
        }
    }
}

extension Workplace {
    /// A server in this process that does `work`.
    fileprivate func server(_ work: LongWork) async throws -> GatewayProcess {
        var configuration = configuration
        configuration.listen = try .init("127.0.0.1:0")
        return try await GatewayProcess(configuration, log: MemorySink(), longWork: work)
    }
}

@Suite struct SyncPlanPrintingTests {
    private func planned(_ words: String...) async throws -> Outcome {
        var plan = SyncPlan()
        for number in 1...12 { plan.note(.add, "new/\(number).jpg") }
        plan.note(.skip, "evil\u{1B}[2J", "a link")
        var work = LongWork.syncing()
        work.plan = { [plan] _, _, _ in plan }
        var outcome: Outcome?
        try await withAcme { data in
            outcome = await data.sync(work, "--dry-run", words.first ?? "--dry-run")
            let jobs = try await data.jobs()
            #expect(jobs == [])
        }
        return try #require(outcome)
    }

    @Test func `a dry run prints counts and examples and makes no job`() async throws {
        let lines = try await planned().text.split(separator: "\n").map(String.init)

        #expect(lines[0] == "A sync of acme/photos would change this; nothing was changed:")
        #expect(lines[1] == "12  new files become assets" && lines[2] == "    new/1.jpg")
        #expect(lines[12] == "    … and 2 more" && lines[13] == " 1  files are left out")
        #expect(lines[14] == "    evil?[2J (a link)")
    }

    @Test func `with --json there are all counts, and the examples as they are`() async throws {
        let plan = try JSONValue(parsing: Array(try await planned("--json").text.utf8)).asObject()

        let counts = try plan.object("counts")
        #expect(counts.members.map(\.name) == SyncPlan.Change.allCases.map(\.rawValue))
        #expect(counts["add"] == .number(JSONNumber(12)) && counts["move"] == .number(JSONNumber(0)))
        #expect(try plan.array("examples").count == 11)
    }

    @Test func `a plan without changes says so`() async throws {
        try await withAcme { data in
            let outcome = await data.sync(.syncing(), "--dry-run")

            #expect(outcome.text == "A sync of acme/photos would change nothing.")
        }
    }
}
