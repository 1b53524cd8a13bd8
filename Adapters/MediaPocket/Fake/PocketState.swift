/// What an account holds, and where each thing is found.
struct PocketState: Sendable {
    private(set) var assets: [String: PocketAsset] = [:]
    private(set) var projects: [String: PocketProject] = [:]
    private(set) var collections: [String: PocketCollection] = [:]
    private(set) var comments: [Int: PocketComment] = [:]
    private(set) var runs: [Int: PocketRun] = [:]
    private(set) var fetches: [Int: PocketFetch] = [:]
    /// The history of each asset, the oldest first.
    private(set) var events: [String: [PocketEvent]] = [:]
    /// The assets in the bin.
    private(set) var binned: Set<String> = []
    /// The fetches that have no outcome yet.
    private(set) var waiting: Set<Int> = []
    /// The assets by the numbers of their files.
    private(set) var owners: [Int: String] = [:]
    /// The assets by what clients call them.
    private(set) var assetLabels: [String: String] = [:]
    /// The projects by what clients call them.
    private(set) var projectLabels: [String: String] = [:]
    /// The highest numbers that were ever given.
    private(set) var last = Numbers()

    /// Numbers of things; none is given twice.
    struct Numbers: Sendable {
        /// Of assets, projects and collections.
        fileprivate(set) var thing = 0
        fileprivate(set) var medium = 0
        fileprivate(set) var comment = 0
        fileprivate(set) var run = 0
        fileprivate(set) var fetch = 0
        fileprivate(set) var event = 0
    }

    /// Makes `change`.
    mutating func apply(_ change: PocketChange) {
        for thing in change.removes { remove(thing) }
        for thing in change.puts { put(thing) }
        guard let event = change.event else { return }
        events[event.asset, default: []].append(event)
        last.event = max(last.event, event.id)
    }

    private mutating func put(_ thing: PocketThing) {
        switch thing {
        case .asset(let asset): put(asset)
        case .project(let project):
            projects[project.id] = project
            if let label = project.externalID { projectLabels[label] = project.id }
            last.thing = max(last.thing, project.number)
        case .collection(let collection):
            collections[collection.id] = collection
            last.thing = max(last.thing, collection.number)
        case .comment(let comment):
            comments[comment.id] = comment
            last.comment = max(last.comment, comment.id)
        case .run(let run):
            runs[run.id] = run
            last.run = max(last.run, run.id)
        case .fetch(let fetch):
            fetches[fetch.id] = fetch
            if fetch.state == .waiting { waiting.insert(fetch.id) } else { waiting.remove(fetch.id) }
            last.fetch = max(last.fetch, fetch.id)
        }
    }

    private mutating func put(_ asset: PocketAsset) {
        if let old = assets[asset.id] { forget(old) }
        assets[asset.id] = asset
        if let label = asset.externalID { assetLabels[label] = asset.id }
        for medium in asset.media { owners[medium.id] = asset.id }
        if asset.deleted != nil { binned.insert(asset.id) }
        last.thing = max(last.thing, asset.number)
        last.medium = max(last.medium, asset.media.map(\.id).max() ?? 0)
    }

    private mutating func remove(_ thing: PocketThing) {
        switch thing {
        case .asset(let asset): remove(asset)
        case .project(let project): projects[project.id] = nil
        case .collection(let collection): collections[collection.id] = nil
        case .comment(let comment): comments[comment.id] = nil
        case .run(let run): runs[run.id] = nil
        case .fetch(let fetch):
            fetches[fetch.id] = nil
            waiting.remove(fetch.id)
        }
    }

    /// With an asset go its label, history, comments and runs, and its place in collections.
    private mutating func remove(_ asset: PocketAsset) {
        forget(asset)
        assets[asset.id] = nil
        events[asset.id] = nil
        comments = comments.filter { $0.value.target != asset.path }
        runs = runs.filter { $0.value.asset != asset.id }
        for id in collections.keys { collections[id]?.assets.removeAll { $0 == asset.id } }
    }

    /// Loses the ways that lead to an asset as it was.
    private mutating func forget(_ asset: PocketAsset) {
        if let label = asset.externalID { assetLabels[label] = nil }
        for medium in asset.media { owners[medium.id] = nil }
        binned.remove(asset.id)
    }
}

extension PocketAsset {
    /// Where the account has it.
    var path: String { "assets/\(id)" }
}

extension PocketProject {
    /// Where the account has it.
    var path: String { "projects/\(id)" }
}
