import Bytes
import Raster

/// A walk through a tree, folder by folder, that keeps nothing but the folders it is inside of.
final class FolderWalk: Survey {
    /// More folders inside each other are not gone into, so that the open ones stay few.
    static let maximumDepth = 100

    private struct Level {
        let folder: OpenFile
        let entries: any FolderEntries
        let identity: FileIdentity
        /// The spelling of the folder's path with a slash behind it; empty for the root.
        let prefix: String
    }

    private let system: any FolderSystem
    private let ownData: Set<FileIdentity>
    private let wantsFigures: Bool
    private var levels: [Level]

    /// A walk below the open folder `root` that leaves out the folders `ownData`; without `wantsFigures`, files
    /// whose names say that they are files are taken as they are, with figures of zero.
    init(
        _ root: OpenFile, _ system: any FolderSystem, leavingOut ownData: Set<FileIdentity>,
        wantsFigures: Bool = true
    ) throws(FolderCallFailure) {
        self.system = system
        self.ownData = ownData
        self.wantsFigures = wantsFigures
        let identity = try system.status(of: root).figures.identity
        let entries = try system.entries(of: root)
        levels = [Level(folder: root, entries: entries, identity: identity, prefix: "")]
    }

    func next(limit: Int) -> SurveyBatch? {
        guard !levels.isEmpty else { return nil }
        var batch = SurveyBatch()
        // A folder of nothing but links and dotfiles must not keep the caller from looking up.
        for _ in 0..<limit * 8 where batch.files.count < limit {
            guard let level = levels.last else { break }
            step(level, &batch)
        }
        return batch
    }

    private func step(_ level: Level, _ batch: inout SurveyBatch) {
        do throws(FolderCallFailure) {
            guard let entry = try level.entries.next() else {
                levels.removeLast()
                return
            }
            guard entry.name.first != UInt8(ascii: ".") else {
                batch.skipped[.hidden, default: 0] += 1
                return
            }
            visit(entry, level, &batch)
        } catch {
            batch.unreadable.append(Self.unreadable(String(level.prefix.dropLast()), error))
            levels.removeLast()
        }
    }

    private func visit(_ entry: FolderEntry, _ level: Level, _ batch: inout SurveyBatch) {
        let path = level.prefix + FolderPath.escape(entry.name)
        do throws(FolderCallFailure) {
            let isPlain = entry.kind == .regular && !wantsFigures
            let needsStatus = entry.kind == nil || entry.kind == .regular
            let status =
                needsStatus && !isPlain ? try system.status(of: entry.name, in: level.folder) : nil
            switch status?.kind ?? entry.kind {
            case .regular:
                batch.files.append(SurveyedFile(id: NativeID(path), figures: status?.figures ?? .none))
            case .folder: try enter(entry, level, path, &batch)
            case .link: batch.skipped[.link, default: 0] += 1
            case .special, nil: batch.skipped[.special, default: 0] += 1
            }
        } catch {
            // What went away meanwhile is not missed.
            guard !error.meansGone else { return }
            batch.unreadable.append(Self.unreadable(path, error))
        }
    }

    private func enter(
        _ entry: FolderEntry, _ level: Level, _ path: String, _ batch: inout SurveyBatch
    ) throws(FolderCallFailure) {
        guard levels.count < Self.maximumDepth else {
            let reason = "more than \(Self.maximumDepth) folders inside each other"
            return batch.unreadable.append(UnreadablePlace(id: NativeID(path), reason: reason))
        }
        let folder = try system.openFolder(entry.name, in: level.folder)
        let identity = try system.status(of: folder).figures.identity
        guard !ownData.contains(identity) else {
            batch.skipped[.ownData, default: 0] += 1
            return
        }
        guard !levels.contains(where: { $0.identity == identity }) else {
            return batch.unreadable.append(
                UnreadablePlace(id: NativeID(path), reason: "the folder is mounted inside itself"))
        }
        let entries = try system.entries(of: folder)
        levels.append(Level(folder: folder, entries: entries, identity: identity, prefix: path + "/"))
    }

    private static func unreadable(_ path: String, _ failure: FolderCallFailure) -> UnreadablePlace {
        UnreadablePlace(id: NativeID(path), reason: failure.reason)
    }
}

extension FileFigures {
    /// Nothing is known.
    fileprivate static let none = FileFigures(
        identity: FileIdentity(device: 0, inode: 0), size: 0, modified: 0)
}
