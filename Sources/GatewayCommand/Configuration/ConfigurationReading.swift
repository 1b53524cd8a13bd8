import HTTPCore

/// A configuration as it comes together: defaults, then a file, then the environment, then options.
///
/// What is wrong is collected, so that all of it can be told at once.
struct ConfigurationReading: Sendable {
    /// The values so far.
    private(set) var configuration = Configuration()
    /// What set them, by path; nothing for defaults.
    private(set) var origins: [String: ConfigurationProblem.Origin] = [:]
    /// What makes the configuration unusable.
    private(set) var problems: [ConfigurationProblem] = []
    /// What makes it unusable for a server alone.
    private(set) var servingProblems: [ConfigurationProblem] = []
    /// What is allowed and likely not meant.
    private(set) var warnings: [ConfigurationProblem] = []
    /// Keys whose values made no sense, so that nothing can be said about them.
    private var failed: Set<String> = []
    /// The file, where there is one.
    let file: String?

    /// Reads it all, and never throws.
    ///
    /// `overrides` are options of the command line.
    init(
        file: String?, _ environment: [String: String], overrides: [ConfigurationOverride] = [],
        needsSecrets: Bool = true, surroundings: ConfigurationSurroundings = .current
    ) {
        self.file = file
        var source = ConfigurationSource(environment: environment, needsSecrets: needsSecrets)
        if let file { read(file, source) }
        source.folder = ""
        readVariables(source)
        for override in overrides {
            guard let key = Configuration.keys.first(where: { $0.path == override.path }) else { continue }
            take(key, override.value, .option(override.option), source)
        }
        judge(surroundings)
        problems.sort { $0.isBefore($1) }
    }

    /// Reads `bytes` as if they were those of the file at `path`.
    init(
        parsing bytes: [UInt8], path: String, _ source: ConfigurationSource = .init(),
        surroundings: ConfigurationSurroundings = .current
    ) {
        file = path
        parse(bytes, path: path, source)
        judge(surroundings)
        problems.sort { $0.isBefore($1) }
    }

    /// Throws everything that is wrong, for a server or for any other command.
    func check(forServing: Bool) throws(ConfigurationFailure) {
        let all = problems + (forServing ? servingProblems : [])
        guard all.isEmpty else { throw ConfigurationFailure(problems: all) }
    }

    /// What set the value of `key`.
    func origin(of key: String) -> ConfigurationProblem.Origin { origins[key] ?? .byDefault }

    /// Gives `key` a value, or notes what is wrong with that.
    ///
    /// `line` finds the part of a value that is meant.
    mutating func take(
        _ key: ConfigurationKey, _ value: JSONValue, _ origin: ConfigurationProblem.Origin,
        _ source: ConfigurationSource, line: ([String]) -> Int? = { _ in nil }
    ) {
        origins[key.path] = origin
        do { try key.read(value, &configuration, source) } catch let errors as ConfigurationValueErrors {
            for error in errors.errors { complain(key, error, origin, line(error.place)) }
        } catch let error as ConfigurationValueError {
            complain(key, error, origin, line(error.place))
        } catch {
            complain(key, ConfigurationValueError("\(error)"), origin, nil)
        }
    }

    private mutating func complain(
        _ key: ConfigurationKey, _ error: ConfigurationValueError, _ origin: ConfigurationProblem.Origin,
        _ line: Int?
    ) {
        failed.insert(key.path)
        var place = origin
        if case .file(let path, _) = origin, let line { place = .file(path, line: line) }
        complain(place, key.path, error.description, error.remedy ?? key.remedy(origin))
    }

    /// Notes what is wrong.
    mutating func complain(
        _ origin: ConfigurationProblem.Origin, _ key: String?, _ message: String, _ remedy: String
    ) {
        problems.append(
            ConfigurationProblem(origin: origin, key: key, message: message, remedy: remedy))
    }

    /// Looks at what can only be judged once everything is known.
    private mutating func judge(_ surroundings: ConfigurationSurroundings) {
        for rule in ConfigurationRule.all where failed.isDisjoint(with: rule.keys) {
            for complaint in rule.complaints(configuration, surroundings) {
                let key = complaint.key ?? rule.keys[0]
                // Where the key itself is left at its default, another of the rule's was set.
                let origins = ([key] + rule.keys).map(origin(of:))
                let problem = ConfigurationProblem(
                    origin: origins.first { $0 != .byDefault } ?? .byDefault, key: key,
                    message: complaint.message, remedy: complaint.remedy)
                switch rule.weight {
                case .error: problems.append(problem)
                case .servingError: servingProblems.append(problem)
                case .warning: warnings.append(problem)
                }
            }
        }
    }
}

/// A value that an option of the command line gives a key.
struct ConfigurationOverride: Sendable {
    /// The key.
    let path: String
    /// The option, with its hyphens.
    let option: String
    /// The value.
    let value: JSONValue
}

extension ConfigurationKey {
    /// What to do where a value makes no sense.
    func remedy(_ origin: ConfigurationProblem.Origin) -> String {
        let start = "the default is \(defaultText): "
        switch origin {
        case .file, .byDefault: return start + "write that, or leave \"\(path)\" out"
        case .variable(let name): return start + "set \(name) to that, or unset it"
        case .option(let option): return start + "give that, or leave \(option) out"
        }
    }
}
