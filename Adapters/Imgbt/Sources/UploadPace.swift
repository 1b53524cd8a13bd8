/// How fast a vault must take uploads.
///
/// The time for a request is one for answers: a large file on a slow line would use it up on its way. So an upload has
/// this besides, in which any vault takes it that goes on taking; one that stops is given up sooner, for the stall.
enum UploadPace {
    /// 256 KiB in a second, which is two megabits: 100 MB get six minutes more.
    static let bytesPerSecond = 262_144

    /// How much longer a request may take that carries a file of `size` bytes.
    static func time(for size: Int) -> Duration {
        .seconds(size / bytesPerSecond + (size % bytesPerSecond == 0 ? 0 : 1))
    }
}
