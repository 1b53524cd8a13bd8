import Bytes
import FakeKit
import HTTPCore
import MediaPocketFake
import TestSupport

/// The accounts that golden exchanges begin with.
enum GoldenAccount {
    static let asset = "-golden0asset0000001"
    static let project = "_golden0project00001"
    static let collection = "golden_collection001"

    /// What is done to an account that holds the asset.
    private static let states: [String: @Sendable (Account) async throws -> Void] = [
        "asset": { _ in },
        "broken": { $0.fake.plan.add(PlannedFault("get", .status(500))) },
        "trashed": { _ = try await $0.send(.post, "assets/\(asset)/trash_bin") },
        "comment": {
            _ = try await $0.send(.post, "assets/\(asset)/comments", #"{"comment": "It is getting dark."}"#)
        },
        "running": { _ = try await $0.send(.post, "assets/\(asset)/dag_actions/1") },
        "projects": { try addProjects($0) },
        "assigned": {
            try addProjects($0)
            _ = try await $0.send(.post, "assets/\(asset)/assign", #"{"to_project_id": "\#(project)"}"#)
        },
        "collected": { try addCollection($0, isPublic: false) },
        "published": { try addCollection($0, isPublic: true) },
        "taken": {
            var project = PocketProject(title: "Harbours", owner: 21, created: Account.begin)
            project.externalID = "taken-project-label"
            try $0.fake.add(project)
        },
    ]

    /// A fake in the state that `exchange` asks for.
    static func account(for exchange: GoldenExchange) async throws -> Account {
        let name = exchange.notes["state"] ?? ""
        let account = try Account { $0.givesDownloadURLs = exchange.notes["urls"] != "none" }
        switch name {
        case "empty": return account
        case "photo":
            try account.fake.add(
                harbour(), GoldenSample(size: 245_760).bytes, filename: "harbour.jpg",
                contentType: "image/jpeg")
        case "husk": try account.fake.add(husk())
        default:
            guard let change = states[name] else {
                throw GoldenExchange.Malformed(reason: "\(exchange): there is no state \"\(name)\"")
            }
            var asset = harbour()
            if name == "taken" { asset.externalID = "taken-label" }
            try account.fake.add(asset)
            try await change(account)
        }
        return account
    }

    private static func harbour() -> PocketAsset {
        var harbour = PocketAsset(id: asset, title: "Harbour", owner: 21, created: Account.begin)
        harbour.description = "The harbour at night."
        harbour.category = "harbour views"
        harbour.tags = ["sea", "night"]
        return harbour
    }

    /// One that says that it is an image, and has no file.
    private static func husk() -> PocketAsset {
        var husk = harbour()
        husk.machineTags = ["sea", "night"]
        (husk.mediaType, husk.originalFilename) = ("image", "harbour.jpg")
        husk.md5 = "9850e96d95e7a5290f2258a86ebfab72"
        return husk
    }

    private static func addProjects(_ account: Account) throws {
        for id in [project, "golden-0project00002"] {
            var harbours = PocketProject(id: id, title: "Harbours", owner: 21, created: Account.begin)
            harbours.description = "All harbours."
            harbours.category = "views"
            harbours.tags = ["sea"]
            try account.fake.add(harbours)
        }
    }

    private static func addCollection(_ account: Account, isPublic: Bool) throws {
        var favourites = PocketCollection(
            id: collection, title: "Favourites", owner: 21, created: Account.begin)
        favourites.description = "The best of all."
        favourites.isPublic = isPublic
        try account.fake.add(favourites)
        try account.fake.collect(asset, in: collection)
    }
}
