import Bytes
import Glibc

/// Repeats what a signal interrupted, and writes on after a short write.
struct PatientFileSystem: FileSystem {
    /// More interruptions in a row than this are a fault, not bad luck.
    static let maximumAttempts = 100
    let base: any FileSystem

    func openFolder(_ path: String) throws(SystemCallFailure) -> OpenFile {
        try patiently { () throws(SystemCallFailure) in try base.openFolder(path) }
    }

    func makeFolder(_ path: String) throws(SystemCallFailure) {
        try patiently { () throws(SystemCallFailure) in try base.makeFolder(path) }
    }

    func openFolder(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile {
        try patiently { () throws(SystemCallFailure) in try base.openFolder(name, in: folder) }
    }

    func makeFolder(_ name: String, in folder: OpenFile) throws(SystemCallFailure) {
        try patiently { () throws(SystemCallFailure) in try base.makeFolder(name, in: folder) }
    }

    func names(in folder: OpenFile) throws(SystemCallFailure) -> [String] {
        try patiently { () throws(SystemCallFailure) in try base.names(in: folder) }
    }

    func openFile(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile {
        try patiently { () throws(SystemCallFailure) in try base.openFile(name, in: folder) }
    }

    func createFile(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile {
        try patiently { () throws(SystemCallFailure) in try base.createFile(name, in: folder) }
    }

    /// All of `bytes`, in as many calls as it takes.
    func write(_ bytes: ArraySlice<UInt8>, to file: OpenFile) throws(SystemCallFailure) -> Int {
        var rest = bytes
        while !rest.isEmpty {
            let written = try patiently { () throws(SystemCallFailure) in try base.write(rest, to: file) }
            // A regular file that takes nothing, without an error, has no more room.
            guard written > 0 else { throw SystemCallFailure(ENOSPC, in: "write") }
            rest = rest.dropFirst(written)
        }
        return bytes.count
    }

    func sync(_ file: OpenFile) throws(SystemCallFailure) {
        try patiently { () throws(SystemCallFailure) in try base.sync(file) }
    }

    func move(_ name: String, in source: OpenFile, to newName: String, in target: OpenFile)
        throws(SystemCallFailure)
    {
        try patiently { () throws(SystemCallFailure) in
            try base.move(name, in: source, to: newName, in: target)
        }
    }

    func remove(_ name: String, in folder: OpenFile) throws(SystemCallFailure) {
        try patiently { () throws(SystemCallFailure) in try base.remove(name, in: folder) }
    }

    func facts(of file: OpenFile) throws(SystemCallFailure) -> FileFacts {
        try patiently { () throws(SystemCallFailure) in try base.facts(of: file) }
    }

    func facts(of name: String, in folder: OpenFile) throws(SystemCallFailure) -> FileFacts {
        try patiently { () throws(SystemCallFailure) in try base.facts(of: name, in: folder) }
    }

    private func patiently<Value>(_ call: () throws(SystemCallFailure) -> Value) throws(SystemCallFailure)
        -> Value
    {
        for _ in 1..<Self.maximumAttempts {
            do { return try call() } catch { guard error.code == EINTR else { throw error } }
        }
        return try call()
    }
}
