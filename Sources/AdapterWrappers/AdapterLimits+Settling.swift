import Raster

extension AdapterLimits {
    /// The same limits for calls that may begin `delay` later than they are made; where what a call does shows at
    /// once, it does so however late it began.
    func settling(later delay: Duration) -> AdapterLimits {
        guard settleTime > .zero else { return self }
        var limits = self
        limits.settleTime += delay
        return limits
    }
}
