import FakeKit
import HTTPCore
import ImgbtAdapter
import ImgbtFake
import Raster
import TestSupport

/// A fake vault and an adapter of it, with nothing between them.
struct FakeVault: Sendable {
    let fake: ImgbtFake
    let adapter: ImgbtAdapter

    /// A vault that speaks `dialect`, where time passes at once.
    init(_ dialect: ImgbtDialect = .reference, pageSize: Int = 100) throws {
        var options = ImgbtFake.Options()
        options.dialect = dialect
        options.time = .standing(at: 1_768_473_000_000)
        fake = try ImgbtFake(options)
        let path = dialect == .sdk ? "/v1/assets" : ImgbtConfiguration.documentedPath
        var configuration = try ImgbtConfiguration(
            vault: options.vault, secret: ImgbtSecret(options.secret), path: path)
        configuration.pageSize = pageSize
        adapter = ImgbtAdapter(
            name: "imgbt", configuration: configuration, api: LoopbackTransport(to: fake),
            delivery: LoopbackTransport(to: fake, prefix: "/delivery/\(options.vault)"), clock: TestClock(),
            random: SeededRandom())
    }
}
