import Gateway
import HTTPCore
import Raster

/// One command of `raster-gateway`.
protocol Command: Sendable {
    /// The words that call it, such as `key create`.
    static var name: String { get }
    /// What it does, in one line.
    static var summary: String { get }
    /// What it takes beside the common options.
    static var syntax: Syntax { get }

    /// How much of a configuration it needs.
    static var need: ConfigurationNeed { get }
    /// The keys that its options set.
    var overrides: [ConfigurationOverride] { get }

    /// Reads what it was given; throws where that cannot be meant.
    init(_ arguments: Arguments) throws(UsageError)

    /// Does it.
    ///
    /// Throws ``CommandFailure``, which says how the program ends, ``UsageError``, and whatever the gateway throws,
    /// all of which exits with 1.
    func run(_ context: CommandContext) async throws
}

extension Command {
    /// Most commands work on the data.
    static var need: ConfigurationNeed { .data }
    /// Most commands set nothing.
    var overrides: [ConfigurationOverride] { [] }
}

/// How much of a configuration must be sound for a command to run.
enum ConfigurationNeed: Sendable {
    /// Nothing of it: the command tells what is wrong.
    case nothing
    /// Nothing of it, and secrets are not looked for.
    case inspection
    /// What it says of the data; secrets need not be there.
    case data
    /// What it says of the data and of the stores, whose secrets must be there.
    case stores
    /// All of it.
    case all

    /// Whether the command does not run where something is wrong.
    var mustBeMet: Bool { self == .data || self == .stores || self == .all }
    /// Whether secrets must be there.
    var includesSecrets: Bool { self == .nothing || self == .stores || self == .all }
}

/// What every command works with.
struct CommandContext: Sendable {
    /// The effective configuration.
    var configuration: Configuration
    /// Where its values come from, and what is wrong with it.
    var reading: ConfigurationReading
    /// The environment variables.
    var environment: [String: String] = [:]
    /// The configuration file, where one was named.
    var configurationFile: String? { reading.file }
    /// What `--data` named, if it was given.
    var dataOption: String?
    /// Whether `--json` was given.
    var isJSON = false
    /// Where it prints.
    var console: any Console
    /// How the program was called, so that it can print commands which work when pasted.
    var program = "raster-gateway"
    /// What long work there is.
    var longWork = LongWork.standard
    /// What ends long work before its time; called when that begins.
    var interruption: @Sendable () -> any Interruption = { StopSignals() }
    /// Lets time pass between two looks at long work.
    var sleeper: any Sleeper = SystemSleeper()
}

extension CommandContext {
    /// Prints `value` with `--json`, otherwise the lines of `text`.
    func show(_ value: JSONValue, _ text: @autoclosure () -> [String]) {
        if isJSON { return console.output(String(decoding: value.bytes, as: UTF8.self)) }
        for line in text() { console.output(line) }
    }

    /// `arguments` as a command that works when pasted into a shell: this program, on this data.
    func commandLine(_ arguments: String) -> String {
        var line = "\(program.shellQuoted) \(arguments)"
        if let configurationFile { line += " --config \(configurationFile.shellQuoted)" }
        if let dataOption { line += " --data \(dataOption.shellQuoted)" }
        return line
    }
}

extension String {
    /// The text as one word of a shell.
    var shellQuoted: String {
        let plain = utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
                || "/._-:=,+@".utf8.contains(byte)
        }
        return plain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
