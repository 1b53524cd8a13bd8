import FakeKit
import HTTPCore
import TestSupport

extension FaultCase {
    /// The rows of a vault's matrix: its lists, and an asset that somebody else may have deleted.
    static let all: [FaultCase] = common + [disowned] + pages

    private static let disowned = FaultCase("done, then 404", .status(404, afterEffect: true))

    private static let pages = PageFault.allCases.map { FaultCase($0.rawValue, .page($0)) }
}
