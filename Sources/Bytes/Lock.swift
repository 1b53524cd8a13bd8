#if canImport(Glibc)
    public import Glibc
#else
    public import Darwin
#endif

/// A value that one thread at a time may use.
///
/// As `Synchronization.Mutex`, but on the system's mutex: the thread sanitizer does not see the contended path of the
/// former, which is compiled into the toolchain's library, and reports races where there are none.
// @unchecked Sendable because the value is reached only under the lock.
public struct Lock<Value>: ~Copyable, @unchecked Sendable {
    @usableFromInline
    struct Storage {
        var mutex: pthread_mutex_t
        @usableFromInline var value: Value
    }

    @usableFromInline
    let storage: UnsafeMutablePointer<Storage>
    /// The mutex is the first member, hence at the same address.
    @usableFromInline
    let mutex: UnsafeMutablePointer<pthread_mutex_t>

    /// A lock around `value`.
    public init(_ value: Value) {
        storage = .allocate(capacity: 1)
        storage.initialize(to: Storage(mutex: pthread_mutex_t(), value: value))
        mutex = UnsafeMutableRawPointer(storage).assumingMemoryBound(to: pthread_mutex_t.self)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        storage.deinitialize(count: 1)
        storage.deallocate()
    }

    /// Runs `body` while no other thread does.
    ///
    /// Inlinable, since the server passes several of these for every request.
    @inlinable
    public func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&storage.pointee.value)
    }
}
