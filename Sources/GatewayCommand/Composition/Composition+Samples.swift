import AdoptedFolderAdapter
import LocalDiskAdapter
import Raster

// What the types of stores are like, for whoever describes them.
extension Composition {
    /// Each type of store with the default settings, and with those that give it abilities; nothing is behind them.
    static func samples() throws -> [StoreSample] {
        let network = StoreNetwork(StoreSurroundings())
        var vault = Configuration.Imgbt()
        vault.vault = "example"
        vault.secret = Secret("sk_example", from: .variable("IMGBT_SECRET"))
        var account = Configuration.MediaPocket()
        account.url = "https://example.mediapocket.fi"
        account.secret = Secret("example", from: .variable("MEDIA_POCKET_KEY"))
        let pocket = try mediaPocket("pocket", account, network)
        account.nativeTrash = true
        return [
            StoreSample(folder: "LocalDisk", adapter: LocalDiskAdapter(name: "disk", root: "/")),
            StoreSample(folder: "Folder", adapter: AdoptedFolderAdapter(name: "adopted", root: "/")),
            StoreSample(folder: "Imgbt", adapter: try imgbt("imgbt", vault, network)),
            StoreSample(
                folder: "MediaPocket", adapter: pocket,
                variants: [("nativeTrash", try mediaPocket("pocket", account, network))]),
        ]
    }
}
