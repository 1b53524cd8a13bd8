import Bytes
import Foundation
import Gateway
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct AdoptionHashingTests {
    private func scanned(_ count: Int = 3) async throws -> AdoptionStage {
        let stage = try await AdoptionStage()
        for number in 0..<count { try stage.write("\(number)", at: "\(number).txt") }
        try await stage.scan()
        return stage
    }

    @Test func `every file gets its digest`() async throws {
        let stage = try await scanned()
        let last = LastProgress()

        let outcome = try await stage.gateway.hashAdopted(stage.adoption, report: { last.set($0) })

        #expect(outcome.hashed == 3 && outcome.bytes == 3)
        #expect(last.value == JobProgress(items: 3, itemsTotal: 3, bytes: 3, bytesTotal: 3))
        #expect(try await stage.asset("1.txt")?.digest == (try NewSecret.digest(of: "1")))
    }

    @Test func `what has its digest is not read again`() async throws {
        let stage = try await scanned()
        _ = try await stage.gateway.hashAdopted(stage.adoption)

        #expect(try await stage.gateway.hashAdopted(stage.adoption) == HashOutcome())
    }

    @Test func `a file that changed since the scan gets no digest`() async throws {
        let stage = try await scanned()
        try stage.write("other", at: "1.txt")

        let outcome = try await stage.gateway.hashAdopted(stage.adoption)

        #expect(outcome.hashed == 2 && outcome.changed == 1)
        #expect(try await stage.asset("1.txt")?.digest == nil)
    }

    @Test func `a digest of bytes that are known to have changed is refused`() async throws {
        let stage = try await scanned()
        let files = try await stage.truth.read { [adoption = stage.adoption] in
            try await $0.adoptedFiles(in: adoption.adapter, at: ["1.txt"])
        }
        let file = try #require(files["1.txt"])
        try stage.write("other", at: "1.txt")
        try await stage.scan()

        let isKept = try await stage.truth.write {
            try await $0.setDigest(.sample(1), of: file.key, seenAs: file.figures)
        }

        #expect(!isKept)
        #expect(try await stage.asset("1.txt")?.digest == nil)
    }

    @Test func `a file that cannot be read is left for another time`() async throws {
        let stage = try await scanned()
        stage.obstacles.set("1.txt", EIO)
        let first = try await stage.gateway.hashAdopted(stage.adoption)
        stage.obstacles.set("1.txt", nil)

        let second = try await stage.gateway.hashAdopted(stage.adoption)

        #expect(first.hashed == 2 && first.failed == 1)
        #expect(second.hashed == 1)
    }

    @Test func `hashing stops when it is told to, and goes on later`() async throws {
        let stage = try await scanned(250)
        let last = LastProgress()
        await #expect(throws: CancellationError.self) {
            try await stage.gateway.hashAdopted(
                stage.adoption, report: { last.set($0) }, isCancelled: { (last.value?.items ?? 0) >= 100 })
        }

        let rest = try await stage.gateway.hashAdopted(stage.adoption)

        #expect(rest.hashed == 150)
    }
}
