// swift-tools-version:6.2
import PackageDescription

let package = Package(
    name: "raster-gateway",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "raster-gateway", targets: ["GatewayCommand"]),
        // What an adapter author builds against: the port, the checks and the HTTP vocabulary.
        .library(
            name: "RasterAdapterKit", targets: ["AdapterKit", "Raster", "StorageHTTP", "HTTPCore", "Bytes"]),
    ],
    targets: [
        // C libraries of the distribution: a module map and inline shims, each imported by one target.
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        // Calls of the C library that need a feature macro or are variadic; imported by `Bytes` only.
        .systemLibrary(name: "CPlatform"),

        // Leaves: vocabulary.
        .target(name: "Bytes", dependencies: ["CPlatform"]),
        .target(name: "Telemetry"),
        .target(name: "HTTPCore", dependencies: ["Bytes"]),
        .target(name: "Raster", dependencies: ["Bytes"]),

        // Drivers: one C library each.
        .target(name: "Crypto", dependencies: ["Bytes", "CCrypto"]),
        .target(name: "SQLite", dependencies: ["CSQLite"]),
        .target(name: "Curl", dependencies: ["Bytes", "HTTPCore", "CCurl"]),
        .target(name: "MicroHTTP", dependencies: ["Bytes", "HTTPCore", "CMicroHTTPD"]),

        // The hexagon's own sides.
        .target(name: "RasterCatalog", dependencies: ["Bytes", "Raster", "SQLite"]),
        .target(name: "Gateway", dependencies: ["Bytes", "Crypto", "Raster"]),
        .target(
            name: "RasterHTTP", dependencies: ["Bytes", "Gateway", "HTTPCore", "Raster", "Telemetry"]),
        .target(name: "AdapterKit", dependencies: ["Bytes", "Crypto", "HTTPCore", "Raster"]),
        // Adapters that hold adapters: retries, limits, breakers.
        .target(name: "AdapterWrappers", dependencies: ["Bytes", "Raster", "Telemetry"]),

        // Adapters. `StorageHTTP` is what those share whose systems speak HTTP.
        .target(name: "StorageHTTP", dependencies: ["Bytes", "HTTPCore", "Raster"]),
        .target(
            name: "ImgbtAdapter", dependencies: ["Bytes", "Crypto", "HTTPCore", "Raster", "StorageHTTP"],
            path: "Adapters/Imgbt/Sources"),
        .target(
            name: "MediaPocketAdapter",
            dependencies: ["Bytes", "Crypto", "HTTPCore", "Raster", "StorageHTTP"],
            path: "Adapters/MediaPocket/Sources"),
        .target(
            name: "AdoptedFolderAdapter", dependencies: ["Bytes", "Raster"], path: "Adapters/Folder/Sources"),
        .target(
            name: "LocalDiskAdapter", dependencies: ["Bytes", "Raster"], path: "Adapters/LocalDisk/Sources"),

        // Fakes of what adapters speak to, written from the vendors' documents: they know no adapter and not `Raster`.
        .target(name: "FakeKit", dependencies: ["Bytes", "Crypto", "HTTPCore"]),
        .target(
            name: "ImgbtFake", dependencies: ["Bytes", "FakeKit", "HTTPCore"], path: "Adapters/Imgbt/Fake"),
        .target(
            name: "MediaPocketFake", dependencies: ["Bytes", "FakeKit", "HTTPCore"],
            path: "Adapters/MediaPocket/Fake"),

        // The program: the only target that knows them all.
        .executableTarget(
            name: "GatewayCommand",
            dependencies: [
                "AdapterKit", "AdapterWrappers", "AdoptedFolderAdapter", "Bytes", "Curl", "FakeKit",
                "Gateway",
                "HTTPCore", "ImgbtAdapter", "ImgbtFake", "LocalDiskAdapter", "MediaPocketAdapter",
                "MediaPocketFake", "MicroHTTP", "Raster", "RasterCatalog", "RasterHTTP", "Telemetry",
            ]),

        // Tests. `TestSupport` is what several of them share.
        .target(
            name: "TestSupport", dependencies: ["Bytes", "FakeKit", "HTTPCore", "Raster"],
            path: "Tests/TestSupport"),
        // Seeded inputs for every parser, run by `make soak` under the address sanitizer.
        .executableTarget(
            name: "ParserFuzz", dependencies: ["Bytes", "HTTPCore", "TestSupport"], path: "Tests/ParserFuzz"),
        // Catalogs of any size, and what a catalog does at its size; used by `make catalog` and `make bench`.
        .executableTarget(
            name: "CatalogGenerator",
            dependencies: ["Bytes", "Gateway", "LocalDiskAdapter", "Raster", "RasterCatalog", "TestSupport"],
            path: "Tests/CatalogGenerator"),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(name: "BytesTests", dependencies: ["Bytes"]),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry"]),
        .testTarget(
            name: "CurlTests", dependencies: ["Bytes", "Curl", "HTTPCore", "MicroHTTP", "TestSupport"]),
        .testTarget(
            name: "AdapterWrapperTests",
            dependencies: ["AdapterKit", "AdapterWrappers", "Bytes", "Raster", "Telemetry", "TestSupport"]),
        .testTarget(name: "FakeKitTests", dependencies: ["Bytes", "FakeKit", "HTTPCore", "TestSupport"]),
        .testTarget(
            name: "ImgbtFakeTests",
            dependencies: ["Bytes", "FakeKit", "HTTPCore", "ImgbtFake", "TestSupport"]),
        .testTarget(
            name: "ImgbtAdapterTests",
            dependencies: [
                "AdapterKit", "Bytes", "Curl", "FakeKit", "HTTPCore", "ImgbtAdapter", "ImgbtFake",
                "MicroHTTP",
                "Raster", "TestSupport",
            ],
            exclude: ["Golden"]),
        .testTarget(
            name: "MediaPocketFakeTests",
            dependencies: ["Bytes", "FakeKit", "HTTPCore", "MediaPocketFake", "TestSupport"]),
        .testTarget(
            name: "MediaPocketAdapterTests",
            dependencies: [
                "AdapterKit", "Bytes", "Crypto", "FakeKit", "HTTPCore", "MediaPocketAdapter",
                "MediaPocketFake", "Raster", "StorageHTTP", "TestSupport",
            ],
            exclude: ["Golden"]),
        .testTarget(
            name: "StorageHTTPTests", dependencies: ["Bytes", "HTTPCore", "Raster", "StorageHTTP"]),
        .testTarget(name: "CryptoTests", dependencies: ["Bytes", "Crypto"]),
        .testTarget(
            name: "HTTPCoreTests", dependencies: ["Bytes", "HTTPCore", "TestSupport"],
            resources: [.copy("Corpus")]),
        .testTarget(name: "RasterTests", dependencies: ["Raster"]),
        .testTarget(name: "SQLiteTests", dependencies: ["SQLite"]),
        .testTarget(
            name: "RasterCatalogTests",
            dependencies: ["Bytes", "Raster", "RasterCatalog", "SQLite", "TestSupport"]),
        .testTarget(
            name: "MicroHTTPTests", dependencies: ["Bytes", "HTTPCore", "MicroHTTP", "TestSupport"]),
        .testTarget(name: "AdapterKitTests", dependencies: ["AdapterKit", "Bytes", "HTTPCore", "Raster"]),
        .testTarget(
            name: "AdoptedFolderAdapterTests",
            dependencies: ["AdapterKit", "AdoptedFolderAdapter", "Bytes", "Raster", "TestSupport"]),
        .testTarget(
            name: "LocalDiskAdapterTests",
            dependencies: ["AdapterKit", "Bytes", "LocalDiskAdapter", "Raster", "TestSupport"]),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "AdapterKit", "AdoptedFolderAdapter", "Bytes", "Crypto", "Gateway", "LocalDiskAdapter",
                "Raster", "RasterCatalog", "SQLite", "TestSupport",
            ]),
        .testTarget(
            name: "RasterHTTPTests",
            dependencies: [
                "AdapterKit", "AdoptedFolderAdapter", "Bytes", "Gateway", "HTTPCore", "LocalDiskAdapter",
                "Raster", "RasterCatalog", "RasterHTTP", "Telemetry", "TestSupport",
            ]),
        .testTarget(
            name: "GatewayCommandTests",
            dependencies: [
                "Bytes", "Gateway", "GatewayCommand", "HTTPCore", "MicroHTTP", "Raster", "Telemetry",
                "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
