import Bytes
import FakeKit
import HTTPCore
import ImgbtFake
import TestSupport
import Testing

@Suite struct ImgbtGoldenTests {
    @Test(arguments: try GoldenExchange.imgbt())
    func `a documented request gets the documented answer`(_ exchange: GoldenExchange) async throws {
        let fake = try GoldenVault.fake(for: exchange)

        let response = try await LoopbackTransport(to: fake).send(exchange.request)

        #expect(response.status == exchange.status)
        for field in exchange.answerFields {
            #expect(response.fields[field.name] == field.value)
        }
        let bytes = try await response.collect()
        switch exchange.answerContent {
        case .none: #expect(bytes.isEmpty)
        case .json(let documented):
            let actual = try JSONValue(parsing: bytes)
            let volatile = GoldenExchange.imgbtVolatile
            #expect(GoldenExchange.differences(documented, actual, volatile: volatile) == [])
        case .sample(let sample): #expect(bytes == sample.bytes)
        case .text(let text): #expect(String(decoding: bytes, as: UTF8.self) == text)
        case .form: Issue.record("an answer is no form")
        }
        #expect(fake.plan.unconsumed.isEmpty)
    }

    @Test func `every documented route has an exchange that succeeds and one that fails`() throws {
        let routes = try GoldenExchange.imgbt().reduce(into: [String: Set<Bool>]()) { routes, exchange in
            routes[exchange.route, default: []].insert(exchange.status.code < 300)
        }

        let both = ["POST assets", "GET assets", "GET assets/{}", "PATCH assets/{}", "DELETE assets/{}"]
        for route in both { #expect(routes[route] == [true, false], "\(route)") }
        let succeed = ["GET keys", "POST keys", "DELETE keys/{}", "POST urls/sign", "POST urls/revoke"]
        for route in succeed { #expect(routes[route] == [true], "\(route)") }
    }

    @Test func `every documented code of an error has an exchange`() throws {
        let codes = try GoldenExchange.imgbt().compactMap { exchange -> String? in
            guard exchange.notes["dialect"] == nil, case .json(let body) = exchange.answerContent else {
                return nil
            }
            return try body.asObject().optionalObject("error")?.string("code")
        }

        #expect(
            Set(codes) == [
                "INVALID_PARAMS", "UNAUTHORIZED", "FORBIDDEN", "ASSET_NOT_FOUND", "NOT_FOUND", "CONFLICT",
                "PAYLOAD_TOO_LARGE", "RATE_LIMITED", "INTERNAL_ERROR",
            ])
    }
}

extension GoldenExchange {
    /// The route as the documents name it, without the base path: `GET assets/{}`.
    fileprivate var route: String {
        let segments = target.prefix { $0 != "?" }.split(separator: "/").map(String.init)
        let start = segments.firstIndex { ["assets", "keys", "urls", "delivery"].contains($0) } ?? 0
        var rest = Array(segments[start...])
        if rest.count == 2, rest[0] != "urls" { rest[1] = "{}" }
        return "\(method.rawValue) \(rest.joined(separator: "/"))"
    }
}
