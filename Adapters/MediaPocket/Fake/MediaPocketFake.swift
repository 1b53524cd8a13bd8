public import FakeKit
public import HTTPCore

/// One Media Pocket account: the documented API and the delivery of its files, with faults that can be planned.
public final class MediaPocketFake: HTTPHandler {
    private let handler: FakeHandler<MediaPocketService>
    private let folder: FakeFolder

    /// The account that `options` describe, with what their folder holds.
    public init(_ options: Options = Options()) throws {
        folder = try FakeFolder(options.folder)
        let plan = FaultPlan(options.faults)
        handler = FakeHandler(
            try MediaPocketService(options, folder, plan), plan: plan, time: options.time, log: options.log)
    }

    /// The vendor's answer, unless a fault is due.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        await handler.respond(to: request)
    }

    /// Fetches the files that are due, and empties the bin.
    public func work() async { await service.work() }

    /// Does ``work()`` again and again, ten times a second, until the task is cancelled; for a fake that is served.
    public func run() async {
        while !Task.isCancelled {
            await work()
            await handler.time.wait(.milliseconds(100))
        }
    }

    var service: MediaPocketService { handler.service }

    /// The user whom samples belong to.
    var owner: Int { service.users.all.first?.id ?? 0 }

    /// What goes wrong, and the receipts.
    public var plan: FaultPlan { handler.plan }
    /// What was done to the account.
    public var ledger: EffectLedger { service.ledger }
    /// How many requests have come.
    public var requests: Int { handler.requests }
    /// By how many milliseconds its clock is ahead; setting it puts the clock.
    public var aheadMilliseconds: Int {
        get { service.time.offset }
        set { service.time.offset = newValue }
    }
    /// The folder that keeps the state.
    public var folderPath: String { folder.path }

    /// The names of its operations, for faults.
    public static var operations: [(name: String, summary: String)] { MediaPocketService.operations }
    /// Its own routes below `/_fake/`.
    public static var controlRoutes: [(name: String, summary: String)] { MediaPocketService.controlRoutes }

    /// Removes the temporary folder, where there is one; the fake is of no use after that.
    public func close() { folder.removeIfTemporary() }
}
