import Glibc

/// A value that one thread at a time may use.
///
/// As `Synchronization.Mutex`, but on the system's mutex: exchanges pass between threads under it, and the thread
/// sanitizer does not see the contended path of the former, which is compiled into the toolchain's library.
// @unchecked Sendable because the value is reached only under the lock.
struct Lock<Value>: ~Copyable, @unchecked Sendable {
    private struct Storage {
        var mutex: pthread_mutex_t
        var value: Value
    }

    private let storage: UnsafeMutablePointer<Storage>
    /// The mutex is the first member, hence at the same address.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    init(_ value: Value) {
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
    func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&storage.pointee.value)
    }
}
