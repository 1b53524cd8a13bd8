import Bytes
import FakeKit
import HTTPCore
import ImgbtFake
import TestSupport
import Testing

@Suite struct ImgbtDeliveryTests {
    private static let file = "/delivery/vault_01fake/p/c/h/a.txt"

    private func vault() async throws -> Vault {
        let vault = try Vault()
        _ = try await vault.upload("0123456789", type: "text/plain")
        return vault
    }

    @Test func `a file is delivered to anyone, with its type and tag`() async throws {
        let response = try await vault().send(.get, Self.file, key: nil)

        #expect(response.status == 200)
        #expect(response.fields["Content-Type"] == "text/plain")
        #expect(response.fields["ETag"]?.count == 34)
        #expect(try await response.collect() == Array("0123456789".utf8))
    }

    @Test func `HEAD has the fields and the length alone`() async throws {
        let response = try await vault().send(.head, Self.file, key: nil)

        #expect(response.status == 200)
        #expect(response.body.length == 10)
        #expect(try await response.collect() == [])
    }

    @Test(
        arguments: [
            ("bytes=2-4", 206, "234", "bytes 2-4/10"), ("bytes=7-", 206, "789", "bytes 7-9/10"),
            ("bytes=-2", 206, "89", "bytes 8-9/10"), ("bytes=10-", 416, "", "bytes */10"),
            ("lines=1-2", 200, "0123456789", nil),
        ])
    func `a range is honoured`(_ range: String, _ status: Int, _ text: String, _ field: String?) async throws
    {
        let response = try await vault().send(.get, Self.file, fields: ["Range": range], key: nil)

        #expect(response.status.code == status)
        #expect(response.fields["Content-Range"] == field)
        #expect(String(decoding: try await response.collect(), as: UTF8.self) == text)
    }

    @Test func `what a client has is not sent again`() async throws {
        let vault = try await vault()
        let tag = try #require(try await vault.send(.get, Self.file).fields["ETag"])

        #expect(try await vault.send(.get, Self.file, fields: ["If-None-Match": tag]).status == 304)
    }

    @Test func `a host of the vault's name delivers too`() async throws {
        let vault = try await vault()
        let fields: HTTPFields = ["Host": "vault_01fake.imgbt.example"]

        #expect(try await vault.send(.get, "/p/c/h/a.txt", fields: fields, key: nil).status == 200)
        #expect(try await vault.send(.get, "/p/c/h/a.txt", key: nil).status == 404)
    }

    @Test func `a deleted file is not found`() async throws {
        let vault = try await vault()
        let id = try #require(vault.fake.assets.first?.id)
        _ = try await vault.send(.delete, "\(Vault.assets)/\(id)")

        let response = try await vault.send(.get, Self.file, key: nil)

        #expect(response.status == 404)
        #expect(response.fields["Content-Type"] == "text/plain; charset=utf-8")
    }

    @Test(
        arguments: [
            "w=1&h=8192", "dpr=3", "fit=cover", "f=webp", "format=gif", "q=100", "blur=1", "rt=270", "flip=h",
            "grayscale=true", "g=center", "w=5000&h=5000",
        ])
    func `a transform within bounds gets the original bytes, and is told`(_ query: String) async throws {
        let response = try await vault().send(.get, "\(Self.file)?\(query)", key: nil)

        #expect(response.status == 200)
        #expect(response.fields["X-Fake-Transform"] != nil)
    }

    @Test(
        arguments: [
            "w=0", "w=8193", "h=x", "dpr=3.5", "fit=crop", "f=bmp", "q=101", "blur=0", "rotate=45", "flip=x",
            "w=5000&h=5001", "w=2000&h=2000&dpr=3",
        ])
    func `a transform out of bounds is refused`(_ query: String) async throws {
        #expect(try await vault().send(.get, "\(Self.file)?\(query)", key: nil).status == 400)
    }

    @Test func `faults befall deliveries too`() async throws {
        let vault = try await vault()
        vault.fake.plan.add(PlannedFault("deliver", .truncatedBody(4), path: "a.txt"))
        guard case .stream(let stream) = try await vault.send(.get, Self.file).body else {
            Issue.record("no stream")
            return
        }

        #expect(try await stream.next() == Array("0123".utf8))
        await #expect(throws: (any Error).self) { try await stream.next() }
    }
}
