import Bytes
import FakeKit
import HTTPCore
import ImgbtFake
import TestSupport
import Testing

@Suite struct GoldenExchangeTests {
    @Test func `an exchange is read`() throws {
        let exchange = try GoldenExchange.imgbt("asset-upload")

        #expect(exchange.source.contains("Assets API"))
        #expect(exchange.notes["state"] == "empty")
        #expect(exchange.status == 201)
        #expect(
            exchange.content
                == .form(
                    try [
                        "file: @\"harbour.jpg\" image/jpeg 245760", "partition: marketing",
                        "collection: blog", "channel: hero-images",
                    ].map(GoldenField.init)))
    }

    @Test func `a form becomes a body of the length that it states`() async throws {
        let request = try GoldenExchange.imgbt("asset-upload").request
        let body = try #require(request.body)

        let bytes = try await body.collect(upTo: 1 << 20)

        #expect(bytes.count == body.length)
        #expect(MultipartParser.boundary(contentType: request.fields["Content-Type"] ?? "") != nil)
        #expect(String(decoding: bytes.suffix(4), as: UTF8.self) == "--\r\n")
    }

    @Test func `what differs is told by its place`() throws {
        let one = try JSONValue(parsing: Array(#"{"id": "a", "data": [{"size": 1}], "old": 1}"#.utf8))
        let other = try JSONValue(parsing: Array(#"{"id": 7, "data": [{"size": 2}], "new": 1}"#.utf8))

        let places = GoldenExchange.differences(one, other, volatile: ["id"]).map { $0.prefix { $0 != ":" } }

        #expect(places == ["$.new", "$.id", "$.data[0].size", "$.old"])
    }
}
