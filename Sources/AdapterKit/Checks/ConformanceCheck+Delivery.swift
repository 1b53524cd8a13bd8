import Bytes
import Raster

extension ConformanceCheck {
    /// Addresses from which anyone may fetch the bytes.
    static let delivery = [
        ConformanceCheck("an address is one of the web", requires: .delivery) { scratch in
            guard let address = try await address(of: try await scratch.store().id, scratch) else { return }
            let host = address.host
            try expect(host?.isEmpty == false, "it is \(address)")
        },
        ConformanceCheck("an address is escaped whatever the filename", requires: .delivery) { scratch in
            for filename in oddNames where scratch.adapter.bears(filename) {
                let id = try await scratch.store([1], filename: filename).id
                guard let address = try await address(of: id, scratch) else { continue }
                try expect(address.isEscaped, "it is \(address)")
            }
        },
        ConformanceCheck("an address names no account", requires: .delivery) { scratch in
            guard let address = try await address(of: try await scratch.store().id, scratch) else { return }
            try expect(address.host?.contains("@") != true, "it is \(address)")
        },
        ConformanceCheck("each asset has an address of its own", requires: .delivery) { scratch in
            let first = try await address(of: try await scratch.store().id, scratch)
            let second = try await address(of: try await scratch.store().id, scratch)
            try expect(first == nil || first != second, "both are at \(first ?? "")")
        },
        ConformanceCheck("an unknown asset has no address", requires: .delivery) { scratch in
            let id = try await scratch.unknownID()
            let address: String?
            do throws(StorageError) { address = try await scratch.adapter.delivery?.address(of: id) } catch {
                return try expect(error.kind == .notFound, "it fails with \(error.kind)")
            }
            try expect(address == nil, "it is \(address ?? "")")
        },
    ]

    private static func address(of id: NativeID, _ scratch: Scratch) async throws -> String? {
        try await ability(scratch.adapter.delivery).address(of: id)
    }
}

extension String {
    /// What stands between the scheme of an address of the web and its path.
    fileprivate var host: String? {
        let lowered = lowercased()
        guard let scheme = ["http://", "https://"].first(where: lowered.hasPrefix) else { return nil }
        return String(dropFirst(scheme.count).prefix { !"/?#".contains($0) })
    }

    /// Whether it holds what RFC 3986 allows in an address and nothing else, and no fragment, which would not be sent.
    fileprivate var isEscaped: Bool {
        let bytes = Array(utf8)
        return bytes.indices.allSatisfy { index in
            if bytes[index] != UInt8(ascii: "%") {
                return (0x21...0x7E).contains(bytes[index]) && !"#\"<>\\^`{|}".utf8.contains(bytes[index])
            }
            let digits = bytes[(index + 1)...].prefix(2)
            return digits.count == 2 && digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
        }
    }
}
