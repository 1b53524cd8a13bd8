public import Raster

extension ImgbtAdapter {
    /// Bytes, names, description and tags come back exactly; what imgbt decides itself is lost there.
    public func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity {
        switch field {
        case .bytes, .name, .filename, .description, .tags: .exact
        case .contentType: .dropped("imgbt decides the media type itself; the catalog keeps this one")
        case .created: .dropped("imgbt sets the time of the upload; the catalog keeps this one")
        }
    }
}
