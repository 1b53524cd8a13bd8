import HTTPCore

extension RouteTable<Endpoint> {
    /// The whole HTTP surface, in one screen: CONTRACT 1, then CONTRACT 3.
    static let raster = RouteTable(rasterRoutes + gatewayRoutes + pages + operationalRoutes)

    /// The same, and what stores fetch.
    static let withStaging = RouteTable(raster.routes + staging.routes)

    /// What stores fetch: no part of the API, since its addresses are told to nobody else.
    static let staging = RouteTable([Route(.get, "/staging/{token}", .open(deliverStaged))])

    private static let library: String = "/organizations/{organization}/libraries/{library}"
    private static let own: String = "/gateway/v1" + library

    private static let rasterRoutes: [Route<Endpoint>] = [
        Route(.get, "/me", .key(me)),
        Route(.post, "/libraries", .anonymous(createAnonymously)),
        Route(.get, "/organizations/{organization}/libraries", .organization(listLibraries)),
        Route(.post, "/organizations/{organization}/libraries", .organizationChange(createLibrary)),
        Route(.patch, PathPattern(library), .libraryChange(renameLibrary)),
        Route(.get, PathPattern(library + "/assets"), .libraryListing(listAssets)),
        Route(.post, PathPattern(library + "/assets"), .libraryChange(uploadAssets)),
        Route(.delete, PathPattern(library + "/assets"), .libraryChange(trashAssets)),
        Route(.post, PathPattern(library + "/assets/tag"), .libraryChange(tagAssets)),
        Route(.post, PathPattern(library + "/assets/untag"), .libraryChange(untagAssets)),
        Route(.post, PathPattern(library + "/assets/transfer"), .libraryChange(transferAssets)),
        Route(.get, PathPattern(library + "/assets/{asset}"), .library(getAsset)),
        Route(.patch, PathPattern(library + "/assets/{asset}/description"), .libraryChange(describeAsset)),
        Route(.get, PathPattern(library + "/tags"), .library(listTags)),
        Route(.get, "/organizations/{organization}/search/assets", .organizationSearch(searchAssets)),
        Route(.get, "/cdn/{organization}/{asset}/{filename}", .open(deliver)),
    ]

    private static let gatewayRoutes: [Route<Endpoint>] = [
        Route(.get, PathPattern(own + "/capabilities"), .library(getCapabilities)),
        Route(.get, PathPattern(own + "/trash"), .library(listTrash)),
        Route(.delete, PathPattern(own + "/trash"), .libraryChange(purgeAssets)),
        Route(.post, PathPattern(own + "/trash/restore"), .libraryChange(restoreAssets)),
        Route(.get, PathPattern(own + "/assets/{asset}/comments"), .libraryStore(listComments)),
        Route(.post, PathPattern(own + "/assets/{asset}/comments"), .libraryChange(addComment)),
        Route(.get, PathPattern(own + "/assets/{asset}/comments/{comment}"), .libraryStore(getComment)),
        Route(.patch, PathPattern(own + "/assets/{asset}/comments/{comment}"), .libraryChange(editComment)),
        Route(
            .delete, PathPattern(own + "/assets/{asset}/comments/{comment}"), .libraryChange(removeComment)),
        Route(.get, PathPattern(own + "/assets/{asset}/history"), .libraryStore(getHistory)),
        Route(.get, PathPattern(own + "/assets/{asset}/metadata"), .libraryStore(getMetadata)),
        Route(.get, PathPattern(own + "/assets/{asset}/actions"), .libraryStore(listActions)),
        Route(.post, PathPattern(own + "/assets/{asset}/actions/{action}"), .libraryChange(startAction)),
        Route(.get, PathPattern(own + "/assets/{asset}/action-runs"), .libraryStore(listActionRuns)),
        Route(.get, PathPattern(own + "/assets/{asset}/collections"), .libraryStore(listCollections)),
        Route(.post, PathPattern(own + "/assets/{asset}/reprocess"), .libraryChange(unsupported)),
        Route(.post, PathPattern(own + "/sync"), .libraryChange(startSync)),
        Route(.post, PathPattern(own + "/relocate"), .libraryChange(startRelocation)),
        Route(.get, PathPattern(own + "/jobs"), .library(listJobs)),
        Route(.get, PathPattern(own + "/jobs/{job}"), .library(getJob)),
        Route(.delete, PathPattern(own + "/jobs/{job}"), .libraryChange(cancelJob)),
    ]

    private static let pages: [Route<Endpoint>] = [
        Route(.get, "/claim/{token}", .page(showClaim)), Route(.post, "/claim/{token}", .page(confirmClaim)),
    ]

    private static let operationalRoutes: [Route<Endpoint>] = [
        Route(.get, "/healthz", .open(health)),
        Route(.get, "/readyz", .open(readiness)),
        Route(.get, "/metrics", .open(metrics)),
        Route(.get, "/openapi.json", .open(openAPI)),
    ]
}
