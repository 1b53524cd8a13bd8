import HTTPCore

/// What the fake says when it is ready: where it is, and how to begin.
struct FakeMediaPocketGreeting {
    private let process: FakeProcess
    private let account: FakeAccount

    /// The greeting of `process`, which serves `account`.
    init(_ process: FakeProcess, _ account: FakeAccount) {
        (self.process, self.account) = (process, account)
    }

    private var baseURL: String { "\(process.url)/api/v2" }
    private var control: String { "\(process.url)/_fake" }

    /// For programs.
    var json: JSONValue {
        .members([
            "url": .string(process.url), "listen": .string(process.address), "baseURL": .string(baseURL),
            "control": .string(control), "key": .string(account.key),
            "assets": .number(JSONNumber(process.fake.assets)),
            "seeded": .number(JSONNumber(process.fake.samples)),
        ])
    }

    /// For people.
    var lines: [String] {
        let curl = "  curl -H 'X-API-KEY: \(account.key)' -H 'Content-Type: application/json'"
        return [
            "A fake of Media Pocket serves \(process.url)", "", "  base      \(baseURL)",
            "  account   \(process.fake.assets) assets", "  key       \(account.key)",
            "  control   \(control) (see --help)", "", "Make a first asset, which has no file yet:", "",
            "\(curl) -d '{\"title\": \"Hello\", \"external_id\": \"hello\"}' \(baseURL)/assets", "",
            "Have it fetch a file, with the id from the answer in the place of ID:", "",
            "\(curl) -d '{\"file_url\": \"\(control)/state\", \"filename\": \"state.json\"}' "
                + "\(baseURL)/assets/ID/media", "", "See what it holds, and what it was told to fetch:", "",
            "  curl \(control)/assets \(control)/fetches",
        ]
    }
}
