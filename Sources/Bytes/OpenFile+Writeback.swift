import CPlatform

extension OpenFile {
    /// Asks the system to begin writing `range` to the disk, so that a sync later has less to wait for.
    ///
    /// A hint: nothing is durable for it, and where the system cannot do it nothing happens.
    public func startWriteback(_ range: ByteRange) {
        gw_start_writeback(descriptor, .init(range.offset), .init(range.length))
    }
}
