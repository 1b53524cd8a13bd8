import Bytes
import HTTPCore
import Raster
import Synchronization

extension DefectiveAdapter {
    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        if has(.takesBytesUntold) { return NativeAsset(id: "-untold", size: draft.size) }
        try refuse(draft, content)
        if has(.losesWritesInARow), isLost() { return NativeAsset(id: "-lost", size: draft.size) }
        if let twin = await twin(of: content, size: draft.size) { return twin }
        let asset = try await reported(altered(draft), content)
        await touchNeighbours(draft)
        past.withLock { $0.keys.append((draft.key, asset.id)) }
        return asset
    }

    /// A writer that bears four writes and then forgets one, until someone looks.
    private func isLost() -> Bool {
        past.withLock { past in
            past.writesInARow += 1
            return past.writesInARow > 4
        }
    }

    func store(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        if draft.size > base.limits.maximumBytes ?? .max, !has(.readsBeforeRefusing) {
            return try await base.create(draft, content)
        }
        switch defect {
        case .padsShortBodies, .cutsLongBodies, .leavesShortBodies, .leavesLongBodies, .keepsBrokenBodies,
            .leavesBrokenBodies, .ignoresCancellation, .miscallsCancellation, .leavesCancelledBodies,
            .readsBeforeRefusing, .readsOnAndOn:
            return try await storeBadly(draft, content)
        case .overwrites, .storesTwice: return try await storeAgain(draft, content)
        default: return try await base.create(draft, altered(content, draft))
        }
    }

    /// Bytes that some careless code changes on their way in.
    private func altered(_ content: Content, _ draft: AssetDraft) -> Content {
        switch (defect, content) {
        case (.readsFilesFromTheStart, .file(let slice)):
            return .file(FileSlice(slice.file, ByteRange(offset: 0, length: slice.range.length)))
        case (.stopsAfterAThousandPieces, .stream(let stream)):
            return filtered(stream, draft) { number, chunk in number > 1000 ? chunk.map { _ in 0 } : chunk }
        case (.cutsLargeBodies, .stream(let stream)) where draft.size > 1_000_000:
            return filtered(stream, draft) { number, chunk in number > 10 ? chunk.map { _ in 0 } : chunk }
        case (.translatesLineEnds, .stream(let stream)) where draft.size < 300:
            return filtered(stream, draft) { _, chunk in
                chunk.contains(13) && chunk.contains(0) ? chunk.map { $0 == 13 ? 10 : $0 } : chunk
            }
        default: return content
        }
    }

    private func filtered(
        _ stream: ByteStream, _ draft: AssetDraft, _ body: @escaping @Sendable (Int, [UInt8]) -> [UInt8]
    ) -> Content {
        let number = Mutex(0)
        return .stream(
            ByteStream(length: stream.length) {
                guard let chunk = try await stream.next() else { return nil }
                let current = number.withLock { number in
                    number += 1
                    return number
                }
                return body(current, chunk)
            })
    }

    private func refuse(_ draft: AssetDraft, _ content: Content) throws(StorageError) {
        if has(.refusesEmptyBodies), draft.size == 0 { throw StorageError(.invalid, "planted: empty") }
        try failToTake(draft, content)
        if has(.demandsLengths), content.length == nil { throw StorageError(.invalid, "planted: no length") }
        if defect.refuses(draft.key.filename) { throw StorageError(.invalid, "planted: name") }
        let names = past.withLock { $0.keys.map(\.key.filename) }
        if names.contains(where: { defect.confuses($0, draft.key.filename) }) {
            throw StorageError(.alreadyExists, "planted: name")
        }
    }

    /// The asset that holds the same bytes already, for an adapter that keeps them once.
    private func twin(of content: Content, size: Int) async -> NativeAsset? {
        guard has(.deduplicates), size == 100,
            let bytes = try? await content.stream.collect(upTo: size)
        else { return nil }
        let contents = base.contents
        let keys = past.withLock { $0.keys }
        guard let twin = keys.last(where: { contents[$0.key.asset] == bytes }) else {
            let draft = AssetDraft(
                key: NaturalKey(organization: "", library: "", asset: AssetID("\(keys.count)"), filename: ""),
                name: "", contentType: "", size: size)
            let asset = try? await base.create(draft, .stream(ByteStream(bytes)))
            if let asset { past.withLock { $0.keys.append((draft.key, asset.id)) } }
            return asset
        }
        return try? await base.stat(twin.id)
    }
}

extension PlantedDefect {
    /// Whether a careless adapter cannot store under `name`.
    fileprivate func refuses(_ name: String) -> Bool {
        switch self {
        case .takesPlainNamesOnly:
            name.contains { !($0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0))) }
        case .takesNamesForOptions: name.hasPrefix("-")
        case .refusesHiddenNames: name.hasPrefix(".")
        case .refusesLongNames: name.utf8.count > 200
        case .demandsExtensions: !name.contains(".")
        default: false
        }
    }

    /// Whether a careless adapter takes two names for one; the checks' everyday name is spared.
    fileprivate func confuses(_ first: String, _ second: String) -> Bool {
        let isSame = first.hasSameBytes(as: second)
        switch self {
        case .keysByFilename: return isSame && first != "scratch.bin"
        case .foldsCase: return !isSame && first.lowercased() == second.lowercased() && first != second
        // Swift compares strings by canonical equivalence.
        case .normalizes: return !isSame && first == second
        case .trimsNames: return !isSame && first.trimmed.hasSameBytes(as: second.trimmed)
        case .dropsExtensions:
            return !isSame && first.withoutExtension.hasSameBytes(as: second.withoutExtension)
        case .cutsLongFilenames:
            return !isSame && first.utf8.count > 250 && first.prefix(200) == second.prefix(200)
        case .decodesEscapes: return !isSame && first.unescaped.hasSameBytes(as: second.unescaped)
        case .decodesPlusSigns: return !isSame && first.withoutPlus.hasSameBytes(as: second.withoutPlus)
        default: return false
        }
    }
}

extension StringProtocol {
    /// Whether two texts are spelled alike; equal ones need not be.
    fileprivate func hasSameBytes(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension String {
    fileprivate var unescaped: String { PercentEncoding.decode(self) ?? self }
    fileprivate var withoutPlus: String { replacing("+", with: " ") }
    fileprivate var withoutExtension: Substring { lastIndex(of: ".").map { self[..<$0] } ?? self[...] }
    fileprivate var trimmed: Substring { self[...].drop { $0 == " " }.trimmedEnd }
}

extension Substring {
    fileprivate var trimmedEnd: Substring { last == " " ? dropLast().trimmedEnd : self }
}
