import Gateway
import Raster
import Synchronization

/// Keeps what scans came to that a command did itself.
final class ScanOutcomes: ScanObserver {
    private let kept = Mutex<[(adoption: Adoption, outcome: ScanOutcome)]>([])
    private let reports = Mutex<[(library: Library, report: SyncReport)]>([])

    /// What has come so far, in its order.
    var all: [(adoption: Adoption, outcome: ScanOutcome)] { kept.withLock { $0 } }

    /// Nothing: whoever follows the job shows how far it is.
    func progressed(_ adoption: Adoption, _ progress: JobProgress) {}

    /// Keeps what a scan came to.
    func finished(_ adoption: Adoption, _ outcome: ScanOutcome) {
        kept.withLock { $0.append((adoption, outcome)) }
    }

    /// Nothing: the job says why it failed.
    func failed(_ adoption: Adoption, _ failure: any Error) {}

    /// Keeps what a comparison came to.
    func compared(_ library: Library, _ report: SyncReport) {
        reports.withLock { $0.append((library, report)) }
    }

    /// Whether this process has compared nothing: then a server did.
    var isWithoutReports: Bool { reports.withLock { $0.isEmpty } }

    /// Tells people everything that is not as they might expect.
    func tell(_ console: any Console) {
        for (adoption, outcome) in all { outcome.lines(adoption).forEach { console.note($0) } }
        for (library, report) in reports.withLock({ $0 }) {
            report.lines(library).forEach { console.note($0) }
        }
    }
}
