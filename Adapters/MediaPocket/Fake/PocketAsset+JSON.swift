import HTTPCore

extension PocketAsset: PocketRecord {
    var record: JSONValue {
        .members([
            "id": .string(id), "number": .int(number), "externalID": .text(externalID),
            "projectID": .text(projectID), "owner": .int(owner), "title": .string(title),
            "description": .text(description), "category": .text(category), "tags": .texts(tags),
            "machineTags": .texts(machineTags), "mediaType": .string(mediaType),
            "originalFilename": .text(originalFilename), "md5": .text(md5), "article": .text(article),
            "media": .array(media.map(\.record)), "created": .int(created), "modified": .int(modified),
            "deleted": .int(deleted),
        ])
    }

    init(_ record: JSONObject) throws {
        self.init(
            id: try record.string("id"), title: try record.string("title"),
            owner: try record.int("owner"), created: try record.int("created"))
        number = try record.int("number")
        externalID = try record.optionalString("externalID")
        projectID = try record.optionalString("projectID")
        description = try record.optionalString("description")
        category = try record.optionalString("category")
        tags = try record.stringArray("tags")
        machineTags = try record.stringArray("machineTags")
        mediaType = try record.string("mediaType")
        originalFilename = try record.optionalString("originalFilename")
        md5 = try record.optionalString("md5")
        article = try record.optionalString("article")
        media = try record.array("media").map { try PocketMedia($0.asObject()) }
        modified = try record.int("modified")
        deleted = try record.optionalInt("deleted")
    }
}

extension PocketMedia: PocketRecord {
    var record: JSONValue {
        .members([
            "id": .int(id), "filename": .string(filename), "contentType": .string(contentType),
            "size": .int(size), "sha256": .string(sha256), "md5": .string(md5), "created": .int(created),
        ])
    }

    init(_ record: JSONObject) throws {
        self.init(
            id: try record.int("id"), filename: try record.string("filename"),
            contentType: try record.string("contentType"), size: try record.int("size"),
            sha256: try record.string("sha256"), md5: try record.string("md5"),
            created: try record.int("created"))
    }
}
