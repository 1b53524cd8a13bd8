import Curl
import Gateway
import HTTPCore
import MicroHTTP
import RasterHTTP

/// Whether stores that fetch bytes for themselves come to this gateway.
extension Examination {
    /// A finding where a store does; it is asked what is configured, as that store would be told it.
    func staging(isServed: Bool) async -> [Finding] {
        guard !configuration.fetchingStores.isEmpty else { return [] }
        let url = configuration.stagingURL
        guard isServed else { return [.ok("staging", "\(url) was not asked, since no server is running")] }
        let engine = CurlEngine(executor: BlockingPool())
        var limits = CurlLimits()
        limits.connectTime = .seconds(5)
        limits.answerTime = .seconds(10)
        let probe = StagingProbe(
            transport: CurlHTTP(engine, base: url, limits: limits),
            instance: DataDirectory.instance(of: folder))
        let outcome = await probe.ask(IdentifierSource(SystemRandom()).identifier())
        await engine.stop()
        return [staging(outcome, at: url)]
    }

    /// What an outcome means.
    func staging(_ outcome: StagingProbe.Outcome, at url: String) -> Finding {
        let check = "staging"
        switch outcome {
        case .reached: return .ok(check, "\(url)/staging leads here")
        case .other:
            return .problem(
                check, "\(url)/staging leads to another gateway",
                remedy: "give staging.publicURL the address under which stores reach this one")
        case .stranger(let status):
            let listen = configuration.staging.listen ?? configuration.listen
            return .problem(
                check, "\(url)/staging answers with \(status), and not as this gateway would",
                remedy:
                    "have what answers there pass /staging on to \(listen), or correct staging.publicURL; "
                    + "restart the server where its configuration has changed")
        case .unreached(let reason):
            return .warning(
                check, "\(url) cannot be reached from here: \(reason)",
                remedy: "see that stores can, else they never get a file: where they are, this must show "
                    + "\(RasterFrontEnd.instanceField): \("curl -i \((url + "/staging/x").shellQuoted)")")
        case .untrusted(let reason):
            return .problem(
                check, "\(url) does not prove who it is: \(reason)",
                remedy: "give what answers there a certificate that stores trust")
        }
    }
}
