import Foundation
import Raster

/// Makes catalogs of any size, and measures what a catalog does at its size.
@main
struct CatalogGenerator {
    static func main() async {
        guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
            note(Options.usage)
            exit(2)
        }
        do {
            switch options.command {
            case .make: try await Generation(options).run()
            case .measure: try await Measurement(options).run()
            }
        } catch {
            note("CatalogGenerator: \(error)")
            exit(1)
        }
    }

    /// Writes a line for people, who may not read what the program answers.
    static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
