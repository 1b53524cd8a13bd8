// swift-tools-version:6.2
import PackageDescription

// A package of its own, as an author writes it. Elsewhere the path below becomes the address of the repository.
let package = Package(
    name: "attic-adapter",
    platforms: [.macOS(.v26)],
    products: [.library(name: "Attic", targets: ["Attic"])],
    dependencies: [.package(name: "raster-gateway", path: "../..")],
    targets: [
        .target(name: "Attic", dependencies: [.product(name: "RasterAdapterKit", package: "raster-gateway")]),
        .testTarget(name: "AtticTests", dependencies: ["Attic"]),
    ],
    swiftLanguageModes: [.v6]
)
