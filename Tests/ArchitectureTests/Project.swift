import Foundation

/// The whole package as the rules see it: targets and Swift files.
struct Project: Sendable {
    var targets: [Target] = []
    var sources: [SwiftSource] = []

    /// A sample: a manifest's lines and files.
    init(manifest: String = "", _ files: [String: String] = [:]) {
        targets = Target.all(in: manifest)
        sources = files.sorted { $0.key < $1.key }.map { SwiftSource(path: $0.key, text: $0.value) }
    }

    /// This package.
    static func this() throws -> Project { try loaded.get() }

    private static let loaded = Result { try load() }

    private static func load() throws -> Project {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        var files: [String: String] = [:]
        for folder in ["Sources", "Adapters", "Tests"] {
            let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
            while let name = names?.nextObject() as? String {
                guard name.hasSuffix(".swift") else { continue }
                let path = "\(folder)/\(name)"
                files[path] = try String(contentsOf: root.appending(path: path), encoding: .utf8)
            }
        }
        return Project(manifest: manifest, files)
    }

    /// The files of a target.
    func sources(of target: Target) -> [SwiftSource] {
        sources.filter { $0.path.hasPrefix(target.path + "/") }
    }

    /// What a target's files import.
    func imports(of target: Target) -> Set<String> {
        sources(of: target).reduce(into: []) { $0.formUnion($1.imports) }
    }

    /// Targets below `Adapters` that talk to a system, and their fakes.
    var adapters: [Target] { targets.filter { $0.path.hasPrefix("Adapters/") } }
}
