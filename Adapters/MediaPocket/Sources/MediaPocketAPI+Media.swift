import HTTPCore
import Raster
import StorageHTTP

extension MediaPocketAPI {
    /// `GET …/media`: the files of an asset, previews perhaps among them.
    func media(of id: NativeID) async throws(StorageError) -> [MediaPocketMedium] {
        try await get(try target(id, "media")).list("media", MediaPocketMedium.init)
    }

    /// `GET …/download_url`: from where a file may be fetched; `nil` where the store does not say.
    func address(of medium: MediaPocketMedium, at id: NativeID, filename: String)
        async throws(StorageError) -> String?
    {
        let query = Query(items: [.init("filename", filename)]).encoded
        let answer = try await get(try target(id, "media", medium.id, "download_url") + "?" + query)
        switch answer["url"] {
        case .string(let text)? where !text.isEmpty: return text
        case nil, .null?, .string?: return nil
        default: throw .unreadable("no address", .none)
        }
    }

    /// `POST …/media`: has the store fetch a file; success means that it was told.
    func addMedia(to id: NativeID, from address: String, filename: String) async throws(StorageError) {
        var json = JSONWriter()
        json.object { json in
            json.member("file_url", address)
            json.member("filename", filename)
        }
        try await order(.post, try target(id, "media"), json.finish())
    }

    /// `DELETE …/media`: takes the files of an asset away; the answer may show the asset, or say no more than `ok`.
    func deleteMedia(of id: NativeID) async throws(StorageError) {
        guard let answer = try await order(.delete, try target(id, "media")), answer["asset"] != nil else {
            return
        }
        _ = try record(in: answer, of: id, .unknown)
    }

    /// `GET …/file_metadata`: what the store has read from the file.
    func fileMetadata(of id: NativeID) async throws(StorageError) -> FileMetadata {
        MediaPocketMetadata(try await get(try target(id, "file_metadata"))).sections
    }
}
