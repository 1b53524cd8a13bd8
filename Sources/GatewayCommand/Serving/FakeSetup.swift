import FakeKit
import HTTPCore

/// What a fake that is to be served is told.
struct FakeSetup: Sendable {
    /// Where it listens.
    var listen = Configuration.Listen(host: "127.0.0.1", port: 9100)
    /// The folder of its state; `nil` for a temporary one.
    var folder: String?
    /// How many samples an empty one gets.
    var samples = 0
    /// The vault, where it has one.
    var vault = "vault_01fake"
    /// The key that may do everything.
    var secret = "sk_fake_0123456789abcdef"
    /// The key that may read.
    var publicKey = "pk_fake_0123456789abcdef"
    /// What goes wrong.
    var faults: [PlannedFault] = []
    /// Which of the vendor's descriptions is followed.
    var dialect = "reference"
    /// Where files are delivered from.
    var deliveryURL = ""
    /// Gets a line for each request.
    var log: @Sendable (String) -> Void = { _ in }
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
    /// Removes what is temporary.
    let close: @Sendable () -> Void
}
