import HTTPCore

/// What a fake says when it is ready: where it is, and how to begin.
struct FakeGreeting {
    /// For programs.
    let json: JSONValue
    /// For people.
    let lines: [String]

    /// The greeting of a fake of `vendor`.
    ///
    /// Programs get `addresses` and `keys` by name, people `rows` and what to `try`.
    private init(
        _ process: FakeProcess, of vendor: String, addresses: [(String, String)],
        keys: [(String, String)], rows: [(String, String)], try trial: [String]
    ) {
        let control = "\(process.url)/_fake"
        let texts =
            [("url", process.url), ("listen", process.address)] + addresses + [("control", control)] + keys
        let counts = [("assets", process.fake.assets), ("seeded", process.fake.samples)]
        json = .object(
            JSONObject(
                texts.map { JSONObject.Member($0, .string($1)) }
                    + counts.map { JSONObject.Member($0, .int($1)) }))
        lines =
            ["A fake of \(vendor) serves \(process.url)", ""]
            + HelpText.columns(rows + [("control", "\(control) (see --help)")]) + [""] + trial
    }
}

extension FakeGreeting {
    /// That of a vault of imgbt.
    init(_ process: FakeProcess, _ vault: FakeVault) {
        let base = "\(process.url)/api/v1/vaults/\(vault.vault)/assets"
        let delivery = "\(process.url)/delivery/\(vault.vault)"
        self.init(
            process, of: "imgbt", addresses: [("baseURL", base), ("deliveryURL", delivery)],
            keys: [("vault", vault.vault), ("secret", vault.secret), ("public", vault.publicKey)],
            rows: [
                ("assets", base), ("delivery", delivery),
                ("vault", "\(vault.vault), \(process.fake.assets) assets"), ("secret", vault.secret),
                ("public", vault.publicKey),
            ],
            try: [
                "Upload a first file:", "",
                "  echo Hello | curl -H 'Authorization: Bearer \(vault.secret)' -F 'file=@-;filename=hello.txt' "
                    + "-F partition=press -F collection=kit -F channel=texts \(base)", "",
                "Fetch it:", "", "  curl \(delivery)/press/kit/texts/hello.txt",
            ])
    }

    /// That of an account of Media Pocket.
    init(_ process: FakeProcess, _ account: FakeAccount) {
        let (base, control) = ("\(process.url)/api/v2", "\(process.url)/_fake")
        let key = account.keys.first ?? ""
        let curl = "  curl -H 'X-API-KEY: \(key)' -H 'Content-Type: application/json'"
        self.init(
            process, of: "Media Pocket", addresses: [("baseURL", base)], keys: [("key", key)],
            rows: [("base", base), ("account", "\(process.fake.assets) assets"), ("key", key)],
            try: [
                "Make a first asset, which has no file yet:", "",
                "\(curl) -d '{\"title\": \"Hello\", \"external_id\": \"hello\"}' \(base)/assets", "",
                "Have it fetch a file, with the id from the answer in the place of ID:", "",
                "\(curl) -d '{\"file_url\": \"\(control)/state\", \"filename\": \"state.json\"}' "
                    + "\(base)/assets/ID/media", "", "See what it holds, and what it was told to fetch:", "",
                "  curl \(control)/assets \(control)/fetches",
            ])
    }
}
