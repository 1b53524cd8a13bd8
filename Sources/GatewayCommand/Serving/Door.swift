import HTTPCore
import RasterHTTP

/// The server's handler before and after the gateway is ready.
final class Door: HTTPHandler {
    private let inside = Late<any HTTPHandler>()

    func open(to handler: some HTTPHandler) { inside.set(handler) }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let handler = inside.value else { return refuse(.draining, request) }
        return await handler.respond(to: request)
    }

    func recall(_ image: RequestImage) -> HTTPResponse? { inside.value?.recall(image) }

    func refuse(_ refusal: HTTPRefusal, _ request: HTTPRequest?) -> HTTPResponse {
        inside.value?.refuse(refusal, request) ?? RasterFrontEnd.starting
    }
}
