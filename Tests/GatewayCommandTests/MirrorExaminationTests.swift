import Raster
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct MirrorExaminationTests {
    private var examination: Examination {
        var machine = Machine.current
        machine.now = .sample(3_600_000)
        return Examination(configuration: Configuration(), machine: machine)
    }

    private func entry(_ id: AssetID, _ kind: String) -> OutboxEntry {
        let key = NaturalKey(organization: "acme", library: "photos", asset: id, filename: "a.jpg")
        return OutboxEntry(
            home: NativeReference("cloud", "n"),
            desired: DesiredState(key: key, name: "a", description: nil, tags: []), version: 1,
            since: .sample(), nextTry: .sample(), failure: BackendFailure(kind: kind, message: "no"))
    }

    @Test func `a young backlog is well, an old one worth a look`() {
        let young = OutboxBacklog("cloud", count: 3, oldest: .sample(3_500_000))
        let old = OutboxBacklog("cloud", count: 3, oldest: .sample())

        #expect(examination.backlog(young, isKnown: true).state == .ok)
        let finding = examination.backlog(old, isKnown: true)
        #expect(finding.state == .warning && finding.message.contains("3 assets wait"))
    }

    @Test func `a backlog of a store that is not configured is a problem`() {
        let backlog = OutboxBacklog("gone", count: 3, oldest: .sample())

        #expect(examination.backlog(backlog, isKnown: false).state == .problem)
    }

    @Test func `a store that is only read from is not told, and that is well`() {
        var vault = Configuration.Imgbt()
        vault.isReadOnly = true
        var examination = examination
        examination.configuration.stores.append(.init(name: "cloud", .imgbt(vault)))
        let backlog = OutboxBacklog("cloud", count: 3, oldest: .sample())

        let finding = examination.backlog(backlog, isKnown: false)

        #expect(finding.state == .ok && finding.message.hasPrefix("3 assets were changed here"))
    }

    @Test func `failures are told by their kind, each with a remedy`() {
        let entries = [entry("a", "denied"), entry("b", "denied"), entry("c", "invalid")]
        let backlog = OutboxBacklog("cloud", count: 3, oldest: .sample(), failing: 3)

        let findings = examination.failures(entries, of: backlog)

        #expect(findings.map(\.state) == [.warning, .warning])
        #expect(findings[0].message.contains("2 failed, denied: no (a, b)"))
        #expect(findings[0].remedy?.contains("secret") == true)
        #expect(findings[1].message.contains("1 failed, invalid"))
    }

    @Test(arguments: StorageError.Kind.allCases.map(\.rawValue) + ["else"])
    func `every kind of failure has a remedy`(kind: String) {
        let backlog = OutboxBacklog("cloud", count: 1, oldest: .sample(), failing: 1)

        let findings = examination.failures([entry("a", kind)], of: backlog)

        #expect(findings.count == 1 && findings.allSatisfy { $0.remedy?.isEmpty == false })
    }

    @Test func `missing assets are named, a few of them`() {
        let assets = (1...7).map {
            MissingAsset(
                id: AssetID("a\($0)"), home: NativeReference("cloud", NativeID("n\($0)")), since: .sample())
        }

        let findings = examination.missing(assets)

        #expect(findings.map(\.state) == [.warning])
        #expect(findings[0].message == "7 assets are not in their store: a1, a2, a3, a4, a5, …")
    }

    @Test func `uploads without an answer are told once they are old`() {
        var (young, old) = (Intent.sample("a", created: .sample(3_500_000)), Intent.sample("b"))
        (young.state, old.state) = (.unknown, .unknown)

        #expect(examination.unknowns([young]).map(\.state) == [.ok])
        #expect(examination.unknowns([young, old]).map(\.state) == [.warning])
        #expect(examination.unknowns([.sample("c")]) == [])
    }
}
