import Bytes
import Raster
import Synchronization

/// What goes wrong in lookups, listings, threads and addresses.
extension DefectiveAdapter: Delivering {
    var delivery: (any Delivering)? { self }

    func address(of id: NativeID) async throws(StorageError) -> String? {
        do throws(StorageError) {
            guard let address = try await base.address(of: id) else { return nil }
            let filename = try await base.stat(id).filename ?? ""
            return switch defect {
            case .hidesSchemes: String(address.dropFirst("https:".count))
            case .leavesAddressesRaw: "https://memory.invalid/\(id)/\(filename)"
            case .namesAccounts: address.replacing("https://", with: "https://key:secret@")
            case .sharesAddresses: "https://memory.invalid/"
            default: address
            }
        } catch {
            guard has(.addressesTheUnknown) else { throw error }
            return "https://memory.invalid/\(id)"
        }
    }

    /// What is found instead of `result`, where it is something else.
    func foundBadly(_ key: NaturalKey, _ result: FindingResult) async throws(StorageError) -> FindingResult? {
        switch (defect, result) {
        case (.findsOnce, .found): return past.withLock { $0.found.insert(key).inserted } ? nil : .absent
        case (.findsNothingEmpty, .found(let asset)) where asset.size == 0: return .absent
        case (.losesKeysOnUpdate, .found(let asset)) where past.withLock({ $0.damaged.contains(asset.id) }):
            return .absent
        case (.findsByPrefix, .absent):
            let start = key.asset.rawValue
            guard let other = past.withLock({ $0.keys.first { $0.key.asset.rawValue.hasPrefix(start) } })
            else {
                return nil
            }
            return .found(try await base.stat(other.id))
        default: return nil
        }
    }

    func failToList(_ place: NativePlace?, _ token: PageToken?) async throws(StorageError) {
        guard has(.losesEmptyPlaces), place != nil, token == nil else { return }
        if try await base.list(in: place, after: nil).assets.isEmpty {
            throw StorageError(.notFound, "planted: there is no such place")
        }
    }

    /// Whether a bookmark was never used before.
    func isNew(_ token: PageToken) -> Bool { past.withLock { $0.tokens.insert(token).inserted } }

    func listedBadly(_ assets: [NativeAsset]) -> [NativeAsset] {
        past.withLock { past in
            var assets = assets
            if has(.listsHalves) {
                assets += past.underWay.map { key in
                    var asset = NativeAsset(id: "-half", size: 0)
                    asset.asset = key
                    return asset
                }
            }
            if has(.listsStaleTags) {
                for index in assets.indices { assets[index].tags = past.tags[assets[index].id] }
            }
            return assets
        }
    }

    /// Comments as they are listed.
    func listed(_ comments: [NativeComment], _ id: NativeID) -> [NativeComment] {
        switch defect {
        case .listsNewestFirst: return comments.reversed()
        case .greetsNewAssets where comments.isEmpty:
            return [
                NativeComment(id: "0", text: "Welcome!", updated: Timestamp(milliseconds: 0), author: nil)
            ]
        case .repeatsCommentIDs where Set(comments.map(\.text)).count < comments.count:
            return comments.map {
                NativeComment(id: "1", text: $0.text, updated: $0.updated, author: $0.author)
            }
        case .showsAddresses:
            return comments.map {
                NativeComment(id: $0.id, text: $0.text, updated: $0.updated, author: "me@example.com")
            }
        case .movesEditedComments: return comments.sorted { $0.updated < $1.updated }
        default: return comments
        }
    }

    /// What changing a comment answers.
    func edited(_ comment: NativeComment, _ before: NativeComment?) -> NativeComment {
        var comment = listed([comment], "").first ?? comment
        switch defect {
        case .answersOldTexts: comment.text = before?.text ?? ""
        case .turnsBackTime: comment.updated = comment.updated - .days(1)
        default: break
        }
        return comment
    }

    /// Whether `id` is the asset that was stored first.
    func isFirstThread(_ id: NativeID) -> Bool { past.withLock { $0.keys.first?.id == id } }
}
