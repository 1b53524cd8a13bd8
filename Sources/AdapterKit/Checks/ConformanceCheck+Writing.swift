import Bytes
import Raster

extension ConformanceCheck {
    /// Bodies of every shape that are stored.
    static let writing = [
        ConformanceCheck("an empty body is an asset") { scratch in
            let asset = try await scratch.store([])
            try await scratch.adapter.expectBytes([], of: asset.id)
        },
        ConformanceCheck("a body in many small pieces is stored whole") { scratch in
            let bytes = scratch.bytes(3000)
            let stream = ByteStream(bytes, chunkSize: 1)
            let asset = try await scratch.create(scratch.draft(size: 3000), .stream(stream))
            try await scratch.adapter.expectBytes(bytes, of: asset.id)
        },
        ConformanceCheck("a body of more than a mebibyte is stored whole") { scratch in
            let bytes = scratch.bytes(1_150_003)
            let stream = ByteStream(bytes, chunkSize: 99_991)
            let asset = try await scratch.create(scratch.draft(size: bytes.count), .stream(stream))
            try await scratch.adapter.expectBytes(bytes, of: asset.id)
        },
        ConformanceCheck("every byte value is kept") { scratch in
            let bytes = Array(0...255) + Array("\r\n\0\u{feff}--\r\n".utf8)
            try await scratch.adapter.expectBytes(bytes, of: try await scratch.store(bytes).id)
        },
        ConformanceCheck("a stream that does not say its length is stored") { scratch in
            let bytes = scratch.bytes(5000)
            let source = ByteStream(bytes, chunkSize: 999)
            let stream = ByteStream(length: nil) { try await source.next() }
            let asset = try await scratch.create(scratch.draft(size: 5000), .stream(stream))
            try await scratch.adapter.expectBytes(bytes, of: asset.id)
        },
        ConformanceCheck("a file is stored like a stream") { scratch in
            let bytes = scratch.bytes(5000)
            let slice = FileSlice(try temporaryFile(bytes), ByteRange(offset: 0, length: 5000))
            let asset = try await scratch.create(scratch.draft(size: 5000), .file(slice))
            try await scratch.adapter.expectBytes(bytes, of: asset.id)
        },
        ConformanceCheck("a part of a file is stored as that part") { scratch in
            let bytes = scratch.bytes(5000)
            let slice = FileSlice(try temporaryFile(bytes), ByteRange(offset: 1000, length: 3000))
            let asset = try await scratch.create(scratch.draft(size: 3000), .file(slice))
            try await scratch.adapter.expectBytes(Array(bytes[1000..<4000]), of: asset.id)
        },
        ConformanceCheck("an empty file is an asset") { scratch in
            let slice = FileSlice(try temporaryFile([]), ByteRange(offset: 0, length: 0))
            let asset = try await scratch.create(scratch.draft(size: 0), .file(slice))
            try await scratch.adapter.expectBytes([], of: asset.id)
        },
        ConformanceCheck("an empty asset is described with no bytes") { scratch in
            let asset = try await scratch.store([])
            let size = try await scratch.adapter.stat(asset.id).size
            try expect(size == nil || size == 0, "its size is \(size ?? -1)")
        },
        ConformanceCheck("a file can be stored again under another key") { scratch in
            let bytes = scratch.bytes(2000)
            let slice = FileSlice(try temporaryFile(bytes), ByteRange(offset: 0, length: 2000))
            for _ in 0..<2 {
                let asset = try await scratch.create(scratch.draft(size: 2000), .file(slice))
                try await scratch.adapter.expectBytes(bytes, of: asset.id)
            }
        },
        ConformanceCheck("a file in the spool folder is stored") { scratch in
            guard let folder = scratch.adapter.spoolFolder else { return }
            let draft = scratch.draft(size: 700)
            let bytes = scratch.bytes(700)
            let file = try spooledFile(bytes, at: "\(folder)/\(draft.key.asset).conformance")
            let slice = FileSlice(file, ByteRange(offset: 0, length: 700))
            defer { removeFile(of: file) }
            let asset = try await scratch.create(draft, .file(slice))
            try await scratch.adapter.expectBytes(bytes, of: asset.id)
        },
        ConformanceCheck("a body as long as a buffer is stored whole") { scratch in
            for size in [4096, 65_536, 262_144] {
                let bytes = scratch.bytes(size)
                try await scratch.adapter.expectBytes(bytes, of: try await scratch.store(bytes).id)
            }
        },
        ConformanceCheck("storing an asset leaves the others alone") { scratch in
            let bytes = scratch.bytes(100)
            let first = try await scratch.store(bytes)
            let before = try await scratch.adapter.stat(first.id)
            _ = try await scratch.store(scratch.bytes(101))
            try await scratch.adapter.expectBytes(bytes, of: first.id)
            let after = try await scratch.adapter.stat(first.id)
            try expect(before == after, "it was \(before) and is \(after)")
        },
        ConformanceCheck("storing answers what a look shows") { scratch in
            let asset = try await scratch.store()
            try expectAgreement(asset, try await scratch.adapter.stat(asset.id), "a look")
        },
        ConformanceCheck("the same bytes under two keys are two assets") { scratch in
            let bytes = scratch.bytes(100)
            let first = try await scratch.store(bytes)
            let second = try await scratch.store(bytes)
            try expect(first.id != second.id, "both are \(first.id)")
            try await scratch.adapter.delete(first.id)
            try await scratch.adapter.expectBytes(bytes, of: second.id)
        },
        ConformanceCheck("a repeat with the same key makes no second asset") { scratch in
            let draft = scratch.draft(size: 3)
            _ = try await scratch.create(draft, .stream(ByteStream([1, 2, 3])))
            if case .found? = try await scratch.adapter.finding?.find(draft.key) { return }
            try await expectError(.alreadyExists, of: "the repeat") {
                _ = try await scratch.create(draft, .stream(ByteStream([1, 2, 3])))
            }
        },
        ConformanceCheck("a repeat with the same key leaves the first bytes alone") { scratch in
            let draft = scratch.draft(size: 3)
            let first = try await scratch.create(draft, .stream(ByteStream([1, 2, 3])))
            _ = try? await scratch.create(draft, .stream(ByteStream([4, 5, 6])))
            try await scratch.adapter.expectBytes([1, 2, 3], of: first.id)
        },
    ]
}
