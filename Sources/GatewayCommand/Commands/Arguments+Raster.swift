import Raster

extension Syntax.Positional {
    /// The organization that a command is about.
    static let organization = Syntax.Positional(name: "ORG", help: "the organization's id")
    /// The key that a command is about.
    static let key = Syntax.Positional(name: "KEY-ID", help: "the key's id, as \"key list\" shows it")
}

extension Syntax.Option {
    /// What keeps a slip from deleting.
    static let yes = Syntax.Option(name: "yes", help: "do it; there is no way back")
}

extension Arguments {
    /// The organization `ORG`, spelled like one.
    var organization: OrganizationID {
        get throws(UsageError) {
            let text = positional("ORG")
            guard Rules.isSlug(text) else {
                throw UsageError("ORG has a-z, 0-9 and inner hyphens, 64 at most; \"\(text)\" does not")
            }
            return OrganizationID(text)
        }
    }

    /// `--plan`.
    var plan: Plan? {
        get throws(UsageError) {
            guard let text = value("plan") else { return nil }
            guard let plan = Plan(rawValue: text) else {
                throw UsageError("--plan is hobby or pro, not \"\(text)\"")
            }
            return plan
        }
    }

    /// A text for people: 1 to 255 characters, none of them for control.
    func text(_ name: String) throws(UsageError) -> String? {
        guard let text = value(name) else { return nil }
        let isPlain = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard (1...255).contains(text.unicodeScalars.count), isPlain else {
            throw UsageError("--\(name) takes 1 to 255 characters in one line")
        }
        return text
    }

    /// Throws unless `--yes` was given.
    func requireYes(_ what: String) throws(UsageError) {
        guard flag("yes") else { throw UsageError("this deletes \(what) for good; add --yes if you mean it") }
    }

    /// What `--grant` and `--all` give, one of which there must be.
    var grants: Grants {
        get throws(UsageError) {
            let listed = values("grant")
            guard listed.isEmpty != (value("all") == nil) else {
                throw UsageError(
                    "give either --grant LIB:read or LIB:write (once or more), or --all read|write")
            }
            if let all = value("all") { return Grants(all: try access(all, "--all")) }
            var grants = Grants()
            for text in listed {
                let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, !parts[0].isEmpty else {
                    throw UsageError("--grant takes LIB:read or LIB:write, not \"\(text)\"")
                }
                grants.libraries[LibraryID(parts[0])] = try access(String(parts[1]), "--grant \(parts[0]):")
            }
            return grants
        }
    }

    private func access(_ text: String, _ what: String) throws(UsageError) -> Access {
        guard let access = Access(rawValue: text) else {
            throw UsageError("\(what) takes read or write, not \"\(text)\"")
        }
        return access
    }
}

/// The value, or a usage error in the words of the rule that is broken.
func refusing<Value>(_ body: () throws(RasterError) -> Value) throws(UsageError) -> Value {
    do { return try body() } catch { throw UsageError(error.message) }
}
