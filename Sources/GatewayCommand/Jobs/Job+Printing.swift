import HTTPCore
import Raster

extension JSONValue {
    /// A job as the commands show it: as `/jobs` does.
    static func job(_ job: Job) -> JSONValue {
        .members([
            "id": .string(job.id.rawValue), "kind": .string(job.kind.rawValue),
            "state": .string(job.state.rawValue), "created": .moment(job.created),
            "started": .moment(job.started), "finished": .moment(job.finished),
            "progress": .progress(job.progress),
            "error": job.error.map {
                .members(["code": .string($0.code.rawValue), "message": .string($0.message)])
            } ?? .null,
        ])
    }

    private static func progress(_ progress: JobProgress) -> JSONValue {
        .members([
            "items": .int(progress.items), "itemsTotal": .int(orNull: progress.itemsTotal),
            "bytes": .int(progress.bytes), "bytesTotal": .int(orNull: progress.bytesTotal),
            "failed": .int(progress.failed),
        ])
    }
}

extension Job {
    /// What has been done, in one sentence.
    var summary: String {
        let items = "\(Figures.count(progress.items)) item\(progress.items == 1 ? "" : "s")"
        let bytes = progress.bytes > 0 ? ", \(Figures.bytes(progress.bytes))" : ""
        let work = kind == .relocate ? "relocation" : kind.rawValue
        return "The \(work) of \(organization)/\(libraryID) is \(state.rawValue): \(items)\(bytes)."
    }

    /// Throws unless it did all that it was for (CONTRACT 4, "exit codes").
    func checkEnd() throws(CommandFailure) {
        switch state {
        case .failed:
            let code: ExitCode = error?.code == .serviceUnavailable ? .unavailable : .failed
            throw CommandFailure(error?.message ?? "the job failed", code)
        case .cancelled: throw CommandFailure("the job was cancelled")
        case .done where progress.failed > 0:
            throw CommandFailure("\(Figures.count(progress.failed)) of them failed", .losses)
        case .done, .queued, .running: return
        }
    }
}
