/// What a catalog's readers remember of earlier answers: bounded, and never out of date, since it is kept by
/// the libraries' revisions.
final class CatalogMemory: Sendable {
    let marks = PageMarks()
    let matches: RecentMatches

    init(_ options: SQLiteCatalog.Options) { matches = RecentMatches(limit: options.searchMemory) }
}
