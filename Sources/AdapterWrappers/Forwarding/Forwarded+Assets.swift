import Bytes
import Raster

extension Forwarded: Updating where Ability == any Updating {
    var fields: Set<AssetField> { ability.fields }

    func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        try await wrapper.run(.update) { () async throws(StorageError) in
            try await ability.update(id, desired)
        }
    }
}

extension Forwarded: Finding where Ability == any Finding {
    func find(_ key: NaturalKey) async throws(StorageError) -> FindingResult {
        try await wrapper.run(.find) { () async throws(StorageError) in try await ability.find(key) }
    }
}

extension Forwarded: Enumerating where Ability == any Enumerating {
    func list(in place: NativePlace?, after token: PageToken?) async throws(StorageError) -> NativePage {
        try await wrapper.run(.list) { () async throws(StorageError) in
            try await ability.list(in: place, after: token)
        }
    }

    func area(of library: LibraryID, in organization: OrganizationID) -> NativePlace? {
        ability.area(of: library, in: organization)
    }
}

extension Forwarded: Fetching where Ability == any Fetching {
    func announce(_ draft: AssetDraft, as label: BackendLabel) async throws(StorageError) -> NativeAsset {
        try await wrapper.run(.announce) { () async throws(StorageError) in
            try await ability.announce(draft, as: label)
        }
    }

    func fetch(_ draft: AssetDraft, for id: NativeID, from address: String) async throws(StorageError) {
        try await wrapper.run(.fetch) { () async throws(StorageError) in
            try await ability.fetch(draft, for: id, from: address)
        }
    }

    func arrival(of expected: ExpectedBytes, at id: NativeID) async throws(StorageError) -> Arrival {
        try await wrapper.run(.arrival) { () async throws(StorageError) in
            try await ability.arrival(of: expected, at: id)
        }
    }

    func discardBytes(of id: NativeID) async throws(StorageError) {
        try await wrapper.run(.discardBytes) { () async throws(StorageError) in
            try await ability.discardBytes(of: id)
        }
    }
}

extension Forwarded: TrashBin where Ability == any TrashBin {
    var retention: Duration { ability.retention }

    func discard(_ id: NativeID) async throws(StorageError) {
        try await wrapper.run(.discard) { () async throws(StorageError) in try await ability.discard(id) }
    }

    func restore(_ id: NativeID) async throws(StorageError) {
        try await wrapper.run(.restore) { () async throws(StorageError) in try await ability.restore(id) }
    }
}

extension Forwarded: PlaceTree where Ability == any PlaceTree {
    func place(for draft: PlaceDraft, as label: BackendLabel) async throws(StorageError) -> NativePlace {
        try await wrapper.run(.place) { () async throws(StorageError) in
            try await ability.place(for: draft, as: label)
        }
    }

    func move(_ id: NativeID, to place: NativePlace) async throws(StorageError) {
        try await wrapper.run(.move) { () async throws(StorageError) in
            try await ability.move(id, to: place)
        }
    }
}

extension Forwarded: Delivering where Ability == any Delivering {
    func address(of id: NativeID) async throws(StorageError) -> String? {
        try await wrapper.run(.address) { () async throws(StorageError) in
            try await ability.address(of: id)
        }
    }
}

extension Forwarded: Revising where Ability == any Revising {
    func revision(of id: NativeID) async throws(StorageError) -> Revision {
        try await wrapper.revision(of: id, from: ability)
    }
}
