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
    func create(_ draft: AssetDraft, from address: String) async throws(StorageError) -> NativeAsset {
        try await wrapper.run(.fetch) { () async throws(StorageError) in
            try await ability.create(draft, from: address)
        }
    }

    func confirm(_ id: NativeID, size: Int, digest: SHA256Digest, md5: String) async throws(StorageError)
        -> Bool?
    {
        try await wrapper.run(.confirm) { () async throws(StorageError) in
            try await ability.confirm(id, size: size, digest: digest, md5: md5)
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
    func place(for organization: OrganizationID, _ library: LibraryID) async throws(StorageError)
        -> NativePlace
    {
        try await wrapper.run(.place) { () async throws(StorageError) in
            try await ability.place(for: organization, library)
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
