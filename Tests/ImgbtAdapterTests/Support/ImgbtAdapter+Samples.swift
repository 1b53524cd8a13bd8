import Bytes
import HTTPCore
import ImgbtAdapter
import Raster
import TestSupport

extension ImgbtAdapter {
    /// An adapter of the vault `main` between these transports.
    static func sample(
        api: any HTTPTransport = CannedTransport(), delivery: any HTTPTransport = CannedTransport(),
        pageSize: Int = 100, path: String = ImgbtConfiguration.documentedPath
    ) throws -> ImgbtAdapter {
        var configuration = try ImgbtConfiguration(
            vault: "main", secret: ImgbtSecret("sk_canary123"), path: path)
        configuration.pageSize = pageSize
        return ImgbtAdapter(
            name: "imgbt", configuration: configuration, api: api, delivery: delivery, clock: TestClock(),
            random: SeededRandom())
    }
}

extension NaturalKey {
    /// The key of an asset in the library `photos` of `acme`.
    static func sample(_ asset: AssetID = "a1", filename: String = "Harbour.JPG") -> NaturalKey {
        NaturalKey(organization: "acme", library: "photos", asset: asset, filename: filename)
    }
}

extension AssetDraft {
    /// A draft of a picture of `size` bytes.
    static func sample(_ key: NaturalKey = .sample(), size: Int = 3) -> AssetDraft {
        AssetDraft(
            key: key, name: "Harbour", contentType: "image/jpeg", size: size, description: "At \"dawn\"",
            tags: ["sea", "é"])
    }
}

extension Content {
    /// A stream of these bytes.
    static func bytes(_ bytes: [UInt8], chunk: Int = 65_536) -> Content {
        .stream(ByteStream(bytes, chunkSize: chunk))
    }
}
