import Gateway
import Raster
import TestSupport
import Testing

@testable import GatewayCommand

/// What people are told about comparisons with backends.
@Suite struct SyncFindingTests {
    private let library = Library(
        key: LibraryKey(1), organization: "acme", id: "photos", name: "Photos", adapter: "vault",
        created: .sample())

    private func outcome(_ change: (inout SyncRun) -> Void) -> GatewayCommand.Finding {
        var run = SyncRun(
            library: library.key, adapter: "vault", number: 1, started: .sample(), newest: AssetKey(0))
        change(&run)
        let examination = Examination(configuration: Configuration(), machine: .current)
        return examination.outcome(of: run, library, "sync acme/photos")
    }

    @Test func `a comparison that came to its end is well`() {
        let finding = outcome { run in
            run.finished = .sample(5)
            run.counts.discovered = 12
        }

        #expect(finding.state == .ok && finding.message.hasPrefix("12 files in vault"))
    }

    @Test func `one that failed is a problem, with the way on`() {
        let interrupted = outcome { $0.failure = "it is away" }
        let ended = outcome { run in
            run.failure = "page 7 names an asset twice"
            run.finished = .sample(5)
        }

        #expect(interrupted.state == .problem && interrupted.message.contains("it is away"))
        #expect(interrupted.remedy?.contains("goes on where it was: raster-gateway sync acme/photos") == true)
        #expect(ended.state == .problem && ended.remedy?.contains("compare anew") == true)
    }

    @Test func `one that has no end yet is worth knowing`() {
        #expect(outcome { _ in }.state == .warning)
    }

    @Test func `a report is told in figures that are not zero`() {
        var report = SyncReport()
        report.counts.discovered = 1_234
        report.counts.added = 1_234

        #expect(report.lines(library) == ["vault → acme/photos: 1,234 discovered, 1,234 added"])
    }
}
