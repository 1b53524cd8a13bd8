import HTTPCore
import Raster
import Synchronization

/// Answers to reads that hold as long as nothing in the catalog changes.
///
/// An answer is kept under the image of its request and the stamp that the catalog had before anything was read
/// for it; it is found only under that very stamp. So a client that has been told of a change, whoever made it and
/// in whatever process, never sees an answer from before. Bounded in bytes: what nobody asks for goes first, and a
/// change of the catalog empties it.
final class RecentAnswers: Sendable {
    /// An answer with what is needed to log and count the request without reading it.
    struct Known: Sendable {
        /// The answer, as it was before its id was added.
        let response: HTTPResponse
        /// What the log and the metrics say of the request.
        let subject: RequestSubject
        /// Where it is counted.
        let figures: RequestObserver.Figures
        /// When it ends to hold, although nothing changes: when the organization expires.
        let expires: Timestamp?
    }

    /// A part of them with a lock of its own, so that threads seldom meet.
    private final class Shelf: Sendable {
        struct Content {
            var stamp: CatalogStamp?
            /// Those that came or were asked for lately, and their bytes.
            var young: [RequestImage: Known] = [:]
            var bytes = 0
            /// Those that were young before; they go when the present ones grow old.
            var old: [RequestImage: Known] = [:]

            /// The answer; one that was old is young again.
            mutating func find(_ image: RequestImage, atMost capacity: Int) -> Known? {
                if let known = young[image] { return known }
                guard let known = old[image] else { return nil }
                add(known, image, atMost: capacity)
                return known
            }

            mutating func add(_ known: Known, _ image: RequestImage, atMost capacity: Int) {
                let size = RecentAnswers.size(of: known, image)
                if bytes + size > capacity { (old, young, bytes) = (young, [:], 0) }
                if young.updateValue(known, forKey: image) == nil { bytes += size }
            }
        }

        let content = Mutex(Content())
    }

    /// Fields, subject and dictionary, roughly.
    private static let overhead = 1024

    private let shelves: [Shelf]
    /// Bytes of the young on one shelf.
    private let capacity: Int

    /// A memory of at most `capacity` bytes.
    init(capacity: Int = 16 << 20, shelves: Int = 8) {
        self.capacity = capacity / shelves / 2
        self.shelves = (0..<shelves).map { _ in Shelf() }
    }

    /// The answer to the request with this image, if it still holds.
    func answer(to image: RequestImage, at stamp: CatalogStamp, _ now: Timestamp) -> Known? {
        let known = shelf(of: image).content.withLock { content in
            content.stamp == stamp ? content.find(image, atMost: capacity) : nil
        }
        guard let known, known.expires.map({ now < $0 }) ?? true else { return nil }
        return known
    }

    /// Keeps an answer for which nothing was read before `stamp` was taken.
    func keep(_ known: Known, for image: RequestImage, at stamp: CatalogStamp) {
        guard Self.size(of: known, image) <= capacity / 4 else { return }
        shelf(of: image).content.withLock { content in
            if content.stamp != stamp { content = .init(stamp: stamp) }
            content.add(known, image, atMost: capacity)
        }
    }

    private static func size(of known: Known, _ image: RequestImage) -> Int {
        image.count + (known.response.body.length ?? 0) + overhead
    }

    private func shelf(of image: RequestImage) -> Shelf {
        shelves[Int(UInt(bitPattern: image.number) % UInt(shelves.count))]
    }
}
