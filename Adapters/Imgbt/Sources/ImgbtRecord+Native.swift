import Bytes
import Raster

extension NativeAsset {
    /// What the port says of a record.
    init(_ record: ImgbtRecord) {
        self.init(id: record.id, place: record.path.place, size: record.size)
        let metadata = record.metadata
        asset = metadata[ImgbtMetadata.Name.asset].flatMap { $0.isEmpty ? nil : AssetID($0) }
        name = metadata[ImgbtMetadata.Name.name]
        filename = metadata[ImgbtMetadata.Name.filename] ?? record.path.filename
        description = metadata[ImgbtMetadata.Name.description]
        digest = metadata[ImgbtMetadata.Name.digest].flatMap { SHA256Digest(hexadecimal: $0) }
        tags = record.tags
        contentType = record.contentType
        created = record.created
        updated = record.updated
    }
}

extension SHA256Digest {
    /// The digest that 64 hexadecimal digits spell; `nil` for anything else.
    fileprivate init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue.map(UInt8.init) }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        self.init((0..<32).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] })
    }
}
