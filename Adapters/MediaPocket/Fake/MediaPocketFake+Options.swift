public import FakeKit
public import HTTPCore

extension MediaPocketFake {
    /// What the fake is to be like.
    public struct Options: Sendable {
        /// Who may use it; the first is the owner of samples.
        public var users = [PocketUser(id: 1, email: "fake@example.com", key: "fake-key-0123456789abcdef")]
        /// What can be started for an asset.
        public var actions = [
            PocketAction(
                id: 1, name: "Make thumbnails", description: "Makes small pictures.", category: "Pictures")
        ]
        /// Where it is reached, for addresses of files in answers.
        public var origin = "http://127.0.0.1:9200"
        /// Whether it gives addresses of files; without, they are null.
        public var givesDownloadURLs = true
        /// Whether addresses of files are paths of the origin, without it.
        public var givesRelativeURLs = false
        /// Whether a list of files begins with a preview of each.
        public var listsPreviewsFirst = false
        /// How much later than a file its checksum is shown, on the fake's clock.
        public var md5Delay = Duration.zero
        /// How long an address of a file works.
        public var downloadTime = Duration.seconds(900)
        /// What reaches an origin, such as `http://127.0.0.1:8080`, to fetch files from it.
        public var transport: @Sendable (_ origin: String) -> any HTTPTransport = { _ in NoTransport() }
        /// How long after it was told to it begins to fetch a file, on its own clock.
        public var fetchDelay = Duration.zero
        /// Whether a request first does what is due, as tests want it; without, ``MediaPocketFake/work()`` must be
        /// called.
        public var fetchesOnRequests = true
        /// The most bytes that a file may have.
        public var maximumFileBytes = 5_000_000_000
        /// How long an action runs, on the fake's clock.
        public var actionTime = Duration.seconds(5)
        /// How many events a page of history has.
        public var historyPage = 20
        /// What ids are made of.
        public var seed: UInt64 = 1
        /// The folder that keeps the state; `nil` for a temporary one that goes with the fake.
        public var folder: String?
        /// What goes wrong.
        public var faults: [PlannedFault] = []
        /// The time that it lives in.
        public var time = FakeTime.system
        /// Gets a line for each request and fetch, without keys, queries and addresses of files.
        public var log: (@Sendable (String) -> Void)?

        /// An empty account with one user in a temporary folder, where nothing goes wrong.
        public init() {}
    }
}

/// Reaches nothing.
private struct NoTransport: HTTPTransport {
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        throw .unreachable("this fake was given nothing to fetch files with")
    }
}
