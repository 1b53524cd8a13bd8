import CPlatform

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension OpenFile {
    /// How a path is kept below the folder that it begins at.
    public enum Confinement: Sendable, CaseIterable {
        /// By the kernel, where it can; else component by component.
        case automatic
        /// Component by component, on any system.
        case stepwise
    }

    /// Opens what lies at `path` below this open folder for reading; the `errno` where that fails.
    ///
    /// Nothing outside the folder is reached and no symbolic link followed, whoever changes the tree meanwhile.
    /// `path` is bytes between slashes, without `.`, `..` and empty components; anything else is `ENOENT`. A pipe
    /// does not hold the thread up.
    public func open(
        below path: [UInt8], _ confinement: Confinement = .automatic
    ) -> (file: OpenFile?, code: Int32) {
        let names = path.split(separator: slash, omittingEmptySubsequences: false)
        guard !names.isEmpty, names.allSatisfy(isName) else { return (nil, ENOENT) }
        if confinement == .automatic {
            let (file, code) = openByKernel(path)
            // An older kernel, a filter that knows no such call, or a path longer than one call takes.
            guard file == nil, [ENOSYS, EPERM, ENAMETOOLONG].contains(code) else { return (file, code) }
        }
        return openStepwise(names)
    }

    private func openByKernel(_ path: [UInt8]) -> (file: OpenFile?, code: Int32) {
        let text = path.map { CChar(bitPattern: $0) } + [0]
        for _ in 0..<100 {
            let opened = gw_openat2_below(descriptor, text, fileFlags)
            if opened >= 0 { return (OpenFile(descriptor: opened), 0) }
            // EAGAIN: something moved while the kernel was looking.
            guard errno == EINTR || errno == EAGAIN else { return (nil, errno) }
        }
        return (nil, EAGAIN)
    }

    private func openStepwise(_ names: [ArraySlice<UInt8>]) -> (file: OpenFile?, code: Int32) {
        var folder = self
        for name in names.dropLast() {
            let (next, code) = folder.openEntry(Array(name), fileFlags | O_DIRECTORY)
            guard let next else { return (nil, code) }
            folder = next
        }
        return folder.openEntry(Array(names.last ?? []), fileFlags)
    }

    /// Opens the entry `name` of this open folder with `flags`, which never follow a link; or the `errno`.
    public func openEntry(_ name: [UInt8], _ flags: Int32) -> (file: OpenFile?, code: Int32) {
        guard isName(name[...]) else { return (nil, ENOENT) }
        let text = name.map { CChar(bitPattern: $0) } + [0]
        while true {
            let opened = gw_openat(descriptor, text, flags | O_NOFOLLOW | O_CLOEXEC, 0)
            if opened >= 0 { return (OpenFile(descriptor: opened), 0) }
            guard errno == EINTR else { return (nil, errno) }
        }
    }
}

private let slash = UInt8(ascii: "/")
private let fileFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC

/// Whether `name` is one component of a path, and neither `.` nor `..`.
private func isName(_ name: ArraySlice<UInt8>) -> Bool {
    !name.isEmpty && !name.contains(0) && !name.contains(slash)
        && !name.elementsEqual(".".utf8) && !name.elementsEqual("..".utf8)
}
