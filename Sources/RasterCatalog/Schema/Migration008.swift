extension Migration {
    /// Assets on their way to another backend.
    static let relocations = Migration(
        number: 8,
        script: """
            -- Assets whose bytes are elsewhere than their library says, and how far their way has come.
            CREATE TABLE relocations (
                asset INTEGER PRIMARY KEY REFERENCES assets (key) ON DELETE CASCADE
            ) STRICT;
            """)
}
