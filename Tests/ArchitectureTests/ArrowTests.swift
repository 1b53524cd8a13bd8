import Testing

@Suite struct ArrowTests {
    @Test func `dependencies are those of the table`() throws {
        let project = try Project.this()

        #expect(ArrowRules.forbidden(in: project) == [])
    }

    @Test func `a dependency that the table does not allow is seen`() {
        let project = Project(manifest: #".target(name: "Raster", dependencies: ["Bytes", "SQLite"])"#)

        #expect(ArrowRules.forbidden(in: project) == ["Raster → SQLite"])
    }

    @Test func `a target that the table does not know is seen`() {
        let project = Project(manifest: #".target(name: "Extra")"#)

        #expect(ArrowRules.forbidden(in: project) == ["Extra is not in the table"])
    }

    @Test func `imports are declared`() throws {
        let project = try Project.this()

        #expect(ArrowRules.undeclared(in: project) == [])
    }

    @Test func `an import that is not declared is seen`() {
        let project = Project(
            manifest: #".target(name: "Bytes"), .target(name: "Raster")"#,
            ["Sources/Raster/A.swift": "@preconcurrency public import struct Bytes.ByteRange"])

        #expect(ArrowRules.undeclared(in: project) == ["Raster → Bytes"])
    }

    @Test func `declared dependencies are imported`() throws {
        let project = try Project.this()

        #expect(ArrowRules.unused(in: project) == [])
    }

    @Test func `a dependency that nothing imports is seen`() {
        let project = Project(
            manifest: #".target(name: "Raster", dependencies: ["Bytes"])"#,
            ["Sources/Raster/A.swift": "// import Bytes\nlet text = \"import Bytes\""])

        #expect(ArrowRules.unused(in: project) == ["Raster → Bytes"])
    }

    @Test func `each C module has one importer`() throws {
        let project = try Project.this()

        #expect(ArrowRules.sharedCModules(in: project) == [])
    }

    @Test func `a C module with two importers is seen`() {
        let project = Project(
            manifest: #".systemLibrary(name: "CSQLite"), .target(name: "A"), .target(name: "B")"#,
            ["Sources/A/A.swift": "import CSQLite", "Sources/B/B.swift": "internal import CSQLite"])

        #expect(ArrowRules.sharedCModules(in: project) == [#"CSQLite: ["A", "B"]"#])
    }

    @Test func `only the composition names concrete adapters`() throws {
        let project = try Project.this()

        #expect(ArrowRules.namedAdapters(in: project) == [])
    }

    @Test func `an adapter that is named elsewhere is seen`() {
        let project = Project(
            manifest: #".target(name: "DiskAdapter", path: "Adapters/Disk/Sources")"#,
            [
                "Sources/GatewayCommand/Composition/Stores.swift": "DiskAdapter()",
                "Sources/GatewayCommand/Serve.swift": "// not DiskAdapter\nlet a = DiskAdapter()",
            ])

        #expect(ArrowRules.namedAdapters(in: project) == ["Sources/GatewayCommand/Serve.swift:2"])
    }

    @Test func `fakes know no adapter`() throws {
        let project = try Project.this()

        #expect(ArrowRules.knowingFakes(in: project) == [])
    }

    @Test func `a fake that imports its adapter is seen`() {
        let project = Project(
            manifest: #".target(name: "ImgbtFake", path: "Adapters/Imgbt/Fake")"#,
            ["Adapters/Imgbt/Fake/Fake.swift": "import HTTPCore\nimport ImgbtAdapter\nimport Raster"])

        #expect(ArrowRules.knowingFakes(in: project) == ["ImgbtFake → ImgbtAdapter", "ImgbtFake → Raster"])
    }

    @Test func `the centre imports nothing but Bytes`() throws {
        let project = try Project.this()

        #expect(ArrowRules.heavyCentre(in: project) == [])
    }

    @Test func `a centre with Foundation is seen`() {
        let project = Project(
            manifest: #".target(name: "Raster")"#,
            ["Sources/Raster/A.swift": "#if true\n    import Foundation\n#endif\nimport Bytes"])

        #expect(ArrowRules.heavyCentre(in: project) == ["Foundation"])
    }

    @Test func `the whole package is read`() throws {
        let project = try Project.this()

        #expect(
            project.targets.count
                == project.targets.count { !project.sources(of: $0).isEmpty || $0.kind == .system })
        #expect(
            project.targets.contains {
                $0.name == "LocalDiskAdapter" && $0.dependencies == ["Bytes", "Raster"]
            })
    }
}
