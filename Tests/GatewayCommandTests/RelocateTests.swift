import Gateway
import HTTPCore
import Raster
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import GatewayCommand

/// Does not wait: looks again at once.
private struct Impatience: Sleeper {
    func wait(for duration: Duration) async { await Task.yield() }
}

private struct PlannedWork: JobWork {
    let body: @Sendable (Job, JobContext) async throws -> Void
    func run(_ job: Job, _ context: JobContext) async throws { try await body(job, context) }
}

extension LongWork {
    /// Relocations of any library, done by `body`.
    fileprivate static func relocating(
        _ body: @escaping @Sendable (Gateway, Job, JobContext) async throws -> Void
    ) -> LongWork {
        LongWork(works: { gateway, _ in
            [.relocate: PlannedWork { try await body(gateway, $0, $1) }]
        })
    }

    /// Relocations of which that of the asset `a1` fails, where it waits.
    fileprivate static func failing(_ code: RasterError.Code = .internalServerError) -> LongWork {
        .relocating { gateway, _, _ in
            let state = try await gateway.catalog.read { try await $0.relocation(of: "a1")?.state }
            guard state == .waiting else { return }
            try await gateway.catalog.write {
                _ = try await $0.failRelocation(of: "a1", to: "pocket", .late, at: .sample())
            }
            throw RasterError(code, "1 of 1 assets did not get there.")
        }
    }
}

extension BackendFailure {
    fileprivate static let late = BackendFailure(kind: "timedOut", message: "it was not fetched")
}

extension Workplace {
    fileprivate var configuration: Configuration {
        var configuration = Configuration()
        configuration.dataDirectory = folder
        return configuration
    }

    /// Runs `relocate` on `acme/photos` with `work`.
    fileprivate func relocate(
        _ work: LongWork, _ words: String..., prepare: @escaping (inout Configuration) -> Void = { _ in }
    ) async -> Outcome {
        let console = MemoryConsole()
        let words = ["relocate", "acme/photos"] + words + ["--data", folder]
        let code = await Main.run(words, console: console) {
            $0.longWork = work
            $0.sleeper = Impatience()
            prepare(&$0.configuration)
        }
        return Outcome(code: code, text: console.result, notes: console.notes)
    }

    /// Runs `body` on the catalog.
    fileprivate func withCatalog<Value: Sendable>(
        _ body: (Gateway) async throws -> Value
    ) async throws -> Value {
        let context = CommandContext(
            configuration: configuration, reading: ConfigurationReading(file: nil, [:]),
            console: MemoryConsole())
        return try await context.withCatalog(body)
    }

    /// Puts the asset `a1` on the disk into `acme/photos`, which failed to get to the store `pocket`.
    fileprivate func addFailure() async throws {
        try await withCatalog { gateway in
            try await gateway.catalog.write { writer in
                let library = try await writer.requireLibrary("photos", in: "acme")
                _ = try await writer.publish([NewAsset(.sample("a1"), in: library.key)])
                try await writer.setGoal("pocket", of: ["a1"], at: .sample())
                try await writer.failRelocation(of: "a1", to: "pocket", .late, at: .sample())
            }
        }
    }
}

@Suite struct RelocateTests {
    private let sentence = "a1 did not get from disk to pocket: timedOut: it was not fetched"

    @Test func `what has failed is tried again, and named where it fails again`() async throws {
        try await withAcme { data in
            try await data.addFailure()

            let outcome = await data.relocate(.failing())

            #expect(outcome.code == .failed)
            #expect(outcome.text == "The relocation of acme/photos is failed: 0 items.")
            #expect(outcome.notes.contains(sentence))
            #expect(outcome.notes.contains("1 of 1 assets did not get there."))
        }
    }

    @Test func `where the first failed because its store was away, it exits with 4`() async throws {
        try await withAcme { data in
            try await data.addFailure()

            let outcome = await data.relocate(.failing(.serviceUnavailable))

            #expect(outcome.code == .unavailable && outcome.text.contains("is failed"))
        }
    }

    @Test func `what arrives is counted, and the job printed as the API shows it`() async throws {
        try await withAcme { data in
            try await data.addFailure()
            let work = LongWork.relocating { gateway, _, context in
                try await gateway.catalog.write { try await $0.endRelocation(of: "a1", to: "pocket") }
                context.report(JobProgress(items: 1, bytes: 100))
            }

            let outcome = await data.relocate(work, "--json")

            let job = try JSONValue(parsing: Array(outcome.text.utf8)).asObject()
            #expect(outcome.code == .done && !outcome.notes.contains("a1"))
            #expect(try job.string("kind") == "relocate" && job.string("state") == "done")
        }
    }

    @Test func `a server does the work, and its log names each that failed while it did`() async throws {
        try await withAcme { data in
            try await data.addFailure()
            let log = MemorySink()
            var configuration = data.configuration
            configuration.addPocket("http://127.0.0.1:1", isReadOnly: true)
            let process = try await GatewayProcess(configuration, log: log, longWork: .standard)

            let outcome = await data.relocate(.standard)
            await process.stop()

            #expect(outcome.code == .failed && outcome.notes.contains("from disk to pocket: closed"))
            let lines = log.lines.map { String(decoding: $0.render(.json), as: UTF8.self) }
                .filter { $0.contains(#""event":"relocation""#) }
            #expect(lines.count == 1)
            #expect(lines.first?.contains(#""asset":"a1","from":"disk","to":"pocket""#) == true)
            #expect(lines.first?.contains("closed: the configuration") == true)
        }
    }

    @Test func `without a server the command hands out the files meanwhile, and nothing else`() async throws {
        try await withAcme { data in
            let seen = Mutex<[String]>([])
            let work = LongWork.relocating { gateway, _, _ in
                let url = try #require(gateway.settings.staging?.publicURL)
                let staged = try get("/staging/x", at: url)
                let other = try get("/healthz", at: url)
                seen.withLock {
                    $0 = [staged.field("X-Raster-Gateway") ?? "", "\(staged.status)", "\(other.status)"]
                }
            }

            let outcome = await data.relocate(work) { $0.addPocket("http://127.0.0.1:9") }

            #expect(outcome.code == .done, "\(outcome.notes)")
            #expect(
                seen.withLock { $0 } == [DataDirectory.instance(of: data.folder) ?? "none", "404", "404"])
        }
    }

    @Test func `without a server nothing is begun that the store could not fetch`() async throws {
        try await withAcme { data in
            let outcome = await data.relocate(.relocating { _, _, _ in throw CancellationError() }) {
                $0.addPocket("https://acme.example")
            }

            #expect(outcome.code == .failed)
            #expect(outcome.notes.contains("\"pocket\" at acme.example fetches files from there"))
        }
    }

    @Test(arguments: [(["relocate"], "ORG/LIB is missing"), (["relocate", "acme"], "such as acme/photos")])
    func `what cannot be meant is a usage error`(words: [String], complaint: String) async {
        let outcome = await Workplace.run(words)

        #expect(outcome.code == .usage && outcome.notes.contains(complaint))
    }
}

extension Configuration {
    /// Adds an account at `url`, and listens on any free port.
    fileprivate mutating func addPocket(_ url: String, isReadOnly: Bool = false) {
        var pocket = MediaPocket()
        (pocket.url, pocket.isReadOnly) = (url, isReadOnly)
        if isReadOnly { pocket.secret = Secret("x", from: .variable("POCKET")) }
        stores.append(.init(name: "pocket", .mediaPocket(pocket)))
        listen.port = 0
    }
}

/// The answer at `url`, which is one of this machine.
private func get(_ path: String, at url: String) throws -> RawResponse {
    let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0) })
    let socket = try RawSocket(port: port)
    try socket.send("GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
    return try socket.receiveResponse()
}

@Suite struct RelocationExaminationTests {
    private func examination(_ goals: AdapterName...) -> Examination {
        var machine = Machine.current
        machine.now = .sample(7_200_000)
        var configuration = Configuration()
        configuration.stores += goals.map { Configuration.Store(name: $0, folder: "/\($0)") }
        return Examination(configuration: configuration, machine: machine)
    }

    private func backlog(waiting: Int = 0, failed: Int = 0, since: Timestamp = .sample()) -> RelocationBacklog
    {
        RelocationBacklog(of: "pocket", waiting: waiting, failed: failed, oldest: since)
    }

    @Test func `what waits is well while it is young, and worth a look once no store can be fetching it`() {
        let found = examination("pocket")

        #expect(found.backlog(backlog(waiting: 3, since: .sample(3_700_000))).state == .ok)
        let old = found.backlog(backlog(waiting: 3))
        #expect(old.state == .warning && old.message.hasPrefix("3 assets wait to get there, 0 have failed"))
        #expect(found.backlog(backlog(failed: 3)).state == .ok)
    }

    @Test func `what is on its way to a store that is not configured is a problem`() {
        #expect(examination().backlog(backlog(waiting: 1)).state == .problem)
    }

    @Test func `each failure is told with asset, library, stores, reason, time and what to do`() throws {
        let library = Library(
            key: LibraryKey(1), organization: "acme", id: "photos", name: "Photos", adapter: "pocket",
            created: .sample())
        let failed = Relocation(
            of: .sample("a1"), to: "pocket", state: .failed, since: .sample(), nextTry: .sample(),
            failure: .late)

        let finding = try #require(examination("pocket").failures([failed], in: library).first)

        #expect(finding.state == .warning && finding.check == "relocation of acme/photos")
        #expect(
            finding.message.hasPrefix(
                "a1 did not get from disk to pocket: timedOut: it was not fetched (on its way since 20"))
        #expect(finding.remedy?.hasSuffix("raster-gateway relocate acme/photos") == true)
        let many = examination("pocket").failures(Array(repeating: failed, count: 21), in: library)
        #expect(many.count == 21 && many.last?.message == "more have failed")
    }

    @Test func `placeholders are listed by store, with label and what they were for`() {
        let some = [
            Placeholder(.asset, in: "pocket", as: BackendLabel("a1"), noted: .sample()),
            Placeholder(.project, in: "pocket", as: BackendLabel("acme/photos", number: 2), noted: .sample()),
        ]

        let found = examination().placeholders(some, of: 2, in: "pocket")
        let many = examination().placeholders(some, of: 5, in: "pocket")

        #expect(found.check == "placeholders in pocket" && found.state == .ok)
        #expect(found.message.hasPrefix("2 empty things") && found.message.contains("they do no harm"))
        #expect(found.message.hasSuffix("a1 (asset for a1), acme/photos~2 (project for acme/photos)"))
        #expect(many.message.hasPrefix("5 empty things") && many.message.hasSuffix(", and 3 more"))
    }

    @Test func `the placeholders of each store are counted, however many others have`() async throws {
        try await withAcme { data in
            let findings = try await data.withCatalog { gateway in
                try await gateway.catalog.write { writer in
                    for number in 1...1001 {
                        let label = BackendLabel("a", number: number)
                        try await writer.note(Placeholder(.asset, in: "disk", as: label, noted: .sample()))
                    }
                    try await writer.note(
                        Placeholder(.asset, in: "pocket", as: BackendLabel("b"), noted: .sample()))
                }
                return try await examination("pocket").placeholders(gateway)
            }

            #expect(findings.map(\.check) == ["placeholders in disk", "placeholders in pocket"])
            #expect(findings.first?.message.hasSuffix(", and 981 more") == true)
            #expect(findings.last?.message.hasPrefix("1 empty things") == true)
        }
    }

    @Test func `doctor shows all of it of a catalog`() async throws {
        try await withAcme { data in
            try await data.addFailure()
            try await data.withCatalog { gateway in
                try await gateway.catalog.write {
                    try await $0.note(
                        Placeholder(.asset, in: "pocket", as: BackendLabel("a1"), noted: .sample()))
                }
            }

            let text = await data.run("doctor").text

            for part in [
                "relocation to pocket: 0 assets wait", "relocation of acme/photos: a1 did not",
                "relocate acme/photos --data", "placeholders in pocket: 1 empty things",
            ] { #expect(text.contains(part), "\(part) is not in \(text)") }
        }
    }
}
