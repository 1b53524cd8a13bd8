import Bytes
import Raster
import Synchronization

extension DefectiveAdapter: Revising {
    var revising: (any Revising)? { self }

    func revision(of id: NativeID) async throws(StorageError) -> Revision {
        do throws(StorageError) { return altered(try await base.revision(of: id), id) } catch {
            guard has(.revisesTheUnknown) else { throw error }
            return Revision(size: 0, modified: Timestamp(milliseconds: 0), tag: "0") { _ in
                .stream(ByteStream([]))
            }
        }
    }

    private func altered(_ revision: Revision, _ id: NativeID) -> Revision {
        let readings = Mutex(0)
        return Revision(
            size: has(.revisesSizes) ? revision.size + 1 : revision.size, modified: revision.modified,
            tag: has(.tagsByMood) ? "\(mood())" : revision.tag
        ) { [self] range in
            let reading = readings.withLock { readings in
                readings += 1
                return readings
            }
            if has(.revisesOnce), reading > 2 { return .stream(ByteStream([])) }
            let isGone = past.withLock { $0.deleted.values.contains { $0.id == id } }
            if has(.revisesHalves), isGone { return .stream(ByteStream([1])) }
            return revision.content(range)
        }
    }
}
