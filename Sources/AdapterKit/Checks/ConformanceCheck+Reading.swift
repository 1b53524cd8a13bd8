import Bytes
import Raster

extension ConformanceCheck {
    /// Describing and opening.
    static let reading = [
        ConformanceCheck("an unknown asset cannot be described") { scratch in
            let id = try await scratch.unknownID()
            try await expectError(.notFound, of: "describing it") { _ = try await scratch.adapter.stat(id) }
        },
        ConformanceCheck("an unknown asset is refused before its first byte") { scratch in
            let id = try await scratch.unknownID()
            try await expectError(.notFound, of: "opening it") { _ = try await scratch.adapter.open(id, nil) }
        },
        ConformanceCheck("a strange id is not found") { scratch in
            for id in [
                "", "/", "../../etc/passwd", "/etc/passwd", "a/../b", String(repeating: "x", count: 5000),
            ] {
                try await scratch.adapter.expectNothing(at: NativeID(id))
            }
        },
        ConformanceCheck("an asset is described with the size it has") { scratch in
            let asset = try await scratch.store(scratch.bytes(1234))
            for seen in [asset, try await scratch.adapter.stat(asset.id)] {
                try expect(seen.id == asset.id, "it is described as \(seen.id)")
                try expect(seen.size == nil || seen.size == 1234, "its size is \(seen.size ?? -1)")
            }
        },
        ConformanceCheck("an asset says for which key it was made, or nothing") { scratch in
            let draft = scratch.draft(size: 1)
            let id = try await scratch.create(draft, .stream(ByteStream([1]))).id
            let seen = try await scratch.adapter.stat(id).asset
            try expect(seen == nil || seen == draft.key.asset, "it says \(seen?.rawValue ?? "")")
        },
        ConformanceCheck("the bytes come back as they went") { scratch in
            let bytes = scratch.bytes(300_001)
            try await scratch.adapter.expectBytes(bytes, of: try await scratch.store(bytes).id)
        },
        ConformanceCheck("a content is as long as it says") { scratch in
            let asset = try await scratch.store(scratch.bytes(5000))
            let content = try await scratch.adapter.open(asset.id, nil)
            try expect(content.length == nil || content.length == 5000, "it says \(content.length ?? -1)")
            let seen = try await content.stream.collect(upTo: 10_000).count
            try expect(seen == 5000, "\(seen) of 5000 bytes came")
        },
        ConformanceCheck("an asset can be read twice at once") { scratch in
            let bytes = scratch.bytes(200_000)
            let asset = try await scratch.store(bytes)
            let first = try await scratch.adapter.open(asset.id, nil).stream
            let start = try await first.next() ?? []
            try await scratch.adapter.expectBytes(bytes, of: asset.id)
            let rest = try await first.collect(upTo: 200_000)
            try expect(start + rest == bytes, "the second reader disturbs the first")
        },
        ConformanceCheck("contents that are left unread hold nothing up") { scratch in
            let bytes = scratch.bytes(200_000)
            let asset = try await scratch.store(bytes)
            for _ in 0..<min(scratch.adapter.limits.concurrency, 16) + 4 {
                _ = try await scratch.adapter.open(asset.id, nil).stream.next()
            }
            try await scratch.adapter.expectBytes(bytes, of: asset.id)
        },
        ConformanceCheck("an asset that is deleted under its reader comes whole or fails") { scratch in
            let bytes = scratch.bytes(200_000)
            let asset = try await scratch.store(bytes)
            let stream = try await scratch.adapter.open(asset.id, nil).stream
            let start = try await stream.next() ?? []
            try await scratch.adapter.delete(asset.id)
            guard let rest = try? await stream.collect(upTo: 200_000) else { return }
            try expect(start + rest == bytes, "\(start.count + rest.count) of 200000 bytes pass for all")
        },
        ConformanceCheck("an asset that nobody changes looks the same twice") { scratch in
            let id = try await scratch.store().id
            let (first, second) = (try await scratch.adapter.stat(id), try await scratch.adapter.stat(id))
            try expect(first == second, "it is \(first), then \(second)")
        },
        ConformanceCheck("an id that resembles another is not found") { scratch in
            let id = try await scratch.store().id
            for other in id.lookalikes { try await scratch.adapter.expectNothing(at: other) }
        },
    ]
}

extension NativeID {
    /// Ids that a system takes for this one when it is careless about escapes, queries and numbers.
    var lookalikes: [NativeID] {
        let first = rawValue.utf8.first.map { "%" + Hex.encode([$0]) } ?? "%"
        return [
            "\(rawValue)?x=1", "\(rawValue)#x", "\(rawValue)%20", "\(rawValue) ", "\(rawValue)%00",
            "\(rawValue);x", "\(first)\(rawValue.dropFirst())", "0\(rawValue)",
        ].map { NativeID($0) }
    }
}
