import Curl
import FakeKit
import HTTPCore
import ImgbtFake
import MediaPocketFake
import MicroHTTP

// The fakes that can be served; what they are of knows nothing of the rest.
extension Composition {
    /// The operations of imgbt, for faults.
    static var imgbtOperations: [(name: String, summary: String)] { ImgbtFake.operations }
    /// The names of imgbt's dialects.
    static let imgbtDialects = ImgbtDialect.allCases.map(\.rawValue)

    /// A fake of imgbt.
    static func imgbt(_ setup: FakeSetup, _ vault: FakeVault) throws -> ServedFake {
        var options = ImgbtFake.Options()
        options.vault = vault.vault
        options.secret = vault.secret
        options.publicKey = vault.publicKey
        options.dialect = ImgbtDialect(rawValue: vault.dialect) ?? .reference
        options.deliveryURL = "\(setup.url)/delivery/{vault}"
        options.folder = setup.folder
        options.faults = setup.faults
        options.log = setup.log
        let fake = try ImgbtFake(options)
        let samples = try fake.seed(setup.samples)
        return ServedFake(
            handler: fake, plan: fake.plan, samples: samples, assets: fake.assets.count,
            close: { fake.close() })
    }

    /// The operations of Media Pocket, for faults.
    static var mediaPocketOperations: [(name: String, summary: String)] { MediaPocketFake.operations }
    /// The routes that steer a fake of Media Pocket alone.
    static var mediaPocketControl: [(name: String, summary: String)] { MediaPocketFake.controlRoutes }

    /// A fake of Media Pocket; it fetches files by itself, over the network.
    static func mediaPocket(_ setup: FakeSetup, _ account: FakeAccount) throws -> ServedFake {
        let engine = CurlEngine(executor: BlockingPool())
        var options = MediaPocketFake.Options()
        options.users = account.keys.enumerated().map { index, key in
            PocketUser(id: index + 1, email: "fake\(index + 1)@example.com", key: key)
        }
        options.origin = setup.url
        options.givesDownloadURLs = account.givesDownloadURLs
        options.givesRelativeURLs = account.givesRelativeURLs
        options.listsPreviewsFirst = account.listsPreviewsFirst
        options.md5Delay = account.md5Delay
        options.transport = { CurlHTTP(engine, base: $0) }
        options.fetchDelay = account.fetchDelay
        options.fetchesOnRequests = false
        options.folder = setup.folder
        options.faults = setup.faults
        options.log = setup.log
        let fake = try MediaPocketFake(options)
        let samples = try fake.seed(setup.samples)
        return ServedFake(
            handler: fake, plan: fake.plan, samples: samples, assets: fake.assets.count,
            work: { await fake.run() },
            close: {
                await engine.stop()
                fake.close()
            })
    }
}
