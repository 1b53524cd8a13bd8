import Foundation

/// Which file system lies where, as `/proc/self/mountinfo` tells it.
struct MountTable: Sendable {
    /// The beginnings of the names of file systems that come over a network.
    static let networkKinds = [
        "nfs", "cifs", "smb", "9p", "afs", "ceph", "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "glusterfs",
        "fuse.glusterfs", "lustre", "davfs", "fuse.davfs",
    ]

    private let mounts: [(point: String, kind: String)]

    /// The table of this process; empty where the system has none.
    static var current: MountTable {
        let bytes = FileManager.default.contents(atPath: "/proc/self/mountinfo") ?? Data()
        return MountTable(String(decoding: bytes, as: UTF8.self))
    }

    /// The table spelled `text`: the mount point is the fifth word of a line, the kind the first after ` - `.
    init(_ text: String) {
        mounts = text.split(separator: "\n").compactMap(Self.mount)
    }

    private static func mount(_ line: Substring) -> (point: String, kind: String)? {
        guard let dash = line.firstRange(of: " - ") else { return nil }
        let words = line[..<dash.lowerBound].split(separator: " ")
        guard words.count > 4, let kind = line[dash.upperBound...].split(separator: " ").first else {
            return nil
        }
        return (String(words[4]).replacing("\\040", with: " "), String(kind))
    }

    /// The kind of the file system that holds `path`: that of the longest mount point above it.
    func kind(of path: String) -> String? {
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let above = mounts.filter { mount in
            mount.point == "/" || resolved == mount.point || resolved.hasPrefix(mount.point + "/")
        }
        return above.max { $0.point.utf8.count < $1.point.utf8.count }?.kind
    }

    /// The kind of the file system that holds `path`, where it comes over a network.
    func networkKind(of path: String) -> String? {
        kind(of: path).flatMap { kind in Self.networkKinds.contains { kind.hasPrefix($0) } ? kind : nil }
    }
}
