import HTTPCore
import RasterHTTP

/// `version`, also spelled `--version`.
struct Version: Command {
    static let name = "version"
    static let summary = "Prints the version; also --version."
    static let syntax = Syntax()
    /// The program's version.
    static let current = "0.1.0"

    init(_ arguments: Arguments) throws(UsageError) {}

    func run(_ context: CommandContext) async throws {
        let api = RasterFrontEnd.apiVersion
        context.show(
            .members(["version": .string(Self.current), "apiVersion": .string(api)]),
            ["raster-gateway \(Self.current) (Raster API \(api))"])
    }
}
