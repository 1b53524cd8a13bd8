import Bytes
import FakeKit
import HTTPCore
import TestSupport
import Testing

@Suite struct FakePageTests {
    private let all = Array(0..<10)

    @Test func `pages follow one another to the end`() {
        let first = FakePage(all, from: 0, limit: 4)
        let last = FakePage(all, from: 8, limit: 4)

        #expect(first.items == [0, 1, 2, 3])
        #expect(first.next == .at(4))
        #expect(last.items == [8, 9])
        #expect(last.next == .end)
    }

    @Test(
        arguments: [
            (.repeatedPage, [4, 5, 6], .at(4)), (.skippedPage, [4, 5, 6], .end),
            (.loopingCursor, [4, 5, 6], .loop(4)), (.emptyPage, [], .at(4)), (.shrinkingPage, [4], .at(5)),
            (.reorderedPage, [6, 5, 4], .at(7)), (.duplicateItem, [4, 4, 5, 6], .at(7)),
        ] as [(PageFault, [Int], FakePage<Int>.Next)])
    func `a page is wrong as asked for`(_ fault: PageFault, _ items: [Int], _ next: FakePage<Int>.Next) {
        let page = FakePage(all, from: 4, limit: 3, fault: fault)

        #expect(page.items == items)
        #expect(page.next == next)
    }

    @Test func `a cursor that loops leads to itself again`() {
        #expect(FakePage(all, from: 4, limit: 3, loops: true).next == .loop(4))
    }
}
