import Raster
import SQLite

extension CatalogSession {
    /// Between tags: a token that no query can name, so that no phrase reaches from one tag into the next.
    private static let tagBoundary = " \u{E000} "

    /// Lets searches find a live asset.
    func index(_ row: AssetRow, tags: [String]) throws(StorageError) {
        try transaction.run(
            "INSERT INTO search (rowid, name, description, tags, library) VALUES (?, ?, ?, ?, ?)",
            [
                .integer(row.key), .text(SearchTokenizer.indexed(row.asset.name)),
                .text(SearchTokenizer.indexed(row.asset.description ?? "")), .text(Self.indexed(tags)),
                .text("l\(row.library.rawValue)"),
            ])
    }

    /// Lets no search find an asset.
    func unindex(_ row: Int64) throws(StorageError) {
        try transaction.run("DELETE FROM search WHERE rowid = ?", [.integer(row)])
    }

    func reindex(_ row: Int64, tags: [String]) throws(StorageError) {
        try transaction.run(
            "UPDATE search SET tags = ? WHERE rowid = ?", [.text(Self.indexed(tags)), .integer(row)])
    }

    func reindex(_ row: Int64, name: String) throws(StorageError) {
        try transaction.run(
            "UPDATE search SET name = ? WHERE rowid = ?",
            [.text(SearchTokenizer.indexed(name)), .integer(row)])
    }

    func reindex(_ row: Int64, description: String) throws(StorageError) {
        try transaction.run(
            "UPDATE search SET description = ? WHERE rowid = ?",
            [.text(SearchTokenizer.indexed(description)), .integer(row)])
    }

    func reindex(_ row: Int64, library: LibraryKey) throws(StorageError) {
        try transaction.run(
            "UPDATE search SET library = ? WHERE rowid = ?",
            [.text("l\(library.rawValue)"), .integer(row)])
    }

    private static func indexed(_ tags: [String]) -> String {
        tags.map { SearchTokenizer.indexed($0) }.joined(separator: tagBoundary)
    }
}
