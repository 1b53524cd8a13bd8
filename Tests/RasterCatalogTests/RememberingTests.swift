import Raster
import TestSupport
import Testing

@testable import RasterCatalog

@Suite struct RememberingTests {
    private func walk(revision: Int64 = 1, tags: [Int64] = [1, 2], words: String = "") -> PageMarks.Walk {
        PageMarks.Walk(libraries: [LibraryKey(1): revision], tags: tags, words: words)
    }

    private func page(_ ids: ClosedRange<Int>) -> [Asset] {
        ids.map { .sample(AssetID("a\($0)"), created: .sample(Int64($0))) }
    }

    private func rows(_ rows: Int64...) -> RowSet { rows.reduce(into: RowSet()) { $0.insert($1) } }

    @Test func `the next page begins at the last asset of the one before`() {
        let marks = PageMarks()
        marks.note(page(1...50), at: 1_000, in: walk())

        let (position, rest) = marks.place(of: 1_050, in: walk())

        #expect(position == AssetPosition(page(50...50)[0]))
        #expect(rest == 1)
    }

    @Test func `a page before all that is known begins at the start`() {
        let marks = PageMarks()
        marks.note(page(1...50), at: 1_000, in: walk())

        let (position, rest) = marks.place(of: 999, in: walk())

        #expect(position == .start && rest == 999)
    }

    @Test func `another revision, other tags and other words know nothing`() {
        let marks = PageMarks()
        marks.note(page(1...50), at: 1_000, in: walk())

        for other in [walk(revision: 2), walk(tags: [1, 3]), walk(words: "x")] {
            #expect(marks.place(of: 1_050, in: other).0 == .start)
        }
    }

    @Test func `the walk used longest ago makes room`() {
        let marks = PageMarks()
        for revision in 1...64 { marks.note(page(1...2), at: 10, in: walk(revision: Int64(revision))) }
        _ = marks.place(of: 20, in: walk(revision: 1))
        marks.note(page(1...2), at: 10, in: walk(revision: 65))

        #expect(marks.place(of: 20, in: walk(revision: 1)).0 != .start)
        #expect(marks.place(of: 20, in: walk(revision: 2)).0 == .start)
    }

    @Test func `a walk remembers its last pages`() {
        let marks = PageMarks()
        for number in 1...33 { marks.note(page(1...2), at: number * 10, in: walk()) }

        #expect(marks.place(of: 15, in: walk()).0 == .start)
        #expect(marks.place(of: 20, in: walk()).rest == 0)
    }

    @Test func `what was found last is remembered, within the room there is`() {
        let set = rows(1, 6_400)
        let recent = RecentMatches(limit: set.size * 2)
        for revision in 1...3 { recent.note(set, of: walk(revision: Int64(revision))) }

        #expect(recent.rows(of: walk(revision: 1)) == nil)
        #expect(recent.rows(of: walk(revision: 3))?.count == 2)
    }

    @Test func `what takes all the room is not remembered`() {
        let recent = RecentMatches(limit: 8)
        recent.note(rows(1_000_000), of: walk())

        #expect(recent.rows(of: walk()) == nil)
    }

    @Test func `a set of rows holds what was put in`() {
        let set = rows(0, 63, 64, 1_000)

        #expect([0, 63, 64, 1_000].allSatisfy(set.contains))
        #expect(![1, 62, 65, 999, 1_001, 100_000].contains(where: set.contains))
        #expect(set.count == 4)
    }
}
