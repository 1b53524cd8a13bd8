import HTTPCore

/// What the fake says when it is ready: where it is, and how to begin.
struct FakeImgbtGreeting {
    private let process: FakeProcess
    private let vault: FakeVault

    /// The greeting of `process`, which serves `vault`.
    init(_ process: FakeProcess, _ vault: FakeVault) {
        (self.process, self.vault) = (process, vault)
    }

    private var baseURL: String { "\(process.url)/api/v1/vaults/\(vault.vault)/assets" }
    private var deliveryURL: String { "\(process.url)/delivery/\(vault.vault)" }

    /// For programs.
    var json: JSONValue {
        .members([
            "url": .string(process.url), "listen": .string(process.address), "baseURL": .string(baseURL),
            "deliveryURL": .string(deliveryURL), "control": .string(process.url + "/_fake"),
            "vault": .string(vault.vault), "secret": .string(vault.secret),
            "public": .string(vault.publicKey), "assets": .number(JSONNumber(process.fake.assets)),
            "seeded": .number(JSONNumber(process.fake.samples)),
        ])
    }

    /// For people.
    var lines: [String] {
        [
            "A fake of imgbt serves \(process.url)", "", "  assets    \(baseURL)",
            "  delivery  \(deliveryURL)",
            "  vault     \(vault.vault), \(process.fake.assets) assets", "  secret    \(vault.secret)",
            "  public    \(vault.publicKey)", "  control   \(process.url)/_fake (see --help)", "",
            "Upload a first file:", "",
            "  echo Hello | curl -H 'Authorization: Bearer \(vault.secret)' -F 'file=@-;filename=hello.txt' "
                + "-F partition=press -F collection=kit -F channel=texts \(baseURL)", "",
            "Fetch it:", "", "  curl \(deliveryURL)/press/kit/texts/hello.txt",
        ]
    }
}
