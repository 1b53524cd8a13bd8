import FakeKit
import HTTPCore

// Projects, and which of them assets are in.
extension MediaPocketService {
    func createProject(_ call: PocketCall) async throws -> HTTPResponse {
        let parent = call.route.operation == .createSubproject ? try store.project(call.id).id : nil
        let parameters = try await call.parameters()
        var project = PocketProject(
            title: try parameters.requiredTitle(), owner: call.user.id, created: now)
        project.parent = parent
        project.description = try parameters.optionalString("description")
        project.category = try parameters.category()
        project.tags = try parameters.tags() ?? []
        project.externalID = try parameters.label()
        return answer(try add(project, call.occasion))
    }

    /// Takes a new project in.
    func add(_ project: PocketProject, _ occasion: FakeOccasion) throws -> PocketProject {
        var project = project
        try store.change(occasion) { state in
            if let label = project.externalID, state.projectLabels[label] != nil {
                throw PocketProblem.taken
            }
            let identity = store.identity(state)
            project.number = identity.number
            if project.id.isEmpty { project.id = identity.id }
            return PocketChange(.created, project.id, at: "projects", .project(project))
        }
        return project
    }

    /// An unknown asset is told before a missing parameter, an unknown project with 200.
    func assign(_ call: PocketCall) async throws -> HTTPResponse {
        _ = try store.asset(call.id)
        let project = try await call.parameters().string("to_project_id")
        try change(call, "ASSET_ASSIGNED") { asset, state in
            guard state.projects[project] != nil else { throw PocketProblem.unknownProject }
            asset.projectID = project
        }
        return .done
    }

    func unassign(_ call: PocketCall) throws -> HTTPResponse {
        try change(call, "ASSET_UNASSIGNED") { asset, _ in
            guard asset.projectID != nil else { throw PocketProblem.noParent(asset.id) }
            asset.projectID = nil
        }
        return .done
    }
}

// Articles: assets that are a text.
extension MediaPocketService {
    private func articleAsset(_ call: PocketCall) throws -> PocketAsset {
        guard let asset = store.read({ $0.assets[call.id] }), asset.article != nil else {
            throw PocketProblem.unknown("article")
        }
        return asset
    }

    func article(_ call: PocketCall) throws -> HTTPResponse {
        let asset = try articleAsset(call)
        return .object { $0.member("content", asset.article ?? "") }
    }

    func updateArticle(_ call: PocketCall) async throws -> HTTPResponse {
        _ = try articleAsset(call)
        let text = try await call.parameters().string("content")
        try change(call, "ASSET_MODIFIED") { asset, _ in asset.article = text }
        return .object { $0.member("content", text) }
    }
}
