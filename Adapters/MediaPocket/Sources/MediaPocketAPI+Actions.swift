import HTTPCore
import Raster
import StorageHTTP

extension MediaPocketAPI {
    /// `GET …/dag_actions`.
    func actions(for id: NativeID) async throws(StorageError) -> [AssetAction] {
        try await get(try target(id, "dag_actions")).list("dag_actions", AssetAction.init)
    }

    /// `POST …/dag_actions/:id`.
    func startAction(_ action: NativeID, on id: NativeID) async throws(StorageError) -> ActionRun {
        let answer = try await change(.post, try target(id, "dag_actions", try segment(action)))
        guard let run = answer.child("dag_action_run").flatMap(ActionRun.init) else {
            throw .unreadable("no run", .unknown)
        }
        return run
    }

    /// `GET …/dag_action_runs`.
    func runs(of id: NativeID) async throws(StorageError) -> [ActionRun] {
        try await get(try target(id, "dag_action_runs")).list("dag_action_runs", ActionRun.init)
    }

    /// `GET …/collections`.
    func collections(of id: NativeID) async throws(StorageError) -> [AssetCollection] {
        try await get(try target(id, "collections")).list("collections", AssetCollection.init)
    }

    /// `POST /projects`: a new project, which `label` leads to; its id.
    func createProject(_ title: String, as label: BackendLabel) async throws(StorageError) -> NativePlace {
        var json = JSONWriter()
        json.object { json in
            json.member("title", MediaPocketMapping.title(title))
            json.member("external_id", label.text)
        }
        let answer: JSONObject
        do { answer = try await change(.post, base + "/projects", json.finish()) } catch {
            throw error.aboutAddress
        }
        let project = answer.child("project")
        guard let id = project?.id("id"), project?.text("external_id") == label.text else {
            throw .unreadable("no project of this label", .unknown)
        }
        return NativePlace(id)
    }

    /// `POST …/assign`: moves an asset into a project, out of any other.
    func assignAsset(_ id: NativeID, to project: NativePlace) async throws(StorageError) {
        var json = JSONWriter()
        json.object { $0.member("to_project_id", project.rawValue) }
        try await order(.post, try target(id, "assign"), json.finish())
    }

    /// `DELETE …/unassign`: moves an asset out of its project.
    func unassignAsset(_ id: NativeID) async throws(StorageError) {
        try await order(.delete, try target(id, "unassign"))
    }
}
