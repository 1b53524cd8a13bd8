#if canImport(Darwin)
    import Foundation

    extension String {
        /// The text in NFC.
        var composed: UnicodeScalarView { precomposedStringWithCanonicalMapping.unicodeScalars }
        /// The text in NFD.
        var decomposed: UnicodeScalarView { decomposedStringWithCanonicalMapping.unicodeScalars }
    }
#else
    // Foundation's own mappings would load ICU data into every process; it uses this SPI itself.
    @_spi(_Unicode) import Swift

    extension String {
        /// The text in NFC.
        var composed: UnicodeScalarView { UnicodeScalarView(_nfc) }
        /// The text in NFD.
        var decomposed: UnicodeScalarView { UnicodeScalarView(_nfd) }
    }
#endif
