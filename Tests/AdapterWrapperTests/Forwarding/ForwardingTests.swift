import AdapterWrappers
import Bytes
import Foundation
import Raster
import Testing

/// The wrappers, and how each is made.
enum Wrapping: String, CaseIterable {
    case retrying, limited, breaker, observed, readOnly, all

    func around(_ adapter: any Adapter, _ world: World = World()) -> any Adapter {
        let environment = world.environment
        return switch self {
        case .retrying: Retrying(adapter, .init(), environment)
        case .limited:
            Limited(adapter, Limiter(concurrency: 8, clock: world.clock, sleeper: world.sleeper))
        case .breaker: Breaker(adapter, .init(), environment)
        case .observed: Observed(adapter, environment)
        case .readOnly: ReadOnly(adapter)
        case .all: wrapped(adapter, .remote, environment)
        }
    }

    static let writing = allCases.filter { $0 != .readOnly }
}

/// Whether an adapter has a property of the port, as a scripted one has it.
let requirements: [String: @Sendable (any Adapter) -> Bool] = [
    "name": { $0.name == "scripted" },
    "kind": { $0.kind == "scripted" },
    "limits": { $0.limits.maximumBytes == 77 && $0.limits.pageSize == 7 && $0.limits.settleTime > .zero },
    "spoolFolder": { $0.spoolFolder == "/spool" },
    "updating": { $0.updating?.fields == [.created] },
    "finding": { $0.finding != nil },
    "enumeration": { $0.enumeration?.area(of: "a", in: "b") == "area" },
    "fetching": { $0.fetching != nil },
    "trash": { $0.trash?.retention == .seconds(77) },
    "comments": { $0.comments != nil },
    "history": { $0.history != nil },
    "actions": { $0.actions != nil },
    "collections": { $0.collections != nil },
    "metadata": { $0.metadata != nil },
    "places": { $0.places != nil },
    "delivery": { $0.delivery != nil },
    "revising": { $0.revising != nil },
    "surveying": { $0.surveying?.names(of: "7") == [[55]] },
    "takesUploads": { $0.takesUploads },
    "refusal": { $0.refusal?.message == "scripted" },
    "fidelity": { $0.fidelity(of: .name, .text("a")) == .dropped("scripted") },
]

@Suite struct ForwardingTests {
    private let base = ScriptedAdapter(isRevising: true, refusal: StorageError(.unavailable, "scripted"))

    @Test(arguments: Wrapping.writing)
    func `a wrapper has everything that it wraps`(_ wrapping: Wrapping) {
        let adapter = wrapping.around(base)

        let missing = requirements.filter { !$0.value(adapter) }.keys.sorted()

        #expect(missing == [])
    }

    @Test func `a store that is only read from lacks exactly what does nothing but change`() {
        let adapter = ReadOnly(base)

        let missing = requirements.filter { !$0.value(adapter) }.keys.sorted()

        #expect(missing == ["fetching", "places", "takesUploads", "trash", "updating"])
    }

    @Test(arguments: Wrapping.allCases)
    func `a wrapper invents nothing`(_ wrapping: Wrapping) {
        let adapter = wrapping.around(BareAdapter())

        let abilities = requirements.keys.filter { $0.isAbility }.sorted()

        #expect(abilities.count == 14)
        for ability in abilities { #expect(requirements[ability]?(adapter) == false, "\(ability)") }
        #expect(adapter.refusal == nil)
        #expect(adapter.spoolFolder == nil)
    }

    @Test func `absence counts later where calls may begin later`() {
        let times = Wrapping.allCases.map { $0.around(base).limits.settleTime }

        #expect(times == [27, 22, 7, 7, 7, 42].map { .seconds($0) })
        for wrapping in Wrapping.allCases {
            #expect(wrapping.around(BareAdapter()).limits.settleTime == .zero)
        }
    }

    @Test func `the list names every requirement of the port`() throws {
        let port = try Source("Sources/Raster/Ports/Adapter.swift").block(of: "public protocol Adapter")
        let named = Set(port.declared("var ") + port.declared("func "))

        #expect(named == Set(requirements.keys).union(["stat", "open", "create", "delete"]))
    }

    @Test func `every requirement of the port is forwarded by the wrappers' own extensions`() throws {
        let port = try Source("Sources/Raster/Ports/Adapter.swift").block(of: "public protocol Adapter")
        let wrapper = try ["AdapterWrapper", "AdapterWrapper+Abilities"].flatMap { file in
            let source = try Source("Sources/AdapterWrappers/Forwarding/\(file).swift")
            return source.declared("var ") + source.declared("func ")
        }

        let required = Set(port.declared("var ") + port.declared("func "))
        #expect(required.subtracting(wrapper) == [])
    }
}

extension String {
    fileprivate var isAbility: Bool {
        !["name", "kind", "limits", "spoolFolder", "takesUploads", "refusal", "fidelity"].contains(self)
    }
}

/// An adapter without abilities.
struct BareAdapter: Adapter {
    var name: AdapterName { "bare" }
    var kind: String { "bare" }
    var limits: AdapterLimits { AdapterLimits() }
    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { NativeAsset(id: id) }
    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        .stream(ByteStream([]))
    }
    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        NativeAsset(id: "1")
    }
    func delete(_ id: NativeID) async throws(StorageError) {}
}

/// A file of this package, as text.
struct Source {
    let text: String

    init(_ path: String) throws {
        var root = URL(filePath: #filePath)
        repeat { root.deleteLastPathComponent() } while root.lastPathComponent != "Tests"
        root.deleteLastPathComponent()
        text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private init(text: String) { self.text = text }

    /// What stands between `start` and the next line that is a closing brace.
    func block(of start: String) -> Source {
        let rest = text.components(separatedBy: start).dropFirst().first ?? ""
        return Source(text: rest.components(separatedBy: "\n}").first ?? "")
    }

    /// The names after `keyword`, in lines that are indented once.
    func declared(_ keyword: String) -> [String] {
        text.components(separatedBy: "\n").compactMap { line in
            guard line.hasPrefix("    "), !line.hasPrefix("     ") else { return nil }
            let words = line.dropFirst(4).replacing("public ", with: "")
            guard words.hasPrefix(keyword) else { return nil }
            return String(words.dropFirst(keyword.count).prefix { $0.isLetter })
        }
    }
}
