import FakeKit

/// A small picture that stands for a file; whoever takes the first of a list for the file itself gets this.
struct PocketPreview {
    /// The file.
    let medium: PocketMedia

    /// Its id, which is no number.
    var id: String { "preview-\(medium.id)" }
    /// The name that it has on disk.
    static let filename = "preview.png"
    /// A red square.
    static let bytes = SamplePicture.png(width: 8, height: 8, red: 0xC0, green: 0, blue: 0)

    /// The number of the file that the preview `id` stands for.
    static func medium(_ id: String) -> Int? {
        id.hasPrefix("preview-") ? Int(canonical: String(id.dropFirst("preview-".count))) : nil
    }
}
