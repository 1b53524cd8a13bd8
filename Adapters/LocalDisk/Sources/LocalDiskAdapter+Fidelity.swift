public import Raster

extension LocalDiskAdapter {
    /// The bytes arrive exactly; everything else is dropped here, since the catalog is what keeps it.
    public func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity {
        switch field {
        case .bytes: .exact
        case .name, .filename, .description, .tags, .contentType, .created:
            .dropped("the disk keeps bytes only; the catalog keeps this")
        }
    }
}
