import Gateway
import HTTPCore
import Raster

/// `POST …/sync`.
@Sendable func startSync(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    try await front.starting(context, scope) { try await front.gateway.startSync(of: scope.library, $0) }
}

/// `POST …/relocate`.
@Sendable func startRelocation(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    try await front.starting(context, scope) { try await front.gateway.relocate(in: scope, $0) }
}

/// `GET …/jobs`.
@Sendable func listJobs(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope, _ reader: any CatalogReader
) async throws -> HTTPResponse {
    let page = try context.query().page()
    let jobs = try await front.gateway.jobs(in: scope, page: page, reader)
    return Envelope.list(jobs) { $0.job($1) }
}

/// `GET …/jobs/:id`.
@Sendable func getJob(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope, _ reader: any CatalogReader
) async throws -> HTTPResponse {
    let job = try await front.gateway.job(context.job, in: scope, reader)
    return Envelope.response { $0.job(job) }
}

/// `DELETE …/jobs/:id`.
@Sendable func cancelJob(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    let id = context.job
    let response = try await front.identified(context, scope.idempotencyScope) { ticket, _ in
        try await front.gateway.commit(ticket) { [gateway = front.gateway] writer in
            let job = try await gateway.cancelJob(id, in: scope, writer)
            return Envelope.answer { $0.job(job) }
        }
    }
    front.gateway.lookAtJobs()
    return response
}

extension RequestContext {
    /// The job named in the path.
    fileprivate var job: JobID { JobID(path["job"]) }
}

extension RasterFrontEnd {
    /// The answer with a job that `start` makes or finds; it is begun once it is committed.
    fileprivate func starting(
        _ context: RequestContext, _ scope: LibraryScope,
        _ start: @escaping @Sendable (any CatalogWriter) async throws -> Job
    ) async throws -> HTTPResponse {
        let response = try await change(context, scope: scope.idempotencyScope) { _ in
        } perform: { _, writer in
            let job = try await start(writer)
            return Envelope.answer(202) { $0.job(job) }
        }
        gateway.lookAtJobs()
        return response
    }
}
