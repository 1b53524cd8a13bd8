import Bytes
public import Raster

extension AdoptedFolderAdapter: Revising {
    /// Whoever keeps the files may change them at any time.
    public var revising: (any Revising)? { self }

    /// The file as it is now: the descriptor that is sent says size, time and tag.
    public func revision(of id: NativeID) async throws(StorageError) -> Revision {
        let opened = try run("open", id) { () throws(StorageError) in try openedFile(id) }
        let (file, figures) = (opened.file, opened.figures)
        return Revision(size: figures.size, modified: figures.modifiedTime, tag: Self.tag(figures)) { range in
            .file(FileSlice(file, range ?? ByteRange(offset: 0, length: figures.size)))
        }
    }

    /// Device, inode, size and modification time, in hexadecimal digits.
    private static func tag(_ figures: FileFigures) -> String {
        [
            figures.identity.device, figures.identity.inode, Int64(figures.size), figures.modified,
        ].map { String(UInt64(bitPattern: $0), radix: 16) }.joined(separator: "-")
    }
}
