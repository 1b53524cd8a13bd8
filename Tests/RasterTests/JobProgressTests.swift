import Raster
import Testing

@Suite struct JobProgressTests {
    @Test func `parts add up`() {
        let first = JobProgress(items: 2, itemsTotal: 2, bytes: 10, bytesTotal: 10, failed: 1)

        let both = first.adding(JobProgress(items: 1, itemsTotal: 3, bytes: 5, bytesTotal: 20, failed: 2))

        #expect(both == JobProgress(items: 3, itemsTotal: 5, bytes: 15, bytesTotal: 30, failed: 3))
    }

    @Test func `the whole is unknown as long as that of the next part is`() {
        let both = JobProgress(items: 2, itemsTotal: 2).adding(JobProgress(items: 1))

        #expect(both == JobProgress(items: 3))
    }
}
