import FakeKit
import HTTPCore

/// What every fake that is to be served is told.
struct FakeSetup: Sendable {
    /// Where it listens.
    var listen: Configuration.Listen
    /// The folder of its state; `nil` for a temporary one.
    var folder: String?
    /// How many samples an empty one gets.
    var samples = 0
    /// What goes wrong.
    var faults: [PlannedFault] = []
    /// Where it is reached; known once it listens.
    var url = ""
    /// Gets a line for each request.
    var log: @Sendable (String) -> Void = { _ in }
}

/// A vault of imgbt.
struct FakeVault: Sendable {
    /// Its id.
    var vault = "vault_01fake"
    /// The key that may do everything.
    var secret = "sk_fake_0123456789abcdef"
    /// The key that may read.
    var publicKey = "pk_fake_0123456789abcdef"
    /// Which of the vendor's descriptions is followed.
    var dialect = "reference"
}

/// An account of Media Pocket.
struct FakeAccount: Sendable {
    /// The keys of its users, one each.
    var keys = ["fake-key-0123456789abcdef"]
    /// How long it waits before it fetches a file.
    var fetchDelay = Duration.seconds(2)
    /// Whether it gives addresses of files.
    var givesDownloadURLs = true
    /// Whether these are without its own address.
    var givesRelativeURLs = false
    /// Whether lists of files begin with previews.
    var listsPreviewsFirst = false
    /// How much later than a file its checksum is shown.
    var md5Delay = Duration.zero
}

/// A fake, whoever the vendor is.
struct ServedFake: Sendable {
    /// What answers.
    let handler: any HTTPHandler
    /// What goes wrong.
    let plan: FaultPlan
    /// How many samples it got.
    let samples: Int
    /// How many assets it holds.
    let assets: Int
    /// What it does by itself until its task is cancelled; `nil` for nothing.
    var work: (@Sendable () async -> Void)?
    /// Ends what is under way, and removes what is temporary.
    let close: @Sendable () async -> Void
}
