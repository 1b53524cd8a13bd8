extension MediaType {
    /// The type of an uploaded file: what the client declared, unless that says nothing; else what its first
    /// bytes show; else what its name suggests; else ``unknown``.
    public static func resolve(filename: String, declared: String?, head: [UInt8]) -> String {
        if let essence = declared.flatMap(essence), essence != unknown { return essence }
        return sniff(head) ?? forFilename(filename) ?? unknown
    }
}
