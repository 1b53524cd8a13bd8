import Bytes
import Crypto
public import Raster

/// What the hashing of adopted files came to.
public struct HashOutcome: Hashable, Sendable {
    /// Files that have a digest now.
    public var hashed = 0
    /// Their bytes.
    public var bytes = 0
    /// Files that changed while they were read, or have gone: the next scan sees to them.
    public var changed = 0
    /// Files that could not be read.
    public var failed = 0

    /// Nothing yet.
    public init() {}
}

extension Gateway {
    /// Hashes the files of an adoption that have no digest, oldest first.
    ///
    /// A digest is kept at once, so that nothing is hashed twice wherever it ends, and only where the file is what
    /// it was from the first byte to the last. Call it on a thread that may wait. Throws `CancellationError` once
    /// `isCancelled`, which is asked for every chunk.
    @discardableResult
    public func hashAdopted(
        _ adoption: Adoption, report: @escaping @Sendable (JobProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) async throws -> HashOutcome {
        let survey = try surveying(adoption)
        let hashing = AdoptionHashing(survey, isCancelled)
        let totals = try await catalog.read { try await $0.unhashedTotals(in: adoption.adapter) }
        var outcome = HashOutcome()
        var last: AdoptedFile?
        while true {
            let files = try await catalog.read { [last] in
                try await $0.unhashedFiles(in: adoption.adapter, after: last, limit: 100)
            }
            guard let end = files.last else { return outcome }
            last = end
            try await hash(files, hashing, &outcome) { outcome in
                report(
                    JobProgress(
                        items: outcome.hashed + outcome.changed + outcome.failed, itemsTotal: totals.files,
                        bytes: outcome.bytes, bytesTotal: totals.bytes, failed: outcome.failed))
            }
        }
    }

    /// Hashes a few files and keeps their digests together.
    private func hash(
        _ files: [AdoptedFile], _ hashing: AdoptionHashing, _ outcome: inout HashOutcome,
        _ report: (HashOutcome) -> Void
    ) async throws {
        var digests: [(AdoptedFile, SHA256Digest)] = []
        var pending = 0
        for file in files {
            switch try hashing.digest(of: file) {
            case .digest(let digest):
                digests.append((file, digest))
                pending += file.figures.size
            case .changed: outcome.changed += 1
            case .unreadable: outcome.failed += 1
            }
            // A large file is not hashed for nothing because the process ends during the next one.
            guard pending >= 64 << 20 else { continue }
            try await keep(digests, &outcome)
            (digests, pending) = ([], 0)
            report(outcome)
        }
        try await keep(digests, &outcome)
        report(outcome)
    }

    private func keep(_ digests: [(AdoptedFile, SHA256Digest)], _ outcome: inout HashOutcome) async throws {
        guard !digests.isEmpty else { return }
        let kept = try await catalog.write { writer in
            var kept: [AdoptedFile] = []
            for (file, digest) in digests
            where try await writer.setDigest(digest, of: file.key, seenAs: file.figures) { kept.append(file) }
            return kept
        }
        outcome.hashed += kept.count
        outcome.bytes += kept.reduce(0) { $0 + $1.figures.size }
        outcome.changed += digests.count - kept.count
    }
}

/// Hashes files where they lie.
struct AdoptionHashing: Sendable {
    /// What came of a file.
    enum Outcome: Equatable {
        case digest(SHA256Digest)
        case changed
        case unreadable
    }

    private static let chunk = 1 << 20
    private let survey: any Surveying
    private let isCancelled: @Sendable () -> Bool

    init(_ survey: any Surveying, _ isCancelled: @escaping @Sendable () -> Bool) {
        self.survey = survey
        self.isCancelled = isCancelled
    }

    /// The digest of a file that is the one the catalog knows, before and after.
    func digest(of file: AdoptedFile) throws -> Outcome {
        let opened: OpenedFile
        do { opened = try survey.open(file.id) } catch {
            return error.kind == .notFound ? .changed : .unreadable
        }
        guard opened.figures.showsNoChange(from: file.figures) else { return .changed }
        guard let digest = try digest(of: opened) else { return .unreadable }
        guard let after = try? survey.look(at: file.id), after.showsNoChange(from: file.figures) else {
            return .changed
        }
        return .digest(digest)
    }

    private func digest(of opened: OpenedFile) throws -> SHA256Digest? {
        let hash = try SHA256()
        let slice = FileSlice(opened.file, ByteRange(offset: 0, length: opened.figures.size))
        var position = 0
        while position < opened.figures.size {
            guard !isCancelled(), !Task.isCancelled else { throw CancellationError() }
            guard let bytes = slice.read(at: position, count: Self.chunk), !bytes.isEmpty else { return nil }
            try hash.update(bytes)
            position += bytes.count
        }
        return try hash.finish()
    }
}
