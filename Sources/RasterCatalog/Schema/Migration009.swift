extension Migration {
    /// What backends keep of assets besides their bytes: comments and events.
    static let nativeRecords = Migration(
        number: 9,
        script: """
            -- Which comment of the backend one of the catalog's is.
            ALTER TABLE comments ADD COLUMN native_id TEXT;
            """)
}
