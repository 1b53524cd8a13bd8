import Foundation
import TestSupport

extension SplitMix64 {
    /// A number from 0 to `bound`, without `bound`: each twice as likely as one twice as large (Zipf).
    mutating func skewed(_ bound: Int) -> Int {
        min(bound - 1, Int(exp(fraction() * log(Double(bound + 1)))) - 1)
    }
}
