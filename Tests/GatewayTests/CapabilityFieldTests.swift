import AdapterKit
import Bytes
import Raster
import TestSupport
import Testing

@testable import Gateway

/// A store whose people see tags and no descriptions.
private struct TagStore: Adapter, Updating {
    let name: AdapterName = "tags"
    let kind = "tags"
    let limits = AdapterLimits()
    let fields: Set<AssetField> = [.tags]

    var updating: (any Updating)? { self }

    private static let none = StorageError(.notFound, "nothing is here")

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { throw Self.none }
    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content { throw Self.none }
    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        throw Self.none
    }
    func delete(_ id: NativeID) async throws(StorageError) { throw Self.none }
    func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) { throw Self.none }
}

@Suite struct CapabilityFieldTests {
    @Test func `a store declares the fields that it shows by itself, and the gateway does the others`() {
        #expect(Ability.tags.isDeclared(by: TagStore()))
        #expect(!Ability.description.isDeclared(by: TagStore()))
        #expect(Ability.description.isEmulated)
    }

    @Test func `a store that says nothing of fields shows them all`() {
        let store = MemoryAdapter()

        #expect(Ability.tags.isDeclared(by: store) && Ability.description.isDeclared(by: store))
    }

    @Test func `a store that shows nothing declares none`() {
        let store = MemoryAdapter(abilities: [])

        #expect(!Ability.tags.isDeclared(by: store) && !Ability.description.isDeclared(by: store))
    }
}
