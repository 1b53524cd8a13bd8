import Foundation
import Raster

/// The folders that stores keep things in, to find those that are in each other's way.
struct StoreFolders {
    private let roots: [(name: AdapterName, path: String)]

    /// The folders of a configuration's stores.
    init(_ configuration: Configuration) {
        roots = configuration.allDisks.map { store in
            let path = URL(filePath: store.folder ?? configuration.dataDirectory)
            let plain = path.standardizedFileURL.resolvingSymlinksInPath().path(percentEncoded: false)
            return (store.name, plain.trimmingSuffix("/"))
        }
    }

    /// Two stores of which the first lies in a folder that the second fills; `nil` where there are none.
    var clash: (inner: AdapterName, outer: AdapterName)? {
        for (position, inner) in roots.enumerated() {
            for (other, outer) in roots.enumerated() where other != position {
                let filled = ["files", "spool"].map { "\(outer.path)/\($0)" }
                let isInside = filled.contains { inner.path == $0 || inner.path.hasPrefix($0 + "/") }
                if isInside || (position > other && inner.path == outer.path) {
                    return (inner.name, outer.name)
                }
            }
        }
        return nil
    }
}
