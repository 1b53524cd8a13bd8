/// One step of the schema: the SQL that leads from version `number - 1` to `number`.
struct Migration: Sendable {
    /// The version of the schema afterwards, as `user_version` keeps it.
    let number: Int
    /// A script of statements; they run in one transaction with all other pending migrations.
    let script: String
}

extension Migration {
    /// Every step, from an empty file to the present; a released one never changes.
    static let all: [Migration] = [
        .first, .pageBlocks, .jobs, .adoptedFolders, .claims, .mirrors, .syncRuns,
        .relocations, .nativeRecords, .imports, .tellings,
    ]
}
