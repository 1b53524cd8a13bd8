import Bytes
import Raster
import Synchronization

extension DefectiveAdapter: Revising {
    var revising: (any Revising)? { self }

    func revision(of id: NativeID) async throws(StorageError) -> Revision {
        do throws(StorageError) { return altered(try await base.revision(of: id)) } catch {
            guard has(.revisesTheUnknown) else { throw error }
            return Revision(size: 0, modified: Timestamp(milliseconds: 0), tag: "0") { _ in
                .stream(ByteStream([]))
            }
        }
    }

    private func altered(_ revision: Revision) -> Revision {
        let mood = past.withLock { past in
            past.mood += 1
            return past.mood
        }
        return Revision(
            size: has(.revisesSizes) ? revision.size + 1 : revision.size, modified: revision.modified,
            tag: has(.tagsByMood) ? "\(mood)" : revision.tag
        ) { revision.content($0) }
    }
}
