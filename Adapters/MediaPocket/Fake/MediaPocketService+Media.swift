import FakeKit
import HTTPCore

// The files of assets.
extension MediaPocketService {
    func listMedia(_ call: PocketCall) async throws -> HTTPResponse {
        let asset = try store.asset(call.id)
        let locations = try await call.parameters().optionalString("include_locations") == "true"
        return .object { json in
            json.array("media") { json in
                for medium in asset.media where options.listsPreviewsFirst {
                    json.object { form.write(PocketPreview(medium: medium), &$0) }
                }
                for medium in asset.media {
                    json.object {
                        form.write(medium, isSummed: isSummed(medium), locations: locations, &$0)
                    }
                }
            }
        }
    }

    /// The asset as it is shown by now: the checksum of its file may come later than the file.
    func shown(_ asset: PocketAsset) -> PocketAsset {
        var asset = asset
        if let medium = asset.media.first, !isSummed(medium) { asset.md5 = nil }
        return asset
    }

    private func isSummed(_ medium: PocketMedia) -> Bool {
        medium.created + Int(options.md5Delay / .milliseconds(1)) <= now
    }

    /// Notes what is to be fetched; the answer does not wait for it.
    func addMedia(_ call: PocketCall) async throws -> HTTPResponse {
        _ = try store.asset(call.id)
        let parameters = try await call.parameters()
        let url = try parameters.string("file_url")
        let filename = try parameters.string("filename")
        guard FetchAddress(url) != nil else { throw PocketProblem.noURL }
        try store.change(call.occasion) { state in
            let asset = try PocketStore.asset(call.id, state.assets[call.id])
            let fetch = PocketFetch(
                id: state.last.fetch + 1, asset: asset.id, url: url, filename: filename,
                request: call.occasion.request, user: call.user.id,
                due: now + Int(options.fetchDelay / .milliseconds(1)))
            return PocketChange(.created, "\(fetch.id)", at: "\(asset.path)/fetches", .fetch(fetch))
        }
        return .done
    }

    /// Takes away all files; what is still to be fetched comes all the same.
    func deleteMedia(_ call: PocketCall) throws -> HTTPResponse {
        let asset = try store.asset(call.id)
        guard !asset.media.isEmpty else { return noMedia(asset) }
        var changed = asset
        try store.change(call.occasion) { state in
            changed = try PocketStore.asset(call.id, state.assets[call.id])
            let media = changed.media
            changed.removeMedia()
            changed.modified = now
            var change = PocketChange(.deleted, changed.id, at: "\(asset.path)/media", .asset(changed))
            change.medium = media.first
            change.droppedFiles = media.map(\.file)
            change.event = event("ASSET_MEDIA_REMOVED", changed, call.user.id, state)
            return change
        }
        return answer(changed)
    }

    private func noMedia(_ asset: PocketAsset) -> HTTPResponse {
        .object { json in
            form.write(shown(asset), &json)
            json.object("errors") { json in
                json.member("error", "No media found on this asset.")
                json.member("status", 400)
            }
        }
    }

    func fileMetadata(_ call: PocketCall) throws -> HTTPResponse {
        _ = try store.asset(call.id)
        return .object { json in
            json.object("file_metadata") { json in
                for name in ["exif", "iptc", "xmp", "mediainfo"] {
                    json.key(text: name)
                    json.object { _ in }
                }
            }
        }
    }
}

// Addresses of files, and the files behind them.
extension MediaPocketService {
    func downloadURL(_ call: PocketCall) async throws -> HTTPResponse {
        let asset = try store.asset(call.id)
        let item = call.route.item
        guard asset.media.contains(where: { "\($0.id)" == item || isPreview(item, of: $0) }) else {
            throw PocketProblem.unknownMedia(item)
        }
        let filename = try await call.parameters().string("filename")
        let url = options.givesDownloadURLs ? address(of: item, filename) : nil
        return .object { $0.member("url", url) }
    }

    private func isPreview(_ id: String, of medium: PocketMedia) -> Bool {
        options.listsPreviewsFirst && PocketPreview(medium: medium).id == id
    }

    private func address(of id: String, _ filename: String) -> String {
        let expires = now / 1000 + Int(options.downloadTime / .seconds(1))
        let name = PercentEncoding.encodePathSegment(filename)
        let signature = signature(id, filename, expires)
        let path = "/files/\(id)/\(name)?expires=\(expires)&signature=\(signature)"
        return options.givesRelativeURLs ? path : options.origin + path
    }

    private func signature(_ id: String, _ filename: String, _ expires: Int) -> String {
        String(FakeDigest.sha256("\(options.seed)\n\(id)\n\(filename)\n\(expires)").prefix(32))
    }

    /// A file, for anyone who has its address while that works.
    func download(_ route: PocketRoute, _ request: HTTPRequest) throws -> HTTPResponse {
        let query = try RequestTarget(request.target).query()
        let (id, filename) = (route.path.value("media") ?? "", route.path.value("filename") ?? "")
        let expires = query.first("expires").flatMap { Int(canonical: $0) } ?? 0
        guard now / 1000 < expires, query.first("signature") == signature(id, filename, expires)
        else { return .plain(403, "Forbidden") }
        let preview = PocketPreview.medium(id)
        guard let medium = (preview ?? Int(canonical: id)).flatMap(medium), let (file, _) = store.open(medium)
        else { return .plain(404, "Not Found") }
        guard preview == nil else {
            return HTTPResponse(
                .ok, fields: ["Content-Type": "image/png"], body: .bytes(PocketPreview.bytes))
        }
        let fields: HTTPFields = [
            "Content-Type": medium.contentType,
            "Content-Disposition": ContentDisposition.attachment(filename: filename),
        ]
        return DeliveredFile(
            file, size: medium.size, sha256: medium.sha256, milliseconds: medium.created, fields: fields
        ).response(to: request)
    }

    private func medium(_ number: Int) -> PocketMedia? {
        store.read { state in
            state.owners[number].flatMap { state.assets[$0]?.media.first { $0.id == number } }
        }
    }
}
