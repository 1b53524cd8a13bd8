import Bytes
import Gateway
import HTTPCore
import Raster

/// What a route does, and what must hold before it does it (CONTRACT 1, "order of checks").
enum Endpoint: Sendable {
    /// No header is asked for: health, metrics, `/cdn`.
    case open(@Sendable (RasterFrontEnd, RequestContext) async throws -> HTTPResponse)
    /// No header is asked for, and people look at the answer; but not in the clear, since a token is in the path.
    case page(@Sendable (RasterFrontEnd, RequestContext) async throws -> HTTPResponse)
    /// `Api-Version` only.
    case anonymous(@Sendable (RasterFrontEnd, RequestContext) async throws -> HTTPResponse)
    /// A key of whatever organization.
    case key(
        @Sendable (RasterFrontEnd, RequestContext, Caller, any CatalogReader) async throws -> HTTPResponse)
    /// A key of the organization in the path; a read.
    case organization(
        @Sendable (RasterFrontEnd, RequestContext, Caller, any CatalogReader) async throws -> HTTPResponse)
    /// The same, for a read whose time has no small bound.
    case organizationSearch(
        @Sendable (RasterFrontEnd, RequestContext, Caller, any CatalogReader) async throws -> HTTPResponse)
    /// A key of the organization in the path; a change.
    case organizationChange(@Sendable (RasterFrontEnd, RequestContext, Caller) async throws -> HTTPResponse)
    /// A key that may read the library in the path.
    case library(
        @Sendable (RasterFrontEnd, RequestContext, LibraryScope, any CatalogReader) async throws
            -> HTTPResponse)
    /// The same, for a list some pages of which are a long walk away.
    case libraryListing(
        @Sendable (RasterFrontEnd, RequestContext, LibraryScope, any CatalogReader) async throws
            -> HTTPResponse)
    /// A key that may read the library in the path, of which its store is asked too, outside of any transaction.
    case libraryStore(@Sendable (RasterFrontEnd, RequestContext, LibraryScope) async throws -> HTTPResponse)
    /// A key that may change the library in the path.
    case libraryChange(@Sendable (RasterFrontEnd, RequestContext, LibraryScope) async throws -> HTTPResponse)
}

extension RasterFrontEnd {
    /// Runs `endpoint` after the checks that it asks for.
    func run(_ endpoint: Endpoint, _ context: RequestContext) async throws -> HTTPResponse {
        if case .open(let action) = endpoint { return try await action(self, context) }
        if case .page(let action) = endpoint { return try await action(self, context) }
        try checkVersion(context.request)
        if case .anonymous(let action) = endpoint { return try await action(self, context) }
        let secret = try bearer(context.request)
        switch endpoint {
        case .open, .page, .anonymous: throw RasterError(.endpointNotFound, "No such endpoint.")
        case .key(let action):
            return try await gateway.catalog.read { (reader) async throws -> HTTPResponse in
                let caller = try await gateway.caller(secret, reader)
                context.trace.note(caller)
                return try await action(self, context, caller, reader)
            }
        case .organization(let action), .organizationSearch(let action):
            // A search goes on elsewhere: the server's own threads have other clients to serve.
            if case .organizationSearch = endpoint { await Task.yield() }
            return try await gateway.catalog.read { (reader) async throws -> HTTPResponse in
                let caller = try await authenticate(secret, context, reader)
                return try await action(self, context, caller, reader)
            }
        case .organizationChange(let action):
            let caller = try await gateway.catalog.read { reader in
                try await authenticate(secret, context, reader)
            }
            return try await action(self, context, caller)
        case .library(let action), .libraryListing(let action):
            if case .libraryListing = endpoint, context.isFarPageOfTags { await Task.yield() }
            return try await gateway.catalog.read { (reader) async throws -> HTTPResponse in
                let caller = try await authenticate(secret, context, reader)
                let scope = try await gateway.scope(caller, context.library, .read, reader)
                return try await action(self, context, scope, reader)
            }
        case .libraryStore(let action):
            return try await action(self, context, try await scope(secret, context, .read))
        case .libraryChange(let action):
            return try await action(self, context, try await scope(secret, context, .write))
        }
    }

    private func scope(
        _ secret: SHA256Digest, _ context: RequestContext, _ access: Access
    ) async throws -> LibraryScope {
        try await gateway.catalog.read { (reader) async throws -> LibraryScope in
            let caller = try await authenticate(secret, context, reader)
            return try await gateway.scope(caller, context.library, access, reader)
        }
    }

    private func authenticate(
        _ secret: SHA256Digest, _ context: RequestContext, _ reader: any CatalogReader
    ) async throws -> Caller {
        let caller = try await gateway.caller(secret, in: context.organization, reader)
        context.trace.note(caller)
        return caller
    }

    private func checkVersion(_ request: HTTPRequest) throws(RasterError) {
        let versions = request.fields.all("Api-Version").filter { !$0.isEmpty }
        guard !versions.isEmpty else {
            throw RasterError(
                .apiVersionRequired, "Send the header \"Api-Version: \(Self.apiVersion)\".")
        }
        guard versions.allSatisfy({ $0 == Self.apiVersion }) else {
            throw RasterError(
                .badUserInput, "This Api-Version is not supported; send \"\(Self.apiVersion)\".")
        }
    }

    private func bearer(_ request: HTTPRequest) throws -> SHA256Digest {
        let values = request.fields.all("Authorization")
        // By bytes: a combining mark after the space would hide it from a comparison by characters.
        let words = values.first?.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) } ?? []
        guard values.count == 1, words.count == 2, words[0].equalsIgnoringASCIICase("Bearer") else {
            throw RasterError(.unauthenticated, "Send the header \"Authorization: Bearer YOUR_API_KEY\".")
        }
        return try NewSecret.digest(of: String(words[1]))
    }
}
