/// Says now and then how far something is.
struct Progress {
    private let total: Int
    private let what: String
    private let start = ContinuousClock.now
    private var said = 0
    private(set) var done = 0

    init(of total: Int, _ what: String) {
        self.total = total
        self.what = what
    }

    mutating func advance(by count: Int) {
        done += count
        guard done / 100_000 > said else { return }
        said = done / 100_000
        CatalogGenerator.note("  \(done) of \(total) \(what), \(rate) a second")
    }

    func finish() { CatalogGenerator.note("\(done) \(what) in \(Int(seconds)) s") }

    private var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }
    private var rate: Int { Int(Double(done) / max(seconds, 0.001)) }
}
