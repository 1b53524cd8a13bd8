import Gateway
import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct PlanCapTests {
    private let create = #"{"name":"More"}"#

    @Test func `a hobby organization holds three libraries`() async throws {
        let surface = try await Surface()
        try await surface.makeHobby()

        let third = try await surface.send(.post, Surface.organization + "/libraries", json: create)
        let fourth = try await surface.send(.post, Surface.organization + "/libraries", json: create)

        #expect(third.status == 201 && fourth.status == 400)
        #expect(fourth.code == "LIBRARY_LIMIT_EXCEEDED")
    }

    @Test func `an unclaimed organization holds one library`() async throws {
        let surface = try await Surface()
        let (path, _, key) = try await surface.unclaimed()

        let reply = try await surface.send(.post, path + "/libraries", key: key, json: create)

        #expect(reply.status == 400)
        #expect(reply.code == "EPHEMERAL_LIBRARY_LIMIT_EXCEEDED")
    }

    @Test(arguments: [(10, 200), (11, 403)])
    func `a hobby organization holds so many bytes, trash included`(size: Int, status: Int) async throws {
        let surface = try await Surface(settings: { $0.hobby.bytes = 20 })
        try await surface.makeHobby()
        try await surface.trash([try await surface.asset("a", "0123456789")])

        let reply = try await surface.upload([Part(filename: "b", data: [UInt8](repeating: 1, count: size))])

        #expect(reply.status == status)
        #expect(reply.code == (status == 403 ? "STORAGE_LIMIT_EXCEEDED" : nil))
        #expect(storedFiles(surface).count == (status == 403 ? 1 : 2))
    }

    @Test(arguments: [(10, 200), (11, 403)])
    func `an unclaimed organization holds so many bytes`(size: Int, status: Int) async throws {
        let surface = try await Surface(settings: { $0.hobby.unclaimedBytes = 10 })
        let (_, library, key) = try await surface.unclaimed()

        let reply = try await surface.upload(
            [Part(filename: "b", data: [UInt8](repeating: 1, count: size))], to: library, key: key)

        #expect(reply.status == status)
        #expect(reply.code == (status == 403 ? "EPHEMERAL_STORAGE_LIMIT_EXCEEDED" : nil))
    }

    @Test func `all unclaimed organizations together hold so many bytes`() async throws {
        let surface = try await Surface(settings: { $0.anonymous.maximumTotalBytes = 10 })
        let (_, library, key) = try await surface.unclaimed()
        let (_, other, otherKey) = try await surface.unclaimed()
        try await surface.upload([.file("a", "0123456")], to: library, key: key)

        let over = try await surface.upload([.file("b", "0123")], to: other, key: otherKey)
        let within = try await surface.upload([.file("b", "012")], to: other, key: otherKey)

        #expect(over.status == 403 && over.code == "EPHEMERAL_STORAGE_LIMIT_EXCEEDED")
        #expect(within.status == 200)
    }

    @Test func `without a plan there are no caps`() async throws {
        let surface = try await Surface(settings: {
            $0.hobby.bytes = 1
            $0.hobby.libraries = 1
        })
        try await surface.catalog.write { try await $0.update(Organization(id: "acme", created: .sample())) }

        #expect(try await surface.upload([.file("a", "0123456789")]).status == 200)
        #expect(
            try await surface.send(.post, Surface.organization + "/libraries", json: create).status == 201)
    }

    @Test func `two uploads at the cap do not both pass`() async throws {
        let surface = try await Surface(settings: { $0.hobby.bytes = 10 })
        try await surface.makeHobby()

        async let first = surface.upload([.file("a", "0123456")])
        async let second = surface.upload([.file("b", "0123456")])
        let replies = try await [first, second]

        #expect(replies.map(\.status).sorted() == [200, 403])
        #expect(storedFiles(surface).count == 1)
    }
}
