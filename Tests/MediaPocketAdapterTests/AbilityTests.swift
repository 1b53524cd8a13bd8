import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport
import Testing

@Suite struct AbilityTests {
    @Test func `the store's bin is there only where the operator wants it`() throws {
        #expect(try MediaPocketAdapter.sample().trash == nil)
        let trash = try #require(try MediaPocketAdapter.sample(nativeTrash: true).trash)
        #expect(trash.retention == .seconds(1_209_600))
    }

    @Test func `what Media Pocket cannot do has no ability, and what it can has one`() throws {
        let adapter = try MediaPocketAdapter.sample()
        #expect(adapter.fetching != nil && adapter.updating != nil && adapter.comments != nil)
        #expect(adapter.history != nil && adapter.actions != nil && adapter.collections != nil)
        #expect(adapter.metadata != nil && adapter.places != nil && adapter.takesUploads)
        #expect(adapter.finding == nil && adapter.enumeration == nil && adapter.delivery == nil)
        #expect(adapter.revising == nil && adapter.surveying == nil && adapter.refusal == nil)
    }

    @Test func `an update sends title, description and all tags, and nothing else`() async throws {
        let api = CannedTransport(.asset())
        try await MediaPocketAdapter.sample(api: api).update("-a1", .sample(tags: ["Sea", "SEA", "Ä b"]))
        #expect(api.lines == ["PUT /api/v2/assets/-a1"])
        #expect(api.seen[0].text == "{\"title\":\"Quay\",\"description\":\"\",\"tags\":[\"sea\",\"ä b\"]}")
    }

    @Test func `what is in the bin already may be discarded again`() async throws {
        for (deleted, kind) in [("true", nil), ("null", StorageError.Kind.invalid)] {
            let api = CannedTransport(.refusal(400, "odd"), .asset(SampleAsset(deleted: deleted)))
            let adapter = try MediaPocketAdapter.sample(api: api)
            let error = await failure { () async throws(StorageError) in try await adapter.discard("-a1") }
            #expect(error?.kind == kind)
        }
    }

    @Test func `a project is made under its label, with a title that fits`() async throws {
        let api = CannedTransport(
            .json(200, "{\"project\":{\"id\":\"_p1\",\"external_id\":\"acme/photos\"}}"))
        let title = String(repeating: "é", count: 300)
        let draft = PlaceDraft(organization: "acme", library: "photos", title: title)

        let place = try await MediaPocketAdapter.sample(api: api).place(for: draft, as: draft.label)

        #expect(place == "_p1" && api.lines == ["POST /api/v2/projects"])
        let cut = title.prefix(255)
        #expect(api.seen[0].text == "{\"title\":\"\(cut)\",\"external_id\":\"acme/photos\"}")
    }

    @Test func `a project that cannot be read may have been made`() async throws {
        for body in [
            "{}", "{\"project\":{\"id\":\"_p1\"}}", "{\"project\":{\"external_id\":\"acme/photos\"}}",
        ] {
            let adapter = try MediaPocketAdapter.sample(api: CannedTransport(.json(200, body)))
            let draft = PlaceDraft(organization: "acme", library: "photos", title: "x")
            let error = await failure { () async throws(StorageError) in
                _ = try await adapter.place(for: draft, as: draft.label)
            }
            #expect(error?.kind == .malformed && error?.effect == .unknown)
        }
    }

    @Test func `an asset that is where it shall be has been moved, whatever the store says`() async throws {
        for refusal in [HTTPResponse.refusal(200, "odd"), .refusal(400, "odd"), .refusal(422, "odd")] {
            let api = CannedTransport(refusal, .asset(SampleAsset(project: "_p1")))
            try await MediaPocketAdapter.sample(api: api).move("-a1", to: "_p1")
            #expect(api.lines == ["POST /api/v2/assets/-a1/assign", "GET /api/v2/assets/-a1"])
        }
    }

    @Test func `a project that is gone is a precondition that fails`() async throws {
        let api = CannedTransport(.refusal(200, "Project not found."), .asset(SampleAsset(project: "_p2")))
        let adapter = try MediaPocketAdapter.sample(api: api)
        let error = await failure { () async throws(StorageError) in try await adapter.move("-a1", to: "_p1")
        }
        #expect(error?.kind == .preconditionFailed && error?.effect == StorageError.Effect.none)
    }

    @Test func `an empty place is no project`() async throws {
        let api = CannedTransport(.refusal(200, "-a1 does not have a parent project"), .asset())
        try await MediaPocketAdapter.sample(api: api).move("-a1", to: "")
        #expect(api.lines.first == "DELETE /api/v2/assets/-a1/unassign")
    }

    @Test func `a collection keeps its owner's address to itself`() async throws {
        let api = CannedTransport(
            .json(
                200,
                """
                {"collections":[{"id":"c1","title":"Sample","description":"d","category":null,\
                "tags":["x"],"owner":"canary@example.com","isPublic":true,\
                "created_date":"2023-11-27T09:42:57.716Z"}]}
                """))
        let collections = try await MediaPocketAdapter.sample(api: api).collections(of: "-a1")
        #expect(collections.map(\.title) == ["Sample"] && collections[0].isPublic)
        #expect(collections[0].tags == ["x"] && !"\(collections)".contains("canary"))
    }
}
