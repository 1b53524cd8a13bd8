import Dispatch
import Foundation
import Gateway
import HTTPCore
import MicroHTTP
import Raster
import Telemetry

/// `serve`.
struct Serve: Command {
    static let name = "serve"
    static let summary = "Serves Raster's REST API until it is told to stop."
    static let syntax = Syntax(
        options: [
            .init(name: "listen", value: "HOST:PORT", help: "where clients connect (default 127.0.0.1:8080)"),
            .init(name: "insecure", help: "serve plain HTTP to other machines; shows keys to the network"),
            .init(name: "log-format", value: "json|text", help: "how log lines look on standard error"),
            .init(name: "adopt", value: "FOLDER", help: "serve the files of a folder where they lie"),
        ],
        discussion: """
            Without data and without a configuration file (or where "firstStart.local" asks for it), a start makes
            the organization "local" with the library "library" and a write key, which is printed once. With --json
            there is one object,
            {"url", "listen", "dataDirectory", "organizationId", "libraryId", "key"}: "listen" is HOST:PORT with
            the port in use, organization and library are null unless they are "local" and "library", and the
            key is there on a first start only.
            --adopt puts the files of a folder behind local/library without copying, moving or changing them:
            they are assets as soon as they are found, sub-folders are their tags, and what changes in the folder
            is taken over at every start and every hour ("adopt.rescanMinutes"). Uploads go to the data directory.
            SIGTERM and SIGINT stop in order, within 30 seconds; a second one stops at once.
            """)

    static let need = ConfigurationNeed.all

    let overrides: [ConfigurationOverride]
    private let adopt: String?

    init(_ arguments: Arguments) throws(UsageError) {
        adopt = arguments.value("adopt")
        var overrides: [ConfigurationOverride] = []
        if let text = arguments.value("listen") {
            _ = try Configuration.Listen(text)
            overrides.append(.init(path: "listen", option: "--listen", value: .string(text)))
        }
        if arguments.flag("insecure") {
            overrides.append(.init(path: "insecure", option: "--insecure", value: .bool(true)))
        }
        if let text = arguments.value("log-format") {
            guard LogLine.Format(rawValue: text) != nil else {
                throw UsageError("--log-format is json or text, not \"\(text)\"")
            }
            overrides.append(.init(path: "log.format", option: "--log-format", value: .string(text)))
        }
        self.overrides = overrides
    }

    func run(_ context: CommandContext) async throws {
        let signals = StopSignals()
        for warning in context.reading.warnings {
            context.console.note("warning: " + warning.lines.joined(separator: "\n"))
        }
        var configuration = context.configuration
        try configuration.fit(openFiles: ProcessLimits.raiseOpenFiles())
        let folder = try adopt.map { try FolderToAdopt($0, configuration) }
        let process = try await Self.start(configuration, console: context.console)
        do {
            let greeting = try await Greeting(process, context)
            context.show(greeting.json, greeting.lines)
            if let folder { try await folder.adoptOnStart(process.composition.gateway, context) }
        } catch {
            await process.stop()
            throw error
        }
        await signals.wait()
        context.console.note("Stopping; once more to stop at once.")
        let deadline = Deadline.exit(after: .seconds(29))
        await process.stop()
        deadline.cancel()
    }

    /// Starts, and says of the likely failures what to do.
    static func start(
        _ configuration: Configuration, console: (any Console)? = nil
    ) async throws -> GatewayProcess {
        let log = StandardErrorSink(format: configuration.logFormat)
        do {
            return try await GatewayProcess(configuration, log: log, console: console)
        } catch let held as OwnerLock.Held {
            let server = held.processID.map { "process \($0)" } ?? "another process"
            throw CommandFailure(
                "\(server) serves \(configuration.dataDirectory) already; stop it first, or name another "
                    + "folder with --data")
        } catch let error as HTTPServerError {
            throw CommandFailure(error.sentence(configuration.listen))
        }
    }
}

extension HTTPServerError {
    /// What to do about it; `option` is what says where to listen.
    func sentence(_ listen: Configuration.Listen, option: String = "--listen") -> String {
        switch self {
        case .invalidAddress(let host):
            "\"\(host)\" is no address of this machine; use a literal one, such as 127.0.0.1 or [::1]"
        case .cannotListen(_, EADDRINUSE):
            "\(listen) is in use by another program; stop that, or choose another port with "
                + "\(option) \(listen.host):\(listen.port &+ 1)"
        case .cannotListen(_, EACCES):
            "ports below 1024 are for the system; choose another with \(option) \(listen.host):8080"
        case .cannotListen(_, EADDRNOTAVAIL):
            "\(listen.host) is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all of them"
        case .cannotListen(let call, let code):
            "cannot listen on \(listen): \(call): \(String(cString: strerror(code)))"
        case .cannotStart, .noThread, .alreadyStarted:
            "the HTTP server did not start; is memory or are threads short?"
        }
    }
}

/// A bound on the stop, which nothing holds up.
private enum Deadline {
    /// Ends the process as failed when `time` is over, unless cancelled.
    ///
    /// What was acknowledged is durable, so nothing is lost by it.
    static func exit(after time: DispatchTimeInterval) -> DispatchWorkItem {
        let item = DispatchWorkItem { _exit(ExitCode.failed.rawValue) }
        DispatchQueue.global().asyncAfter(deadline: .now() + time, execute: item)
        return item
    }
}
