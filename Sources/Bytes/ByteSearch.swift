import CPlatform

/// Looks for bytes in bytes, at the speed of the C library's `memmem`.
public enum ByteSearch {
    /// The offset of the first `needle` in `haystack`, or `nil` where there is none; an empty needle is at 0.
    public static func offset(of needle: [UInt8], in haystack: UnsafeRawBufferPointer) -> Int? {
        guard !needle.isEmpty else { return 0 }
        guard haystack.count >= needle.count, let start = haystack.baseAddress else { return nil }
        return needle.withUnsafeBytes { wanted in
            gw_memmem(start, haystack.count, wanted.baseAddress, wanted.count).map { $0 - start }
        }
    }

    /// The index of the first `needle` in `haystack`, or `nil` where there is none.
    public static func index(of needle: [UInt8], in haystack: ArraySlice<UInt8>) -> Int? {
        haystack.withUnsafeBytes { offset(of: needle, in: $0) }.map { haystack.startIndex + $0 }
    }
}
