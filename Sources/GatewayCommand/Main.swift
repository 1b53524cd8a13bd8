import Foundation
import HTTPCore
import MicroHTTP
import Raster

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program: finds the command, gives it its words, and turns what it throws into an exit code.
@main
struct Main {
    /// Everything the program can do.
    static let commands: [any Command.Type] = [
        Serve.self,
        OrganizationCreate.self, OrganizationList.self, OrganizationUpdate.self, OrganizationDelete.self,
        LibraryCreate.self, LibraryList.self, LibraryDelete.self,
        KeyCreate.self, KeyList.self, KeyUpdate.self, KeyRevoke.self,
        Sync.self, Relocate.self, Doctor.self, Conformance.self, Limits.self,
        ConfigurationCheck.self, ConfigurationPrint.self, FakeImgbt.self, FakeMediaPocket.self,
        Version.self,
    ]

    /// Threads that may wait for a disk.
    private static let pool = BlockingPool()

    /// Runs the command that the process was started with.
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        // A closed one would be taken by the next file that is opened, and remarks would be written into that.
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }
        // Whatever is made is its owner's alone: catalog, log, spool and files.
        umask(0o077)
        // Every change is one transaction, so that any command may end anywhere; `serve` does it in order.
        signal(SIGINT) { _ in _exit(ExitCode.interrupted.rawValue) }
        let words = Array(CommandLine.arguments.dropFirst())
        let program = CommandLine.arguments.first.flatMap { $0.contains("/") ? $0 : nil } ?? "raster-gateway"
        let environment = ProcessInfo.processInfo.environment
        exit(await run(words, environment, console: StandardConsole(), program: program).rawValue)
    }

    /// Runs the command that `words` spell; `prepare` may change what it works with.
    static func run(
        _ words: [String], _ environment: [String: String] = [:], console: any Console,
        program: String = "raster-gateway", prepare: (inout CommandContext) -> Void = { _ in }
    ) async -> ExitCode {
        let call: Call
        do { call = try Call(words, among: commands) } catch { return refuse(error, words, console) }
        do {
            switch call {
            case .overview: HelpText.overview(commands).forEach(console.output)
            case .help(let command): HelpText.command(command).forEach(console.output)
            case .command(let command, let arguments):
                try await run(command, arguments, environment, console, program, prepare)
            }
            return .done
        } catch {
            return report(error, words, console)
        }
    }

    private static func run(
        _ command: any Command.Type, _ arguments: Arguments, _ environment: [String: String],
        _ console: any Console, _ program: String, _ prepare: (inout CommandContext) -> Void
    ) async throws {
        let prepared = try command.init(arguments)
        let data = arguments.value("data")
        let reading = ConfigurationReading(
            file: arguments.value("config"), environment, overrides: prepared.overrides + Self.data(data),
            needsSecrets: command.need.includesSecrets)
        if command.need.mustBeMet { try reading.check(forServing: command.need == .all) }
        var context = CommandContext(
            configuration: reading.configuration, reading: reading, environment: environment,
            dataOption: data, isJSON: arguments.flag("json"), console: console, program: program)
        prepare(&context)
        // The disk is waited for on threads that may wait, never on Swift's own few.
        try await withTaskExecutorPreference(pool) { [context] in try await prepared.run(context) }
    }

    private static func data(_ option: String?) -> [ConfigurationOverride] {
        option.map { [ConfigurationOverride(path: "dataDirectory", option: "--data", value: .string($0))] }
            ?? []
    }

    private static func refuse(_ error: UsageError, _ words: [String], _ console: any Console) -> ExitCode {
        console.note("raster-gateway: \(error)")
        let command = commands.first { words.starts(with: $0.words) }
        console.note("See: raster-gateway \(command.map { $0.name + " " } ?? "")--help")
        return .usage
    }

    private static func report(_ error: any Error, _ words: [String], _ console: any Console) -> ExitCode {
        switch error {
        case let error as UsageError: return refuse(error, words, console)
        case is CancellationError: return .interrupted
        case let error as CommandFailure:
            console.note("raster-gateway: \(error)")
            return error.code
        case let error as RasterError: console.note("raster-gateway: \(error.message)")
        case let error as StorageError: console.note("raster-gateway: \(error.forPeople)")
        default: console.note("raster-gateway: \(error)")
        }
        return .failed
    }
}

/// How the program ends (CONTRACT 4).
enum ExitCode: Int32 {
    case done = 0
    case failed = 1
    case usage = 2
    case losses = 3
    case unavailable = 4
    case interrupted = 130
}

extension StorageError {
    /// What an operator should know of it.
    fileprivate var forPeople: String {
        let place = adapter.map { " (\($0))" } ?? ""
        return kind == .internal ? description : message + place
    }
}
