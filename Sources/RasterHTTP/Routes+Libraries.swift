import Gateway
import HTTPCore
import Raster
import Telemetry

/// `GET /me`.
@Sendable func me(
    _ front: RasterFrontEnd, _ context: RequestContext, _ caller: Caller, _ reader: any CatalogReader
) async throws -> HTTPResponse {
    context.trace.noteOfCatalog()
    let libraries = try await reader.libraries(
        in: caller.organization.id, reachableBy: caller.key.grants, page: nil)
    return Envelope.response { json in
        json.object { json in
            json.member("organizationId", caller.organization.id.rawValue)
            json.member("organizationName", caller.organization.name)
            json.member("plan", caller.organization.plan?.rawValue)
            json.array("libraries") { json in
                for library in libraries { json.reach(library.id, caller.key.grants) }
            }
        }
    }
}

extension JSONWriter {
    /// One entry of `/me`'s libraries.
    fileprivate mutating func reach(_ library: LibraryID, _ grants: Grants) {
        object { json in
            json.member("library", library.rawValue)
            json.member("access", grants.access(to: library)?.rawValue)
        }
    }
}

/// `GET …/libraries`.
@Sendable func listLibraries(
    _ front: RasterFrontEnd, _ context: RequestContext, _ caller: Caller, _ reader: any CatalogReader
) async throws -> HTTPResponse {
    let page = try context.query().page()
    context.trace.noteOfCatalog()
    let views = try await front.gateway.libraries(of: caller, page: page, reader)
    return Envelope.list(views) { $0.library($1) }
}

/// `POST …/libraries`.
@Sendable func createLibrary(
    _ front: RasterFrontEnd, _ context: RequestContext, _ caller: Caller
) async throws -> HTTPResponse {
    guard caller.key.grants.canWriteSomewhere else {
        throw RasterError(.readOnlyKey, "A read-only API key cannot create libraries.")
    }
    return try await front.change(context, scope: caller.idempotencyScope) { body in
        (
            name: try Rules.libraryName(try body.string("name")),
            slug: try body.optionalString("slug").map { try Rules.slug($0) }
        )
    } perform: { [gateway = front.gateway] wanted, writer in
        let view = try await gateway.createLibrary(
            name: wanted.name, slug: wanted.slug, for: caller, writer)
        return Envelope.answer(201) { $0.library(view) }
    }
}

/// `PATCH …/libraries/:lib`.
@Sendable func renameLibrary(
    _ front: RasterFrontEnd, _ context: RequestContext, _ scope: LibraryScope
) async throws -> HTTPResponse {
    try await front.change(context, scope: scope.idempotencyScope) { body in
        try Rules.libraryName(try body.string("name"))
    } perform: { [gateway = front.gateway] name, writer in
        let library = try await Gateway.reaching { () async throws(StorageError) in
            try await writer.rename(scope.library.key, to: name)
        }
        let view = try await gateway.view(library, writer)
        return Envelope.answer { $0.library(view) }
    }
}

/// `POST /libraries`.
@Sendable func createAnonymously(
    _ front: RasterFrontEnd, _ context: RequestContext
) async throws -> HTTPResponse {
    guard front.gateway.settings.anonymous.isEnabled else {
        throw RasterError(.notSupported, "This gateway makes no organizations for anonymous callers.")
    }
    let client = context.client
    return try await front.change(context, scope: "address:\(client)") { body in
        (
            email: try Rules.email(try body.string("email")),
            name: try body.optionalString("name").map { try Rules.libraryName($0) }
        )
    } perform: { [gateway = front.gateway] wanted, writer in
        let grant = try await gateway.createAnonymously(
            email: wanted.email, name: wanted.name, from: client, writer)
        return Envelope.answer { $0.anonymous(grant) }
    }
}

extension JSONWriter {
    /// The one answer that holds a secret.
    fileprivate mutating func anonymous(_ grant: Gateway.AnonymousGrant) {
        object { json in
            json.member("organizationId", grant.organization.id.rawValue)
            json.member("libraryId", grant.library.id.rawValue)
            json.member("apiKey", grant.secret)
            json.member("claimUrl", grant.claimURL)
            json.member("expiresAt", grant.organization.expires.map { UTC.text(Int($0.milliseconds)) })
            json.member("emailSent", grant.isMailed)
        }
    }
}
