import Bytes
import Raster
import Synchronization

/// An adapter of one asset whose bytes break off again and again, and which notes what it was asked for.
struct BrittleAdapter: Adapter {
    /// What becomes of one opening.
    enum Opening: Sendable {
        /// All that was asked for.
        case whole
        /// This many bytes, and then an error.
        case breaks(after: Int, StorageError)
        /// This many bytes, and then the end.
        case ends(after: Int)
        /// No bytes at all.
        case fails(StorageError)
        /// The asset from its beginning, whatever was asked for.
        case ignoresRange
    }

    /// The openings in their order; what follows them is whole.
    let openings: [Opening]
    var bytes = ScriptedAdapter.bytes
    var saysLength = true
    var isRevising = false
    let asked = Asked()

    final class Asked: Sendable {
        private let list = Mutex<[ByteRange?]>([])
        var ranges: [ByteRange?] { list.withLock { $0 } }
        func add(_ range: ByteRange?) -> Int {
            list.withLock { list in
                list.append(range)
                return list.count - 1
            }
        }
    }

    var name: AdapterName { "brittle" }
    var kind: String { "brittle" }
    var limits: AdapterLimits { AdapterLimits() }
    var revising: (any Revising)? { isRevising ? ScriptedAdapter(isRevising: true) : nil }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        let number = asked.add(range)
        let part = range.map { bytes[$0.offset..<$0.end] } ?? bytes[...]
        return switch number < openings.count ? openings[number] : .whole {
        case .whole: stream(Array(part), nil)
        case .breaks(let count, let error): stream(Array(part.prefix(count)), error, of: part.count)
        case .ends(let count): stream(Array(part.prefix(count)), nil, of: part.count)
        case .fails(let error): throw error
        case .ignoresRange: stream(bytes, nil)
        }
    }

    private func stream(_ bytes: [UInt8], _ error: StorageError?, of length: Int? = nil) -> Content {
        let inner = ByteStream(bytes, chunkSize: 2)
        let length = saysLength ? length ?? bytes.count : nil
        return .stream(
            ByteStream(length: length) {
                if let chunk = try await inner.next() { return chunk }
                if let error { throw error }
                return nil
            })
    }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { .sample(id) }
    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        throw StorageError(.unsupported, "not here")
    }
    func delete(_ id: NativeID) async throws(StorageError) {}
}
