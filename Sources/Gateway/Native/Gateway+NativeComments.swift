import Raster

extension Gateway {
    /// Takes over what people have written under `asset` in the backend of `home`.
    func takeComments(of asset: AssetID, from home: NativeReference) async throws {}

    /// Writes those comments of `asset` that the backend of `home` does not have to it.
    func giveComments(of asset: AssetID, to home: NativeReference) async throws {}
}
