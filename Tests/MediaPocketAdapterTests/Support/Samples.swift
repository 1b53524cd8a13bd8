import Bytes
import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport

extension MediaPocketAdapter {
    /// An adapter of the account at `https://pocket.example` between these transports.
    static func sample(
        api: any HTTPTransport = CannedTransport(), downloads: [String: any HTTPTransport] = [:],
        hosts: [String] = [], nativeTrash: Bool = false
    ) throws -> MediaPocketAdapter {
        var configuration = try MediaPocketConfiguration(
            address: "https://pocket.example", secret: MediaPocketSecret("canary-key-0123456789"),
            downloadHosts: hosts)
        configuration.nativeTrash = nativeTrash
        return MediaPocketAdapter(
            name: "pocket", configuration: configuration, api: api, download: { downloads[$0] },
            clock: TestClock())
    }
}

extension AssetDraft {
    /// A draft of a picture of `size` bytes.
    static func sample(size: Int = 3, name: String = "Harbour") -> AssetDraft {
        let key = NaturalKey(
            organization: "acme", library: "photos", asset: "abcdefghij0123", filename: "harbour.jpg")
        return AssetDraft(
            key: key, name: name, contentType: "image/jpeg", size: size, description: "At \"dawn\"",
            tags: ["Sea", "É"])
    }
}

extension DesiredState {
    /// What a picture is to look like.
    static func sample(tags: [String] = ["Sea"], description: String? = nil) -> DesiredState {
        DesiredState(key: AssetDraft.sample().key, name: "Quay", description: description, tags: tags)
    }
}

/// A record as the documentation writes it.
struct SampleAsset: Sendable {
    var id = "-a1"
    var externalID: String? = "abcdefghij0123"
    var project: String?
    var filename: String? = "harbour.jpg"
    var md5: String?
    var deleted = "null"

    var json: String {
        """
        {"asset":{"id":"\(id)","external_id":\(quoted(externalID)),"parent_id":null,\
        "project_id":\(quoted(project)),"owner":"canary@example.com","title":"Harbour","description":null,\
        "category":null,"tags":["sea"],"ai_tags":["water"],"status":"open","media_type":"image",\
        "original_filename":\(quoted(filename)),"drop_folder_id":null,"md5_sum":\(quoted(md5)),\
        "created_date":"2023-11-27T09:42:48.046Z","modification_date":"2023-11-27T09:42:49.584Z",\
        "deleted":\(deleted)}}
        """
    }

    private func quoted(_ text: String?) -> String {
        String(decoding: (text.map { JSONValue.string($0) } ?? .null).bytes, as: UTF8.self)
    }
}

extension HTTPResponse {
    /// An answer with a record.
    static func asset(_ asset: SampleAsset = SampleAsset()) -> HTTPResponse { json(200, asset.json) }

    /// An answer with the list of one file, or none.
    static func media(_ elements: String = "{\"id\":1}") -> HTTPResponse {
        json(200, "{\"media\":[\(elements)]}")
    }

    /// An answer with the address of a file.
    static func address(_ url: String?) -> HTTPResponse {
        json(200, "{\"url\":\(url.map { "\"\($0)\"" } ?? "null")}")
    }

    /// A refusal as the documentation writes it.
    static func refusal(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
        let object = JSONObject([.init("error", .string(text))])
        return json(status, String(decoding: JSONValue.object(object).bytes, as: UTF8.self))
    }

    /// What orders are answered with.
    static let done = json(200, "{\"ok\":\"ok\"}")
}
