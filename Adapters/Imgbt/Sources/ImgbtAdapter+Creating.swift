import Bytes
import Raster
import StorageHTTP

extension ImgbtAdapter {
    /// Uploads `content`; a record of another size than promised is deleted again.
    func store(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> ImgbtRecord {
        try check(draft, content)
        let path = try ImgbtMapping.path(of: draft.key)
        let upload = ImgbtUpload(draft, path, content, random: random.bytes(16))
        let record: ImgbtRecord
        do { record = try await send(upload) } catch { throw await withdraw(upload, after: error) }
        if let failure = upload.failure { throw await remove(record, because: failure) }
        guard record.size ?? draft.size == draft.size else {
            let lie = StorageError(.malformed, "the store took another number of bytes", retry: .allowed)
            throw await remove(record, because: lie)
        }
        paths.remember(record)
        return record
    }

    /// Sends `upload`; where the caller goes away, its body ends at once, whoever is pulling it.
    private func send(_ upload: ImgbtUpload) async throws(StorageError) -> ImgbtRecord {
        let outcome: Result<ImgbtRecord, StorageError> = await withTaskCancellationHandler {
            do throws(StorageError) { return .success(try await api.upload(upload)) } catch {
                return .failure(error)
            }
        } onCancel: {
            upload.cancel()
        }
        return try outcome.get()
    }

    private func check(_ draft: AssetDraft, _ content: Content) throws(StorageError) {
        guard draft.size <= Self.maximumBytes else {
            throw StorageError(
                .tooLarge, "imgbt takes files of at most \(Self.maximumBytes) bytes", side: .client)
        }
        guard content.length ?? draft.size == draft.size, draft.size >= 0 else {
            throw StorageError(.invalid, "the content is not as long as it was said to be", side: .client)
        }
    }

    /// What a failed upload is reported as, after nothing of it is left as far as can be seen.
    ///
    /// Only an upload that broke off on our side is looked for: of any other the vendor's answer, or the lack of
    /// one, says what it left. Its record is known by its mark, so that an earlier asset of the same key is safe.
    private func withdraw(_ upload: ImgbtUpload, after error: StorageError) async -> StorageError {
        guard let reason = reason(of: upload, error) else { return error }
        guard upload.hasBegun else { return reason.leaving(.none) }
        let removal = await uncancelled { () async throws(StorageError) in try await removeRecords(of: upload)
        }
        switch removal {
        case .success(let count): return reason.leaving(count > 0 || !upload.isWhole ? .none : .unknown)
        case .failure: return reason.leaving(.unknown)
        }
    }

    /// Why the upload broke off on our side; `nil` where it did not.
    ///
    /// A transport that gives up by itself may cancel what pulls the source: then its own error is the reason.
    private func reason(of upload: ImgbtUpload, _ error: StorageError) -> StorageError? {
        if let failure = upload.failure, failure.kind != .cancelled || Task.isCancelled { return failure }
        return error.kind == .cancelled ? error : nil
    }

    /// Deletes the record of an upload that is not wanted, and gives `error` the effect that this has.
    private func remove(_ record: ImgbtRecord, because error: StorageError) async -> StorageError {
        let removal = await uncancelled { () async throws(StorageError) in try await vanish(record.id) }
        if case .success = removal { return error.leaving(.none) }
        return error.leaving(.done)
    }

    /// How many records with the mark of `upload` there were; none is left.
    private func removeRecords(of upload: ImgbtUpload) async throws(StorageError) -> Int {
        let channel = try await channel(of: upload.path)
        let own = channel.records.filter { $0.metadata[ImgbtMetadata.Name.upload] == upload.mark }
        for record in own { try await vanish(record.id) }
        guard channel.isWhole || !own.isEmpty else {
            throw StorageError(.unavailable, "the channel cannot be listed whole", retry: .allowed)
        }
        return own.count
    }

    private func vanish(_ id: NativeID) async throws(StorageError) {
        do { try await api.delete(id) } catch {
            guard error.kind == .notFound else { throw error }
        }
    }

    /// Runs `body` to its end though the caller may have gone away; its requests have time limits of their own.
    private func uncancelled<Value: Sendable>(
        _ body: @escaping @Sendable () async throws(StorageError) -> Value
    ) async -> Result<Value, StorageError> {
        await Task {
            do throws(StorageError) { return .success(try await body()) } catch { return .failure(error) }
        }.value
    }
}
