import FakeKit
import HTTPCore

/// `fake media-pocket`.
struct FakeMediaPocket: Command {
    static let name = "fake media-pocket"
    static let summary =
        "Serves an account of Media Pocket that is none, for tests and trials, with faults on demand."
    static let syntax = Syntax(
        options: FakeSetup.options(port: port, what: "account") + [
            .init(
                name: "key", value: "KEY", help: "the key of its user; each further one is another user's",
                isRepeated: true),
            .init(
                name: "delay", value: "SECONDS",
                help: "how long it waits before it fetches a file (default 2)"),
            .init(
                name: "md5-delay", value: "SECONDS",
                help: "how much later than a file its md5_sum is shown (default 0)"),
            .init(name: "no-download-url", help: "give null for every address of a file"),
            .init(name: "relative-urls", help: "give addresses of files as paths, without this fake's own"),
            .init(name: "previews-first", help: "list a preview of each file before the files"),
        ],
        discussion: discussion)

    static let need = ConfigurationNeed.inspection
    private static let port: UInt16 = 9200
    private static let mostSeconds = 86_400

    private let setup: FakeSetup
    private let account: FakeAccount

    init(_ arguments: Arguments) throws(UsageError) {
        setup = try FakeSetup(arguments, port: Self.port, operations: Composition.mediaPocketOperations)
        var account = FakeAccount()
        if let keys = try FakeSetup.words(arguments, "key") { account.keys = keys }
        account.fetchDelay = try Self.seconds(arguments, "delay") ?? account.fetchDelay
        account.md5Delay = try Self.seconds(arguments, "md5-delay") ?? account.md5Delay
        account.givesDownloadURLs = !arguments.flag("no-download-url")
        account.givesRelativeURLs = arguments.flag("relative-urls")
        account.listsPreviewsFirst = arguments.flag("previews-first")
        self.account = account
    }

    func run(_ context: CommandContext) async throws {
        try await setup.serve(context) {
            try Composition.mediaPocket($0, account)
        } greeting: {
            FakeGreeting($0, account)
        }
    }

    private static func seconds(_ arguments: Arguments, _ name: String) throws(UsageError) -> Duration? {
        guard let text = arguments.value(name) else { return nil }
        guard let seconds = Double(text), (0...Double(mostSeconds)).contains(seconds) else {
            throw UsageError("--\(name) takes seconds from 0 to \(mostSeconds), not \"\(text)\"")
        }
        return .seconds(seconds)
    }
}

// What help says after the options.
extension FakeMediaPocket {
    static let discussion = FakeHelp.discussion(
        """
        The documented API of one account: assets, media, comments, history, actions, projects and collections.
        Every call needs X-API-KEY and Content-Type: application/json. A file is given by its address, which is
        really fetched, once, --delay seconds later; addresses of files in answers lead to this fake and need no key.
        It prints where it is, the key and curl lines; each request and fetch is a line on standard error, without keys
        and addresses. With --json the same is one object, {"url", "listen", "baseURL", "control", "key", "assets",
        "seeded"}. It runs until SIGTERM or SIGINT. With --state everything is kept, also when the process is
        killed.
        """, operations: Composition.mediaPocketOperations, control: Composition.mediaPocketControl)
}
