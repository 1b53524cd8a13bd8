/// Small valid pictures for samples.
public enum SamplePicture {
    /// A PNG of one colour, `width` times `height` pixels, each 1 to 16384.
    public static func png(width: Int, height: Int, red: UInt8, green: UInt8, blue: UInt8) -> [UInt8] {
        let size = bigEndian(UInt32(width)) + bigEndian(UInt32(height))
        // Eight bits a channel, red green blue, no interlace; a line begins with its filter, which is none.
        let header = chunk("IHDR", size + [8, 2, 0, 0, 0])
        let line: [UInt8] = [0] + repeatElement([red, green, blue], count: width).joined()
        let pixels = Array(repeatElement(line, count: height).joined())
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + header + chunk("IDAT", stored(pixels))
            + chunk("IEND", [])
    }

    /// A stream of zlib without compression (RFC 1950, RFC 1951 3.2.4).
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let piece = bytes[start..<min(start + 65_535, bytes.count)]
            start += piece.count
            let (low, high) = (UInt8(piece.count & 0xFF), UInt8(piece.count >> 8))
            stream += [start == bytes.count ? 1 : 0, low, high, ~low, ~high] + piece
        } while start < bytes.count
        return stream + bigEndian(adler(bytes))
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + data
        return bigEndian(UInt32(data.count)) + named + bigEndian(checksum(named))
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func adler(_ bytes: [UInt8]) -> UInt32 {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return high << 16 | low
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { word, _ in word & 1 == 1 ? 0xEDB8_8320 ^ (word >> 1) : word >> 1 }
    }
}
