/// What the command line asks for.
struct Options {
    static let usage = """
        usage: CatalogGenerator make    --data DIR [--assets N] [--files N] [--seed N]
               CatalogGenerator measure --data DIR [--json] [--rounds N] [--seed N]

        make writes a catalog that "raster-gateway serve --data DIR" serves, and prints a key: organization
        "local", library "library" with N assets (1000000) and library "small" with a hundredth of that.
        Only the first --files assets (100) have bytes on the disk; the others answer 404 at /cdn.
        measure asks such a catalog what clients ask, and prints the times.
        """

    enum Command: String { case make, measure }

    let command: Command
    private(set) var data = ""
    private(set) var assets = 1_000_000
    private(set) var files = 100
    private(set) var rounds = 40
    private(set) var seed: UInt64 = 1
    private(set) var json = false

    /// The options in `arguments`, or `nil` where they make no sense.
    init?(_ arguments: [String]) {
        guard let command = arguments.first.flatMap(Command.init) else { return nil }
        self.command = command
        var rest = arguments.dropFirst()
        while let name = rest.popFirst() {
            if name == "--json" {
                json = true
            } else {
                guard let value = rest.popFirst(), set(name, value) else { return nil }
            }
        }
        guard !data.isEmpty, assets > 0, files >= 0, rounds > 0 else { return nil }
    }

    private mutating func set(_ name: String, _ value: String) -> Bool {
        switch name {
        case "--data": data = value
        case "--assets": assets = Int(value) ?? 0
        case "--files": files = Int(value) ?? -1
        case "--rounds": rounds = Int(value) ?? 0
        case "--seed": seed = UInt64(value) ?? 1
        default: return false
        }
        return true
    }
}
