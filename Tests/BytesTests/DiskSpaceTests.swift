import Bytes
import Testing

@Suite struct DiskSpaceTests {
    @Test func `a disk has room in bytes, and files where they are limited`() throws {
        let free = try #require(DiskSpace.availableBytes(at: "/"))
        let total = try #require(DiskSpace.totalBytes(at: "/"))

        #expect((0...total).contains(free))
        if let files = DiskSpace.files(at: "/") { #expect((0...files.total).contains(files.available)) }
    }

    @Test func `what is not there has no room, and a file system without a limit of files has none`() {
        #expect(DiskSpace.availableBytes(at: "/nowhere") == nil)
        #expect(DiskSpace.files(at: "/nowhere") == nil)
        #expect(DiskSpace.files(at: "/proc") == nil)
    }
}
