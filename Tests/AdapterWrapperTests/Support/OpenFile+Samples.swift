import Bytes
import Foundation
import TestSupport

extension OpenFile {
    /// A file in `folder` that holds `bytes`, and is open for reading.
    static func sample(in folder: Folder, _ bytes: [UInt8]) throws -> OpenFile {
        let path = folder.path + "/sample"
        try Data(bytes).write(to: URL(filePath: path))
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        return OpenFile(descriptor: dup(handle.fileDescriptor), path: path)
    }
}
