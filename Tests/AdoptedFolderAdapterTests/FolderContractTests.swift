import AdapterKit
import AdoptedFolderAdapter
import Bytes
import Glibc
import Raster
import TestSupport
import Testing

@Suite struct FolderContractTests {
    @Test(arguments: ConformanceCheck.all)
    func `takes nothing in, so that only what needs no asset applies`(_ check: ConformanceCheck) async throws
    {
        try await FolderFixture.run { fixture in
            let outcome = await check.run(on: fixture.adapter, seed: 1)

            let applies = check.requirement == .nothing
            #expect(outcome == (applies ? .kept : .notApplicable("the adapter \(check.requirement)")))
        }
    }

    @Test(arguments: ConformanceCheck.all, OpenFile.Confinement.allCases)
    func `keeps the adapter contract where someone else puts the files there`(
        _ check: ConformanceCheck, _ confinement: OpenFile.Confinement
    ) async throws {
        try await FolderFixture.run(unlinks: true, confinement) { fixture in
            let outcome = await check.run(on: FilledFolder(fixture), seed: 1)

            let expected: ConformanceCheck.Outcome =
                missing.contains(check.requirement)
                ? .notApplicable("the adapter has no \(check.requirement.rawValue)") : .kept
            #expect(outcome == expected)
        }
    }

    /// What an adopted folder cannot do.
    private let missing: Set<ConformanceCheck.Requirement> = [
        .updating, .finding, .enumeration, .trash, .comments, .history, .actions, .collections, .metadata,
        .places, .delivery, .fetching,
    ]
}

/// An adopted folder together with the person who puts files into it: storing is theirs, all the rest the adapter's.
private struct FilledFolder: Adapter {
    private let fixture: FolderFixture

    init(_ fixture: FolderFixture) { self.fixture = fixture }

    var name: AdapterName { fixture.adapter.name }
    var kind: String { fixture.adapter.kind }
    var limits: AdapterLimits { fixture.adapter.limits }
    var revising: (any Revising)? { fixture.adapter.revising }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { try await fixture.adapter.stat(id) }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await fixture.adapter.open(id, range)
    }

    func delete(_ id: NativeID) async throws(StorageError) { try await fixture.adapter.delete(id) }

    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        let bytes: [UInt8]
        do { bytes = try await content.stream.collect(upTo: draft.size) } catch is ByteLimitExceeded {
            throw StorageError(.invalid, "too long", side: .client)
        } catch { throw StorageError(wrapping: error) }
        guard !Task.isCancelled else { throw StorageError(.cancelled, "the caller went away", side: .client) }
        guard bytes.count == draft.size else { throw StorageError(.invalid, "too short", side: .client) }
        let path = "\(fixture.root)/\(draft.key.asset)"
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
        guard descriptor >= 0 else { throw StorageError(.alreadyExists, "it is there") }
        let file = OpenFile(descriptor: descriptor)
        _ = bytes.withUnsafeBytes { Glibc.write(file.descriptor, $0.baseAddress, $0.count) }
        return NativeAsset(id: NativeID(draft.key.asset.rawValue), size: bytes.count)
    }
}
