import Bytes
import CMicroHTTPD
import Glibc

/// The library's threads and the socket they listen on.
// @unchecked Sendable because the library's functions on a daemon may be called from any thread.
final class Daemon: @unchecked Sendable {
    let port: UInt16
    private let native: OpaquePointer
    private let descriptor: Int32
    private let core: ServerCore

    /// Starts the threads; the listener belongs to them from now on.
    init(_ listener: Listener, _ core: ServerCore, _ configuration: HTTPServerConfiguration) throws {
        port = listener.port
        descriptor = listener.descriptor
        self.core = core
        // Released in `stop`: a server that is dropped without it goes on, rather than into freed memory.
        let context = Unmanaged.passRetained(core)
        var callbacks = gw_mhd_callbacks(
            respond: noticeRequest, completed: noticeCompletion, connection: noticeConnection,
            target: noticeTarget, context: context.toOpaque())
        let limits = configuration.limits
        let threads = max(configuration.threads, 1)
        // The library shares its limit among the threads, unevenly used; ours must be reached first.
        let connections = (limits.connections + 512) * threads
        guard
            let native = gw_mhd_start(
                listener.descriptor, UInt32(threads), Self.memory(limits), UInt32(connections), &callbacks)
        else {
            context.release()
            close(listener.descriptor)
            throw HTTPServerError.cannotStart
        }
        self.native = native
    }

    /// Memory for one connection: a head of the greatest size must fit beside the records of its fields.
    ///
    /// All of it is cleared after each request, so that more than needed costs time.
    private static func memory(_ limits: HTTPServerLimits) -> Int { max(32_768, limits.headBytes / 2 * 3) }

    /// Turns new clients away at once; those that are connected stay.
    ///
    /// `MHD_quiesce_daemon` is not called: until it has told a thread, that may look, take the missing descriptor out of
    /// its set and abort the process (0.9.75). Instead another socket, which nobody can connect to, takes the place of
    /// the listener, and the kernel closes that: it leaves every set by itself.
    func quiesce() {
        let deaf = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard deaf >= 0 else {
            // Refused clients at the price of a busy thread are better than clients that nobody will ever serve.
            shutdown(descriptor, Int32(SHUT_RDWR))
            return
        }
        dup2(deaf, descriptor)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        close(deaf)
    }

    /// Ends the threads; no connection may be suspended.
    ///
    /// Waits on a thread of its own, if there is one to be had.
    func stop() async {
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            let end = { @Sendable [self] in
                // Closes the descriptor, too.
                MHD_stop_daemon(native)
                // Balances the reference taken when the threads were started.
                Unmanaged.passUnretained(core).release()
                continuation.resume()
            }
            if !startThread(end) { end() }
        }
    }
}
