import Bytes
import Raster

extension AdoptionScan {
    /// What is written of one batch.
    private struct Changes: Sendable {
        var new: [NewAdoptedFile] = []
        var revised: [AdoptedRevision] = []
        var moved: [AdoptedMove] = []
        var returned: [AssetKey] = []

        var isEmpty: Bool { new.isEmpty && revised.isEmpty && moved.isEmpty && returned.isEmpty }
    }

    /// What the catalog knows about one batch.
    private struct Knowledge: Sendable {
        var files: [NativeID: AdoptedFile] = [:]
        var tombstones: Set<NativeID> = []
        var candidates: [NativeID: [AdoptedFile]] = [:]
    }

    /// Takes over what the files of a batch mean.
    func take(_ files: [SurveyedFile]) async throws {
        guard !files.isEmpty else { return }
        let knowledge = try await look(up: files)
        var changes = Changes()
        for file in files {
            outcome.files += 1
            let step = ScanDiff.step(
                file, known: knowledge.files[file.id], hasTombstone: knowledge.tombstones.contains(file.id))
            try follow(step, file, knowledge, &changes)
        }
        guard !isPlan, !changes.isEmpty else { return }
        try await write(changes)
    }

    private func look(up files: [SurveyedFile]) async throws -> Knowledge {
        try await gateway.catalog.read { [adoption] reader in
            var knowledge = Knowledge()
            knowledge.files = try await reader.adoptedFiles(in: adoption.adapter, at: files.map(\.id))
            let unknown = files.filter { knowledge.files[$0.id] == nil }
            knowledge.tombstones = try await reader.tombstones(adoption.key, among: unknown.map(\.id))
            for file in unknown {
                let candidates = try await reader.adoptedFiles(
                    in: adoption.adapter, withInode: file.figures.identity.inode)
                if !candidates.isEmpty { knowledge.candidates[file.id] = candidates }
            }
            return knowledge
        }
    }

    private func follow(
        _ step: ScanStep, _ file: SurveyedFile, _ knowledge: Knowledge, _ changes: inout Changes
    ) throws {
        switch step {
        case .unchanged(let key), .busy(let key): seen.insert(key)
        case .returned(let key):
            seen.insert(key)
            outcome.returned.add(file.id)
            changes.returned.append(key)
        case .changed(let known):
            seen.insert(known.key)
            if known.missingSince != nil { outcome.returned.add(file.id) }
            outcome.changed.add(file.id)
            guard let opened = try opened(file) else { return }
            changes.revised.append(
                AdoptedRevision(known.key, opened.figures, contentType: opened.contentType))
        case .unwanted:
            // A known file that was moved over a purged one is not the one that nobody wants.
            guard let origin = try origin(of: file, knowledge, changes) else {
                return outcome.unwanted.add(file.id)
            }
            try take(origin, movedTo: file, &changes)
        case .unknown:
            if let origin = try origin(of: file, knowledge, changes) {
                try take(origin, movedTo: file, &changes)
            } else {
                try takeNew(file, &changes)
            }
        }
    }

    /// The known file that lies at a new path now, if it is one.
    private func origin(
        of file: SurveyedFile, _ knowledge: Knowledge, _ changes: Changes
    ) throws(StorageError) -> AdoptedFile? {
        guard let candidates = knowledge.candidates[file.id] else { return nil }
        let taken = Set(changes.moved.map(\.key))
        return try ScanDiff.origin(of: file, among: candidates, taken: taken) {
            candidate throws(StorageError) in
            guard !seen.contains(candidate.key) else { return false }
            return try isGone(candidate.id)
        }
    }

    private func take(
        _ origin: AdoptedFile, movedTo file: SurveyedFile, _ changes: inout Changes
    ) throws {
        let names = survey.names(of: file.id)
        tags.reportMappings(of: names) { outcome.mappings.add($0) }
        seen.insert(origin.key)
        outcome.moved.add(file.id)
        if origin.missingSince != nil { outcome.returned.add(file.id) }
        changes.moved.append(try move(origin, to: file, names))
    }

    private func takeNew(_ file: SurveyedFile, _ changes: inout Changes) throws {
        let names = survey.names(of: file.id)
        tags.reportMappings(of: names) { outcome.mappings.add($0) }
        guard let opened = isPlan ? Opened(file.figures, "") : try opened(file) else { return }
        outcome.added.add(file.id)
        changes.new.append(newFile(file.id, names, opened))
    }

    private func move(
        _ origin: AdoptedFile, to file: SurveyedFile, _ names: [[UInt8]]
    ) throws -> AdoptedMove {
        let old = survey.names(of: origin.id)
        let isRenamed = old.last != names.last
        let type = isRenamed && !isPlan ? try opened(file)?.contentType : nil
        let filename = Rules.adoptedFilename(names.last ?? [])
        return AdoptedMove(
            origin.key, to: file.id, file.figures, name: isRenamed ? Rules.stem(of: filename) : nil,
            contentType: type, oldTags: FolderTags.tags(of: old), newTags: FolderTags.tags(of: names))
    }

    private func newFile(_ id: NativeID, _ names: [[UInt8]], _ opened: Opened) -> NewAdoptedFile {
        let filename = Rules.adoptedFilename(names.last ?? [])
        let created = min(
            Timestamp(milliseconds: max(opened.figures.modified, 0) / 1_000_000), gateway.clock.now())
        let asset = Asset(
            id: AssetID(gateway.identifiers.identifier()), organization: adoption.organization ?? "",
            library: adoption.libraryID ?? "", name: Rules.stem(of: filename), filename: filename,
            contentType: opened.contentType, size: opened.figures.size, digest: nil,
            tags: FolderTags.tags(of: names), created: created, updated: created,
            home: NativeReference(adoption.adapter, id))
        return NewAdoptedFile(asset, opened.figures)
    }

    private func write(_ changes: Changes) async throws {
        let now = gateway.clock.now()
        let keys = try await gateway.catalog.write { [adoption] writer in
            try await writer.revise(changes.revised, at: now)
            try await writer.relocate(changes.moved, at: now)
            try await writer.noteReturned(changes.returned)
            return changes.new.isEmpty ? [] : try await writer.adopt(changes.new, into: adoption.key)
        }
        for key in keys { seen.insert(key) }
    }
}

extension AdoptionScan {
    /// What a file shows when it is opened.
    private struct Opened {
        let figures: FileFigures
        let contentType: String

        init(_ figures: FileFigures, _ contentType: String) {
            self.figures = figures
            self.contentType = contentType
        }
    }

    /// Opens a file for its first bytes; `nil` where it went away meanwhile.
    ///
    /// One that may not be read is taken by its name.
    private func opened(_ file: SurveyedFile) throws(StorageError) -> Opened? {
        let filename = Rules.adoptedFilename(survey.names(of: file.id).last ?? [])
        do throws(StorageError) {
            let opened = try survey.open(file.id)
            let head = FileSlice(opened.file, ByteRange(offset: 0, length: 512)).read(at: 0, count: 512)
            return Opened(opened.figures, gateway.settings.mediaType(filename, nil, head ?? []))
        } catch {
            if error.kind == .notFound { return nil }
            _ = try survey.rootIdentity()
            note(UnreadablePlace(id: file.id, reason: error.message))
            return Opened(file.figures, gateway.settings.mediaType(filename, nil, []))
        }
    }
}
