import Bytes
import Foundation
import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// A mail server in memory.
private final class MemoryMailer: Mailer {
    private let state = Mutex((sent: [MailMessage](), failures: [StorageError]()))

    /// Makes the next attempts fail, one with each of these; they get the messages nevertheless.
    func fail(with failures: StorageError...) { state.withLock { $0.failures += failures } }

    /// What was handed over, refused or not.
    var messages: [MailMessage] { state.withLock { $0.sent } }

    func send(_ message: MailMessage) async throws(StorageError) {
        let failure: StorageError? = state.withLock { state in
            state.sent.append(message)
            return state.failures.isEmpty ? nil : state.failures.removeFirst()
        }
        if let failure { throw failure }
    }
}

extension MailMessage {
    /// The token in its link.
    fileprivate var token: String {
        text.split(separator: "\n").first { $0.contains("/claim/") }?.split(separator: "/").last.map(
            String.init)
            ?? ""
    }
}

@Suite struct MailRoomTests {
    private let mailer = MemoryMailer()
    private let down = StorageError(.unavailable, "down", retry: .allowed)

    private func stage() async throws -> Stage { try await Stage { $0.anonymous.sendsMail = true } }

    private func make(_ stage: Stage, _ email: String = "ann@example.com") async throws -> OrganizationID {
        try await stage.truth.write { [gateway = stage.gateway] in
            try await gateway.createAnonymously(email: email, name: "Buy now", from: "::1", $0).organization
                .id
        }
    }

    private func round(_ stage: Stage) async throws -> MailRoom.Round {
        try await MailRoom(stage.gateway, mailer).round()
    }

    private func claim(_ token: String, _ stage: Stage) async throws -> Claim? {
        try await stage.truth.read { [gateway = stage.gateway] in try await gateway.claim(token, $0)?.claim }
    }

    private func totals(_ stage: Stage) async throws -> MailTotals {
        try await stage.truth.read { try await $0.mailTotals() }
    }

    @Test func `a mail has a link that claims, and nothing that a stranger chose`() async throws {
        let stage = try await stage()
        let id = try await make(stage)

        let round = try await round(stage)

        let mail = try #require(mailer.messages.first)
        #expect(round == MailRoom.Round(sent: 1) && mail.recipient == "ann@example.com")
        #expect(mail.text.contains("https://assets.example/claim/") && mail.text.contains("27 June 2026"))
        #expect(!mail.text.contains("Buy now") && mail.text.contains(id.rawValue))
        guard case .open(let organization)? = try await claim(mail.token, stage) else {
            return #expect(Bool(false))
        }
        #expect(organization.id == id)
        #expect(try await totals(stage) == MailTotals())
    }

    @Test func `no link lies on the disk, neither before the mail nor after`() async throws {
        let stage = try await stage()
        mailer.fail(with: StorageError(.timedOut, "no answer", retry: .allowed, effect: .unknown))
        _ = try await make(stage)
        _ = try await round(stage)
        let token = try #require(mailer.messages.first?.token)

        for file in tree(of: stage.folder.path) where file.contains("catalog") {
            let bytes = try Data(contentsOf: URL(filePath: "\(stage.folder.path)/\(file)"))
            #expect(bytes.firstRange(of: Data(token.utf8)) == nil, "\(file)")
        }
        #expect(token.count == 40)
    }

    @Test func `without a mail server nothing waits`() async throws {
        let stage = try await Stage()

        _ = try await make(stage)

        #expect(try await totals(stage) == MailTotals())
    }

    @Test func `what failed for now is tried again, later and later, for three days and a bit`() async throws
    {
        let stage = try await stage()
        mailer.fail(with: down, down, down, down, down, down, down, down, down, down)
        _ = try await make(stage)

        var rounds: [MailRoom.Round] = []
        for _ in 0..<100 {
            let round = try await round(stage)
            if !round.isEmpty { rounds.append(round) }
            stage.clock.advance(by: .seconds(3600))
        }

        #expect(rounds.count == 10)
        #expect(rounds.dropLast().allSatisfy { $0.failed == 1 && $0.failure?.contains("down") == true })
        #expect(rounds.last?.abandoned == 1)
        #expect(try await totals(stage).abandoned == 1)
    }

    @Test func `before its time a mail is not tried again`() async throws {
        let stage = try await stage()
        mailer.fail(with: down)
        _ = try await make(stage)
        _ = try await round(stage)
        stage.clock.advance(by: .milliseconds(59_999))
        let early = try await round(stage)
        stage.clock.advance(by: .milliseconds(1))

        #expect(early.isEmpty)
        #expect(try await round(stage).sent == 1)
    }

    @Test func `what is refused for good is given up at once, and its address forgotten`() async throws {
        let stage = try await stage()
        mailer.fail(with: StorageError(.denied, "refused with 550"))
        let id = try await make(stage)

        let round = try await round(stage)

        let mail = try await stage.truth.read { try await $0.mail(about: id) }
        #expect(round.abandoned == 1 && mail?.recipient == "" && mail?.next == nil)
        #expect(mail?.failure == "refused with 550")
    }

    @Test(arguments: [StorageError.Effect.none, .unknown])
    func `a link that may have arrived works, one that did not is forgotten`(effect: StorageError.Effect)
        async throws
    {
        let stage = try await stage()
        mailer.fail(with: StorageError(.timedOut, "no answer", retry: .allowed, effect: effect))
        _ = try await make(stage)
        _ = try await round(stage)

        let token = try #require(mailer.messages.first?.token)

        #expect((try await claim(token, stage) != nil) == (effect == .unknown))
    }

    @Test func `each attempt has a link of its own`() async throws {
        let stage = try await stage()
        mailer.fail(with: StorageError(.timedOut, "no answer", retry: .allowed, effect: .unknown))
        _ = try await make(stage)
        _ = try await round(stage)
        stage.clock.advance(by: .seconds(60))
        _ = try await round(stage)

        #expect(Set(mailer.messages.map(\.token)).count == 2)
    }

    @Test(arguments: [false, true])
    func `what is claimed or over gets no mail`(isClaimed: Bool) async throws {
        let stage = try await stage()
        let id = try await make(stage)
        if isClaimed {
            try await stage.truth.write { try await $0.markClaimed(id, at: .sample()) }
        } else {
            stage.clock.advance(by: .days(30))
        }

        #expect(try await round(stage).isEmpty)
        #expect(mailer.messages.isEmpty)
        #expect(try await totals(stage) == MailTotals())
    }

    @Test func `a mail outlives the process, and is sent by the next`() async throws {
        let stage = try await stage()
        _ = try await make(stage)
        stage.process.die(at: .afterWrite(1))
        _ = try? await round(stage)
        let before = mailer.messages.count
        stage.clock.advance(by: .seconds(60))

        let round = try await MailRoom(stage.restarted(), mailer).round()

        #expect(before == 0 && round.sent == 1)
    }

    @Test func `a round tries twenty, and stops when it is told to`() async throws {
        let stage = try await Stage {
            $0.anonymous.sendsMail = true
            $0.anonymous.perAddressAndHour = 100
        }
        for number in 0..<25 { _ = try await make(stage, "a\(number)@example.com") }

        let stopped = try await MailRoom(stage.gateway, mailer).round { true }
        let first = try await round(stage)
        let second = try await round(stage)

        #expect(stopped.sent == 0 && first.sent == 20 && second.sent == 5)
        #expect(Set(mailer.messages.map(\.recipient)).count == 25)
    }
}
