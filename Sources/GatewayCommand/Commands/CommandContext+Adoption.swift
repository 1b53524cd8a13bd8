import Gateway
import Raster
import RasterCatalog

extension CommandContext {
    /// Scans a folder that was adopted just now, unless a server owns the data, which does it by itself.
    func scanUnlessServed(_ adoption: Adoption) async throws -> ScanOutcome? {
        let lock: OwnerLock
        do {
            lock = try OwnerLock(try DataDirectory(at: configuration.dataDirectory))
        } catch let held as OwnerLock.Held {
            let server = held.processID.map { " (process \($0))" } ?? ""
            console.note("The running server\(server) takes the files of \(adoption.root) over now.")
            return nil
        }
        let composition = try await Composition(configuration, publicURL: configuration.publicURL ?? "")
        let meter = ProgressMeter(console, adoption.root, composition.gateway.clock)
        do {
            let outcome = try await composition.gateway.scan(adoption) { meter.show($0) }
            meter.finish()
            await composition.catalog.close()
            withExtendedLifetime(lock) {}
            return outcome
        } catch {
            meter.finish()
            await composition.catalog.close()
            throw error
        }
    }
}
