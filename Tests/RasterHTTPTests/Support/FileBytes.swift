import Foundation

/// The bytes of files.
enum FileBytes {
    static func of(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
}
