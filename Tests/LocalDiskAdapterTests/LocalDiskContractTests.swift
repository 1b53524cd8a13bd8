import AdapterKit
import LocalDiskAdapter
import Raster
import TestSupport
import Testing

@Suite struct LocalDiskContractTests {
    @Test(arguments: ConformanceCheck.all)
    func `keeps the adapter contract`(_ check: ConformanceCheck) async throws {
        try await withTemporaryFolder { folder in
            let adapter = try await LocalDiskAdapter.prepared(at: folder)

            let outcome = await check.run(on: adapter, seed: 1)

            let expected: ConformanceCheck.Outcome =
                missing.contains(check.requirement)
                ? .notApplicable("the adapter has no \(check.requirement.rawValue)") : .kept
            #expect(outcome == expected)
        }
    }

    /// What a disk cannot do: lost by accident, anything else fails the test above.
    private let missing: Set<ConformanceCheck.Requirement> = [
        .updating, .trash, .comments, .history, .actions, .collections, .metadata, .places, .delivery,
        .revising, .fetching,
    ]
}

extension LocalDiskAdapter {
    /// An adapter whose folders are there.
    static func prepared(at root: String, _ fileSystem: any FileSystem = PosixFileSystem()) async throws
        -> LocalDiskAdapter
    {
        let adapter = LocalDiskAdapter(name: "disk", root: root, fileSystem: fileSystem)
        try await adapter.prepare()
        return adapter
    }
}
