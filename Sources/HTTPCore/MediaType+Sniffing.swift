import Bytes

extension MediaType {
    /// The media type that the first bytes of a file show, of which 512 are looked at; `nil` where they show none.
    public static func sniff(_ bytes: [UInt8]) -> String? {
        let head = bytes.prefix(512)
        if let signature = signatures.first(where: { $0.matches(head) }) { return signature.mediaType }
        return isoMedia(head) ?? matroska(head) ?? bitmap(head) ?? markup(head)
    }

    /// Bytes at a fixed place, and perhaps others at offset 8, as in RIFF.
    private struct Signature {
        let mediaType: String
        let bytes: [UInt8]
        let offset: Int
        let form: [UInt8]

        init(_ mediaType: String, _ text: String, at offset: Int = 0, form: String = "") {
            self.init(mediaType, Array(text.utf8), at: offset, form: Array(form.utf8))
        }

        init(_ mediaType: String, _ bytes: [UInt8], at offset: Int = 0, form: [UInt8] = []) {
            self.mediaType = mediaType
            self.bytes = bytes
            self.offset = offset
            self.form = form
        }

        func matches(_ head: ArraySlice<UInt8>) -> Bool {
            head.dropFirst(offset).starts(with: bytes) && head.dropFirst(8).starts(with: form)
        }
    }

    private static let signatures: [Signature] = [
        Signature("image/jpeg", [0xFF, 0xD8, 0xFF]),
        Signature("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        Signature("image/gif", "GIF87a"),
        Signature("image/gif", "GIF89a"),
        Signature("image/webp", "RIFF", form: "WEBP"),
        Signature("audio/wav", "RIFF", form: "WAVE"),
        Signature("video/x-msvideo", "RIFF", form: "AVI "),
        Signature("image/x-canon-cr2", [0x49, 0x49, 0x2A, 0, 0x10, 0, 0, 0, 0x43, 0x52]),
        Signature("image/x-panasonic-rw2", [0x49, 0x49, 0x55, 0]),
        Signature("image/x-olympus-orf", "IIRO"),
        Signature("image/x-fuji-raf", "FUJIFILMCCD-RAW"),
        Signature("image/tiff", [0x49, 0x49, 0x2A, 0]),
        Signature("image/tiff", [0x4D, 0x4D, 0, 0x2A]),
        Signature("image/tiff", [0x49, 0x49, 0x2B, 0]),
        Signature("image/tiff", [0x4D, 0x4D, 0, 0x2B]),
        Signature("image/jxl", [0xFF, 0x0A]),
        Signature("image/jxl", [0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A]),
        Signature("image/jp2", [0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A]),
        Signature("image/vnd.adobe.photoshop", "8BPS"),
        Signature("image/vnd.microsoft.icon", [0, 0, 1, 0]),
        Signature("image/x-exr", [0x76, 0x2F, 0x31, 0x01]),
        Signature("image/vnd.radiance", "#?RADIANCE"),
        Signature("application/pdf", "%PDF-"),
        Signature("application/postscript", "%!PS"),
        Signature("application/zip", [0x50, 0x4B, 3, 4]),
        Signature("application/zip", [0x50, 0x4B, 5, 6]),
        Signature("application/gzip", [0x1F, 0x8B]),
        Signature("application/x-bzip2", "BZh"),
        Signature("application/x-xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
        Signature("application/zstd", [0x28, 0xB5, 0x2F, 0xFD]),
        Signature("application/x-7z-compressed", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
        Signature("application/vnd.rar", "Rar!\u{1A}\u{7}"),
        Signature("application/x-tar", "ustar", at: 257),
        Signature("audio/flac", "fLaC"),
        Signature("audio/ogg", "OggS"),
        Signature("audio/mpeg", "ID3"),
        Signature("audio/mpeg", [0xFF, 0xFB]),
        Signature("audio/mpeg", [0xFF, 0xF3]),
        Signature("audio/aac", [0xFF, 0xF1]),
        Signature("audio/midi", "MThd"),
        Signature("audio/aiff", "FORM", form: "AIFF"),
        Signature("video/x-flv", "FLV\u{1}"),
        Signature("video/mpeg", [0, 0, 1, 0xBA]),
        Signature("video/mpeg", [0, 0, 1, 0xB3]),
        Signature("video/x-ms-wmv", [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]),
        Signature("font/woff", "wOFF"),
        Signature("font/woff2", "wOF2"),
        Signature("font/otf", "OTTO"),
        Signature("font/ttf", [0, 1, 0, 0, 0]),
        Signature("font/collection", "ttcf"),
        Signature("model/gltf-binary", "glTF"),
        Signature("application/rtf", "{\\rtf"),
        Signature("application/x-ole-storage", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        Signature("application/vnd.sqlite3", "SQLite format 3\u{0}"),
        Signature("application/wasm", [0, 0x61, 0x73, 0x6D]),
    ]

    /// Files of ISO/IEC 14496-12 by the brands in their first box: the major one first, then the compatible ones.
    private static func isoMedia(_ head: ArraySlice<UInt8>) -> String? {
        guard head.dropFirst(4).starts(with: "ftyp".utf8) else { return nil }
        let size = head.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let box = Array(head.prefix(max(12, size)).dropFirst(8))
        guard box.count >= 4 else { return nil }
        var places = [0]
        places += stride(from: 8, to: box.count - 3, by: 4)
        for place in places where place + 4 <= box.count {
            if let type = brands[String(decoding: box[place..<place + 4], as: UTF8.self)] { return type }
        }
        return box.starts(with: "mif1".utf8) ? "image/heif" : "video/mp4"
    }

    private static let brands = [
        "avif": "image/avif", "avis": "image/avif", "heic": "image/heic", "heix": "image/heic",
        "heim": "image/heic", "heis": "image/heic", "hevc": "image/heic-sequence",
        "hevx": "image/heic-sequence", "crx ": "image/x-canon-cr3", "qt  ": "video/quicktime",
        "M4A ": "audio/mp4", "M4B ": "audio/mp4", "M4V ": "video/x-m4v", "3gp4": "video/3gpp",
        "3gp5": "video/3gpp", "3g2a": "video/3gpp2",
    ]

    /// `BM` alone begins many texts; the four reserved bytes of the header are 0.
    private static func bitmap(_ head: ArraySlice<UInt8>) -> String? {
        guard head.starts(with: "BM".utf8), head.dropFirst(6).starts(with: [0, 0, 0, 0]) else { return nil }
        return "image/bmp"
    }

    /// Matroska and its subset WebM, which the document type in the first element tells apart.
    private static func matroska(_ head: ArraySlice<UInt8>) -> String? {
        guard head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) else { return nil }
        let isWebM = ByteSearch.index(of: Array("webm".utf8), in: head.prefix(64)) != nil
        return isWebM ? "video/webm" : "video/x-matroska"
    }

    /// Markup that begins, after a byte order mark and white space, with one of a few tags.
    private static func markup(_ head: ArraySlice<UInt8>) -> String? {
        let content = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head
        let text = content.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }.map(\.lowercasedASCII)
        if text.starts(with: "<?xml".utf8) {
            return ByteSearch.index(of: Array("<svg".utf8), in: text[...]) == nil
                ? "text/xml" : "image/svg+xml"
        }
        return tags.first { text.starts(with: $0.0.utf8) }?.1
    }

    private static let tags = [
        ("<!doctype html", "text/html"), ("<html", "text/html"), ("<head", "text/html"),
        ("<body", "text/html"), ("<script", "text/html"), ("<iframe", "text/html"),
        ("<svg", "image/svg+xml"), ("<!doctype svg", "image/svg+xml"),
    ]
}
