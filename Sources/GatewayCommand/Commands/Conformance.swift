import AdapterKit
import Foundation
import Gateway
import HTTPCore
import Raster

/// `conformance`.
struct Conformance: Command {
    static let name = "conformance"
    static let summary = "Tries a store against every promise that stores make."
    static let syntax = Syntax(
        positionals: [
            .init(
                name: "STORE", help: "its name in the configuration; \"all\", or \"memory\" to see one work")
        ],
        options: [
            .init(name: "format", value: "FORMAT", help: "text, json or junit (default text)"),
            .init(name: "output", value: "FILE", help: "where the report goes, instead of standard output"),
            .init(name: "only", value: "GROUP", help: "only checks of this group", isRepeated: true),
            .init(name: "seed", value: "N", help: "what the asset ids are made from (default: by chance)"),
        ],
        discussion: """
            Works beside a running server and needs no catalog. Everything is stored in the library scratch-N of
            the organization "conformance" and removed again, also after Ctrl-C; what could not be removed is
            told. An ability is earned when every check of it is kept. Exit codes: 0 all that applies is kept, 1
            something is not, 4 the store is away, 130 interrupted.
            A store that fetches its files does so from a listener of the command's own: at staging.listen, or else
            at listen, so that no server may run there meanwhile; at some port of 127.0.0.1 for a store on this
            machine. Places that it makes, such as projects, cannot be removed through its API, and stay empty.
            Groups: \(ConformanceCheck.Group.allCases.map(\.rawValue).joined(separator: ", ")).
            """)
    static let need = ConfigurationNeed.stores

    private let store: AdapterName
    private let format: ConformanceFormat?
    private let output: String?
    private let groups: Set<ConformanceCheck.Group>
    private let seed: UInt64

    init(_ arguments: Arguments) throws(UsageError) {
        store = AdapterName(arguments.positional("STORE"))
        output = arguments.value("output")
        let formats: [ConformanceFormat] = try arguments.choices("format")
        format = formats.last
        let only: [ConformanceCheck.Group] = try arguments.choices("only")
        groups = only.isEmpty ? Set(ConformanceCheck.Group.allCases) : Set(only)
        let text = arguments.value("seed")
        let chance: UInt64 = SystemRandom().bytes(4).reduce(0) { $0 << 8 | UInt64($1) }
        guard let seed = text.map({ UInt64($0) }) ?? chance else {
            throw UsageError("--seed takes a whole number from 0, not \"\(text ?? "")\"")
        }
        self.seed = seed
    }

    func run(_ context: CommandContext) async throws {
        let trial = ConformanceTrial(context: context, groups: groups, seed: seed)
        let results = try await trial.results(of: try names(context.configuration))
        let format = format ?? (context.isJSON ? .json : .text)
        try show(results.reports, format, context)
        for failure in results.failures { context.console.note("raster-gateway: \(failure)") }
        try results.checkEnd()
    }

    private func names(_ configuration: Configuration) throws -> [AdapterName] {
        let known = configuration.stores.map(\.name)
        if known.contains(store) || store == "memory" { return [store] }
        guard store == "all" else {
            throw CommandFailure(
                "no store is configured as \"\(store)\"; known: "
                    + (known.map(\.rawValue) + ["all", "memory"]).joined(separator: ", "))
        }
        return known
    }

    private func show(
        _ reports: [ConformanceReport], _ format: ConformanceFormat, _ context: CommandContext
    ) throws {
        guard let output else { return context.console.output(format.text(of: reports)) }
        do {
            try (format.text(of: reports) + "\n").write(toFile: output, atomically: true, encoding: .utf8)
        } catch {
            throw CommandFailure("the report cannot be written to \(output): \(error.localizedDescription)")
        }
        for report in reports { context.console.output("\(report.adapter): \(report.summary)") }
    }
}

/// How a report is written.
enum ConformanceFormat: String, CaseIterable {
    case text, json, junit

    /// The reports in this format, without the last line's end.
    func text(of reports: [ConformanceReport]) -> String {
        switch self {
        case .text: return reports.map { $0.text.joined(separator: "\n") }.joined(separator: "\n\n")
        case .junit: return ConformanceReport.jUnit(reports).trimmingSuffix("\n")
        case .json:
            var json = JSONWriter()
            json.object { json in
                json.member("isKept", reports.allSatisfy(\.isKept))
                json.array("stores") { json in
                    for report in reports { report.write(to: &json) }
                }
            }
            return String(decoding: json.finish(), as: UTF8.self)
        }
    }
}

extension Arguments {
    /// What an option chooses from a short list, each time it was given.
    fileprivate func choices<Value: CaseIterable & RawRepresentable<String>>(_ name: String)
        throws(UsageError) -> [Value]
    {
        var choices: [Value] = []
        for text in values(name) {
            guard let value = Value(rawValue: text) else {
                throw UsageError.unknown(name, text, known: Value.allCases.map(\.rawValue))
            }
            choices.append(value)
        }
        return choices
    }
}
