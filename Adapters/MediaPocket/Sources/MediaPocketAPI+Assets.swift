import HTTPCore
import Raster
import StorageHTTP

extension MediaPocketAPI {
    /// `GET`: what is known of an asset.
    func asset(_ id: NativeID) async throws(StorageError) -> MediaPocketRecord {
        try record(in: try await get(try target(id)), of: id, .none)
    }

    /// `POST`: a new asset without a file, which `label` leads to.
    ///
    /// A success whose record cannot be read has made one all the same: its effect is unknown.
    func createAsset(_ draft: AssetDraft, as label: BackendLabel) async throws(StorageError)
        -> MediaPocketRecord
    {
        let body = Self.fields(draft.name, draft.description, draft.tags, label)
        let answer: JSONObject
        do { answer = try await change(.post, base + "/assets", body) } catch { throw error.aboutAddress }
        let record = try record(in: answer, of: nil, .unknown)
        guard record.externalID == label.text else { throw .unreadable("about another label", .unknown) }
        return record
    }

    /// `PUT`: title, description and all tags.
    func updateAsset(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        let body = Self.fields(desired.name, desired.description ?? "", desired.tags, nil)
        _ = try record(in: try await change(.put, try target(id), body), of: id, .unknown)
    }

    /// `DELETE`: for good.
    ///
    /// A 404 in other than the API's words may be about the address: then the asset is looked for.
    func deleteAsset(_ id: NativeID) async throws(StorageError) {
        do { try await order(.delete, try target(id)) } catch {
            guard error.isVagueAbsence else { throw error }
            _ = try await asset(id)
            throw .unknownAddress
        }
    }

    /// `POST …/trash_bin`.
    func discardAsset(_ id: NativeID) async throws(StorageError) {
        try await order(.post, try target(id, "trash_bin"))
    }

    /// `POST …/restore`.
    func restoreAsset(_ id: NativeID) async throws(StorageError) {
        try await order(.post, try target(id, "restore"))
    }

    private static func fields(
        _ name: String, _ description: String?, _ tags: [String], _ label: BackendLabel?
    ) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("title", MediaPocketMapping.title(name))
            if let description { json.member("description", description) }
            json.member("tags", MediaPocketMapping.tags(tags))
            if let label { json.member("external_id", label.text) }
        }
        return json.finish()
    }

    /// The record in an answer, which must be that of `id` where one is given.
    func record(in answer: JSONObject, of id: NativeID?, _ effect: StorageError.Effect)
        throws(StorageError) -> MediaPocketRecord
    {
        guard let record = answer.child("asset").flatMap(MediaPocketRecord.init) else {
            throw .unreadable("no record", effect)
        }
        guard id ?? record.id == record.id else { throw .unreadable("about another asset", effect) }
        return record
    }
}
