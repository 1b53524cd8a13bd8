import HTTPCore
import Raster

/// The query parameters of Raster's routes, checked as CONTRACT 2 says.
extension Query {
    /// `page` and `pageSize`: from 1, by default 1 and 50, at most 500 items a page.
    func page() throws(RasterError) -> PageRequest {
        PageRequest(
            number: try integer("page", in: 1...Int.max) ?? PageRequest.first.number,
            size: try integer("pageSize", in: 1...500) ?? PageRequest.first.size)
    }

    /// `cursor`, or `nil` where it is absent or empty.
    func cursor() throws(RasterError) -> String? {
        let values = all("cursor")
        guard values.count < 2 else { throw RasterError(.badUserInput, "cursor must be given once.") }
        return values.first.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The tags of a filter: comma-separated, repeated or both; empty items dropped; at most 5.
    func tagFilter() throws(RasterError) -> [String] {
        let tags = list("tags")
        guard tags.count <= Rules.tagsPerFilter else {
            throw RasterError(.badUserInput, "tags takes at most \(Rules.tagsPerFilter) tags.")
        }
        return tags
    }

    /// Whether the page is not the first of what has any of several tags: the catalog may have to walk to it.
    var isFarPageOfTags: Bool { all("page").contains { $0 != "1" } && list("tags").count > 1 }

    /// The items of `name`: comma-separated, repeated or both, trimmed, empty ones dropped.
    func list(_ name: String) -> [String] {
        // By scalars, since a combining mark after a comma would hide it from a comparison by characters.
        all(name).flatMap { $0.unicodeScalars.split(separator: ",") }
            .map { String($0.trimmingBlanks()) }.filter { !$0.isEmpty }
    }

    /// The number called `name`, in decimal digits, or `nil` where it is absent.
    func integer(_ name: String, in range: ClosedRange<Int>) throws(RasterError) -> Int? {
        let values = all(name)
        guard let text = values.first else { return nil }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard values.count == 1, text.utf8.allSatisfy(digits.contains), let number = Int(text),
            range.contains(number)
        else {
            let upper = range.upperBound == .max ? "at least 1" : "from 1 to \(range.upperBound)"
            throw RasterError(.badUserInput, "\(name) must be one whole number, \(upper).")
        }
        return number
    }
}

extension Substring.UnicodeScalarView {
    /// Without spaces and tabs at both ends.
    fileprivate func trimmingBlanks() -> Self {
        let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) })
        else { return Self() }
        return self[first...last]
    }
}

/// The members of Raster's JSON bodies, checked as CONTRACT 2 says.
extension JSONObject {
    /// `assetIds`: 1 to 100, counted as sent.
    func assetIDs() throws -> [AssetID] { try ids("assetIds") }

    /// The asset ids called `name`: 1 to 100, counted as sent.
    func ids(_ name: String) throws -> [AssetID] {
        let ids = try stringArray(name)
        guard (1...Rules.idsPerCall).contains(ids.count) else {
            throw RasterError(.badUserInput, "\(name) must have 1 to \(Rules.idsPerCall) ids.")
        }
        return ids.map { AssetID($0) }
    }

    /// `tags`: 1 to 20, counted as sent, each by the rules.
    func tagList() throws -> [String] {
        let tags = try stringArray("tags")
        guard (1...Rules.tagsPerCall).contains(tags.count) else {
            throw RasterError(.badUserInput, "tags must have 1 to \(Rules.tagsPerCall) tags.")
        }
        return try tags.map { try Rules.tag($0) }
    }

    /// The `ids` of a delete: missing or empty is `DELETE_ERROR`, over 100 `MAX_ASSETS_EXCEEDED`.
    func idsToDelete() throws -> [AssetID] {
        guard self["ids"] != nil, let ids = try optionalStringArray("ids"), !ids.isEmpty else {
            throw RasterError(.deleteError, "ids is required and must name at least one asset.")
        }
        guard ids.count <= Rules.idsPerCall else {
            throw RasterError(
                .maxAssetsExceeded, "At most \(Rules.idsPerCall) assets can be deleted at once.")
        }
        return ids.map { AssetID($0) }
    }
}
