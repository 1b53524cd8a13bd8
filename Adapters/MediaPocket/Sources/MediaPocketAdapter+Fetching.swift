import Bytes
import Crypto
public import Raster
import StorageHTTP

extension MediaPocketAdapter: Fetching {
    /// The only way for bytes to get there.
    public var fetching: (any Fetching)? { self }

    /// Makes a placeholder whose external id is the label.
    public func announce(_ draft: AssetDraft, as label: BackendLabel) async throws(StorageError)
        -> NativeAsset
    {
        do { return NativeAsset(try await api.createAsset(draft, as: label)) } catch {
            throw error.during("announce", in: name).with("asset", draft.key.asset)
        }
    }

    /// Tells the store to fetch; it does so some time later, and says nothing where it fails.
    public func fetch(_ draft: AssetDraft, for id: NativeID, from address: String) async throws(StorageError)
    {
        try await run("fetch", id) { () async throws(StorageError) in
            try await api.addMedia(to: id, from: address, filename: draft.key.filename)
        }
    }

    /// What the list of files and the checksum say, and what comes back: all of it has to be the same.
    ///
    /// A checksum that is missing, or that of an earlier file, may still be computed; what comes back has to do once that
    /// is overdue.
    public func arrival(of expected: ExpectedBytes, at id: NativeID) async throws(StorageError) -> Arrival {
        try await run("arrival", id) { () async throws(StorageError) in
            // The list comes first: an asset may keep the checksum of a file that it has no longer.
            let media = try await api.media(of: id)
            guard let medium = media.original(of: expected) else { return .none }
            let record = try await api.asset(id)
            guard record.md5 != nil || expected.isOverdue else { return .pending }
            return try await arrival(of: expected, as: medium, record)
        }
    }

    private func arrival(
        of expected: ExpectedBytes, as medium: MediaPocketMedium, _ record: MediaPocketRecord
    ) async throws(StorageError) -> Arrival {
        let md5 = record.md5
        let isNamed = md5 == expected.md5.lowercased()
        switch try await readBack(medium, expected, record) {
        case .whole: return isNamed || expected.isOverdue ? .whole : .pending
        // The file itself may still come, and this be a preview of it.
        case .different where isNamed && !expected.isOverdue && !medium.looksLike(expected): return .pending
        case .unseen where isNamed && medium.size ?? expected.size == expected.size: return .unseen
        case .unseen where expected.isOverdue:
            return .different("the store's MD5 is \(md5 ?? "missing"), not \(expected.md5)")
        case .unseen: return .pending
        case let other: return other
        }
    }

    /// Takes the files away; that there is none is as good.
    public func discardBytes(of id: NativeID) async throws(StorageError) {
        try await run("discardBytes", id) { () async throws(StorageError) in
            do throws(StorageError) { try await api.deleteMedia(of: id) } catch {
                guard error.says(.noMedia) else { throw error }
            }
        }
    }

    private func readBack(
        _ medium: MediaPocketMedium, _ expected: ExpectedBytes, _ record: MediaPocketRecord
    ) async throws(StorageError) -> Arrival {
        let address: String?
        do { address = try await self.address(of: medium, at: record.id, known: record) } catch {
            // Another file has come between: the asset is there.
            guard error.says(.mediaNotFound) else { throw error }
            return .pending
        }
        guard let address else { return .unseen }
        do {
            let stream = try await download.stream(from: address, size: nil, nil)
            return try await Self.compare(stream, expected)
        } catch {
            // Where files lie is another system: what it fails at says nothing of the store's health.
            throw error.side == .target ? error.blaming(.source) : error
        }
    }

    private static func compare(_ stream: ByteStream, _ expected: ExpectedBytes)
        async throws(StorageError) -> Arrival
    {
        var count = 0
        do {
            let digest = try SHA256()
            while let chunk = try await stream.next() {
                count += chunk.count
                guard count <= expected.size else { break }
                try digest.update(chunk)
            }
            guard count == expected.size else {
                let more = count > expected.size ? "more than \(expected.size)" : "\(count)"
                return .different("the store gives back \(more) bytes of \(expected.size)")
            }
            let own = try digest.finish()
            return own == expected.digest
                ? .whole : .different("the store gives back other bytes: SHA-256 \(own)")
        } catch { throw StorageError(wrapping: error) }
    }
}

extension [MediaPocketMedium] {
    /// The file that `expected` is, or the first.
    fileprivate func original(of expected: ExpectedBytes) -> MediaPocketMedium? {
        original(md5: expected.md5.lowercased(), size: expected.size, filename: expected.filename)
    }
}

extension MediaPocketMedium {
    /// Whether anything that is said of it is said of `expected`, too.
    fileprivate func looksLike(_ expected: ExpectedBytes) -> Bool {
        md5 == expected.md5.lowercased() || size == expected.size || filename == expected.filename
    }
}
