import Curl
import Gateway
import HTTPCore
import MicroHTTP
import RasterHTTP

/// Whether stores that fetch bytes for themselves come to this gateway.
extension Examination {
    /// A finding where a store does; it is asked what is configured, as that store would be told it.
    ///
    /// Where no server is running, this process listens in its place for the moment.
    func staging(isServed: Bool) async -> [Finding] {
        guard !configuration.fetchingStores.isEmpty else { return [] }
        guard !isServed else { return [await staging(at: configuration.stagingURL)] }
        do {
            let stand = try StagingStand(configuration)
            let finding = await staging(at: stand.url, instance: stand.instance)
            await stand.stop()
            return [finding]
        } catch { return [untried(error)] }
    }

    private func staging(at url: String, instance: String? = nil) async -> Finding {
        let engine = CurlEngine(executor: BlockingPool())
        var limits = CurlLimits()
        limits.connectTime = .seconds(5)
        limits.answerTime = .seconds(10)
        let probe = StagingProbe(
            transport: CurlHTTP(engine, base: url, limits: limits),
            instance: instance ?? DataDirectory.instance(of: folder))
        let outcome = await probe.ask(IdentifierSource(SystemRandom()).identifier())
        await engine.stop()
        return staging(outcome, at: url)
    }

    /// Nobody listens, and this process cannot.
    private func untried(_ error: any Error) -> Finding {
        .warning(
            "staging", "\(configuration.stagingURL) was not asked, since no server is running, and \(error)",
            remedy: "run this again beside a server: \(command("serve"))")
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
