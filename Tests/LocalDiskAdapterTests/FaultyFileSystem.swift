import Bytes
import Glibc
import LocalDiskAdapter
import Synchronization

/// The real file system, one of whose calls fails.
final class FaultyFileSystem: FileSystem {
    enum Fault: Sendable {
        /// The call fails once and does nothing.
        case once(Int32)
        /// The call and all that follow fail.
        case always(Int32)
        /// A write takes one byte only.
        case shortWrite
    }

    private struct State {
        var calls = 0
        var target = Int.max
        var fault = Fault.shortWrite
        var hasCome = false
        var log: [String] = []
        var opened: [WeakFile] = []
    }

    private struct WeakFile { weak var file: OpenFile? }

    private let base = PosixFileSystem()
    private let state = Mutex(State())

    /// Makes the call number `target` from now on, from 1, fail.
    func arm(_ target: Int, _ fault: Fault) {
        state.withLock { state in
            state.calls = 0
            state.target = target
            state.fault = fault
            state.hasCome = false
            state.log = []
        }
    }

    /// Lets everything succeed from now on.
    func disarm() { state.withLock { $0.target = Int.max } }

    /// Whether the fault has come.
    var hasCome: Bool { state.withLock { $0.hasCome } }

    /// The calls since ``arm(_:_:)``.
    var log: [String] { state.withLock { $0.log } }

    /// How many of the files that were opened are still open.
    var openFiles: Int { state.withLock { $0.opened.count { $0.file != nil } } }

    /// Counts the call; whether a write has to be short.
    @discardableResult
    private func count(_ call: String) throws(SystemCallFailure) -> Bool {
        let fault = state.withLock { state -> Fault? in
            state.calls += 1
            state.log.append(call)
            state.hasCome = state.hasCome || state.calls == state.target
            if state.calls == state.target { return state.fault }
            if case .always = state.fault, state.calls > state.target { return state.fault }
            return nil
        }
        switch fault {
        case nil: return false
        case .shortWrite: return true
        case .once(let code), .always(let code): throw SystemCallFailure(code, in: call)
        }
    }

    private func opened(_ file: OpenFile) -> OpenFile {
        state.withLock { $0.opened.append(WeakFile(file: file)) }
        return file
    }
}

extension FaultyFileSystem {
    func openFolder(_ path: String) throws(SystemCallFailure) -> OpenFile {
        try count("open folder")
        return opened(try base.openFolder(path))
    }

    func makeFolder(_ path: String) throws(SystemCallFailure) {
        try count("make folder")
        try base.makeFolder(path)
    }

    func openFolder(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile {
        try count("open folder")
        return opened(try base.openFolder(name, in: folder))
    }

    func makeFolder(_ name: String, in folder: OpenFile) throws(SystemCallFailure) {
        try count("make folder")
        try base.makeFolder(name, in: folder)
    }

    func names(in folder: OpenFile) throws(SystemCallFailure) -> [String] {
        try count("names")
        return try base.names(in: folder)
    }

    func openFile(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile {
        try count("open file")
        return opened(try base.openFile(name, in: folder))
    }

    func createFile(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile {
        try count("create file")
        return opened(try base.createFile(name, in: folder))
    }

    func write(_ bytes: ArraySlice<UInt8>, to file: OpenFile) throws(SystemCallFailure) -> Int {
        let isShort = try count("write")
        return try base.write(isShort ? bytes.prefix(1) : bytes, to: file)
    }

    func sync(_ file: OpenFile) throws(SystemCallFailure) {
        try count("sync")
        try base.sync(file)
    }

    func move(_ name: String, in source: OpenFile, to newName: String, in target: OpenFile)
        throws(SystemCallFailure)
    {
        try count("move")
        try base.move(name, in: source, to: newName, in: target)
    }

    func remove(_ name: String, in folder: OpenFile) throws(SystemCallFailure) {
        try count("remove")
        try base.remove(name, in: folder)
    }

    func facts(of file: OpenFile) throws(SystemCallFailure) -> FileFacts {
        try count("facts")
        return try base.facts(of: file)
    }

    func facts(of name: String, in folder: OpenFile) throws(SystemCallFailure) -> FileFacts {
        try count("facts")
        return try base.facts(of: name, in: folder)
    }
}
