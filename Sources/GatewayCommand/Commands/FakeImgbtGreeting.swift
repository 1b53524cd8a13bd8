import HTTPCore

/// What the fake says when it is ready: where it is, and how to begin.
struct FakeImgbtGreeting {
    private let process: FakeProcess
    private let setup: FakeSetup

    /// The greeting of `process`, which was started with `setup`.
    init(_ process: FakeProcess, _ setup: FakeSetup) {
        (self.process, self.setup) = (process, setup)
    }

    private var baseURL: String { "\(process.url)/api/v1/vaults/\(setup.vault)/assets" }
    private var deliveryURL: String { "\(process.url)/delivery/\(setup.vault)" }

    /// For programs.
    var json: JSONValue {
        .members([
            "url": .string(process.url), "listen": .string(process.address), "baseURL": .string(baseURL),
            "deliveryURL": .string(deliveryURL), "control": .string(process.url + "/_fake"),
            "vault": .string(setup.vault), "secret": .string(setup.secret),
            "public": .string(setup.publicKey), "assets": .number(JSONNumber(process.fake.assets)),
            "seeded": .number(JSONNumber(process.fake.samples)),
        ])
    }

    /// For people.
    var lines: [String] {
        [
            "A fake of imgbt serves \(process.url)", "", "  assets    \(baseURL)",
            "  delivery  \(deliveryURL)",
            "  vault     \(setup.vault), \(process.fake.assets) assets", "  secret    \(setup.secret)",
            "  public    \(setup.publicKey)", "  control   \(process.url)/_fake (see --help)", "",
            "Upload a first file:", "",
            "  echo Hello | curl -H 'Authorization: Bearer \(setup.secret)' -F 'file=@-;filename=hello.txt' "
                + "-F partition=press -F collection=kit -F channel=texts \(baseURL)", "",
            "Fetch it:", "", "  curl \(deliveryURL)/press/kit/texts/hello.txt",
        ]
    }
}
