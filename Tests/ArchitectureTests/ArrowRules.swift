/// Which target may know which.
enum ArrowRules {
    /// Everything that is not here is forbidden; tests may use what they declare.
    static let allowed: [String: Set<String>] = [
        "Bytes": ["CPlatform"],
        "Telemetry": [],
        "HTTPCore": ["Bytes"],
        "Raster": ["Bytes"],
        "Crypto": ["Bytes", "CCrypto"],
        "SQLite": ["CSQLite"],
        "Curl": ["Bytes", "HTTPCore", "CCurl"],
        "MicroHTTP": ["Bytes", "HTTPCore", "CMicroHTTPD"],
        "RasterCatalog": ["Bytes", "Raster", "SQLite"],
        "Gateway": ["Bytes", "Crypto", "Raster"],
        "RasterHTTP": ["Bytes", "Gateway", "HTTPCore", "Raster", "Telemetry"],
        "AdapterKit": ["Bytes", "Crypto", "HTTPCore", "Raster"],
        "AdapterWrappers": ["Bytes", "Raster", "Telemetry"],
        "StorageHTTP": ["Bytes", "HTTPCore", "Raster"],
        "ImgbtAdapter": ["Bytes", "Crypto", "HTTPCore", "Raster", "StorageHTTP"],
        "MediaPocketAdapter": ["Bytes", "Crypto", "HTTPCore", "Raster", "StorageHTTP"],
        "MediaPocketFake": ["Bytes", "FakeKit", "HTTPCore"],
        "FakeKit": ["Bytes", "Crypto", "HTTPCore"],
        "ImgbtFake": ["Bytes", "FakeKit", "HTTPCore"],
        "AdoptedFolderAdapter": ["Bytes", "Raster"],
        "LocalDiskAdapter": ["Bytes", "Raster"],
        "GatewayCommand": [
            "AdapterKit", "AdapterWrappers", "AdoptedFolderAdapter", "Bytes", "Curl", "FakeKit", "Gateway",
            "HTTPCore", "ImgbtAdapter", "ImgbtFake", "LocalDiskAdapter", "MediaPocketAdapter",
            "MediaPocketFake", "MicroHTTP", "Raster", "RasterCatalog", "RasterHTTP", "Telemetry",
        ],
        "TestSupport": ["Bytes", "FakeKit", "HTTPCore", "Raster"],
        "ParserFuzz": ["Bytes", "HTTPCore", "TestSupport"],
        "CatalogGenerator": [
            "Bytes", "Gateway", "LocalDiskAdapter", "Raster", "RasterCatalog", "TestSupport",
        ],
    ]

    /// Dependencies that the table does not allow, and targets that it does not know.
    static func forbidden(in project: Project) -> [String] {
        project.targets.filter { $0.kind != .tests && $0.kind != .system }.flatMap { target -> [String] in
            guard let allowed = allowed[target.name] else { return ["\(target.name) is not in the table"] }
            return target.dependencies.subtracting(allowed).sorted().map { "\(target.name) → \($0)" }
        }
    }

    /// Imports of package modules that the manifest does not declare.
    static func undeclared(in project: Project) -> [String] {
        let modules = Set(project.targets.map(\.name))
        return project.targets.flatMap { target in
            project.imports(of: target).intersection(modules).subtracting(target.dependencies)
                .subtracting([target.name]).sorted().map { "\(target.name) → \($0)" }
        }
    }

    /// Dependencies that no file imports.
    static func unused(in project: Project) -> [String] {
        project.targets.flatMap { target in
            target.dependencies.subtracting(project.imports(of: target)).sorted()
                .map { "\(target.name) → \($0)" }
        }
    }

    /// C modules that not exactly one target imports.
    static func sharedCModules(in project: Project) -> [String] {
        project.targets.filter { $0.kind == .system }.compactMap { module in
            let users = project.targets.filter { project.imports(of: $0).contains(module.name) }
            return users.count == 1 ? nil : "\(module.name): \(users.map(\.name))"
        }
    }

    /// Places outside composition and tests where a concrete adapter is named.
    static func namedAdapters(in project: Project) -> [String] {
        project.adapters.flatMap { adapter in
            project.sources.filter { source in
                !source.path.hasPrefix(adapter.path + "/") && !source.path.hasPrefix("Tests/")
                    && !source.path.hasPrefix("Sources/GatewayCommand/Composition/")
            }.flatMap { $0.places(of: adapter.name) }
        }
    }

    /// Fakes that know an adapter, or the model that adapters are written for.
    static func knowingFakes(in project: Project) -> [String] {
        project.adapters.filter { $0.name.hasSuffix("Fake") }.flatMap { fake in
            project.imports(of: fake).filter { $0.hasSuffix("Adapter") || $0 == "Raster" }.sorted()
                .map { "\(fake.name) → \($0)" }
        }
    }

    /// What the centre imports beyond `Bytes`.
    static func heavyCentre(in project: Project) -> [String] {
        project.targets.filter { $0.name == "Raster" }.flatMap { project.imports(of: $0).sorted() }
            .filter { $0 != "Bytes" }
    }
}
