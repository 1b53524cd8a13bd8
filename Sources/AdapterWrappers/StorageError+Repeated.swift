import Raster

extension StorageError.Effect {
    /// What two attempts have left behind together.
    func joined(with other: StorageError.Effect) -> StorageError.Effect {
        let both = [self, other]
        return both.contains(.done) ? .done : both.contains(.unknown) ? .unknown : .none
    }
}

extension RandomSource {
    /// A number from 0 up to but not 1.
    func unit() -> Double {
        let bits = bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Double(bits >> 11) / Double(UInt64(1) << 53)
    }
}

extension StorageError {
    /// How long the store asked to be left alone.
    var wait: Duration? {
        if case .after(let wait) = retry { wait } else { nil }
    }
}
