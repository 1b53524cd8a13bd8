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
            guard let medium = media.first(where: { $0.size == expected.size }) ?? media.first else {
                return .none
            }
            let md5 = try await api.asset(id).md5
            guard md5 != nil || expected.isOverdue else { return .pending }
            return try await arrival(of: expected, as: medium, md5, at: id)
        }
    }

    private func arrival(
        of expected: ExpectedBytes, as medium: MediaPocketMedium, _ md5: String?, at id: NativeID
    ) async throws(StorageError) -> Arrival {
        let isNamed = md5 == expected.md5.lowercased()
        switch try await readBack(medium, expected, at: id) {
        case .whole: return isNamed || expected.isOverdue ? .whole : .pending
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

    private func readBack(_ medium: MediaPocketMedium, _ expected: ExpectedBytes, at id: NativeID)
        async throws(StorageError) -> Arrival
    {
        let address: String?
        do {
            address = try await api.address(
                of: medium, at: id, filename: medium.filename ?? expected.filename)
        } catch {
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
