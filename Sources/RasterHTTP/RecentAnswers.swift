import HTTPCore
import Raster
import Synchronization

/// Answers to reads that hold as long as nothing in the catalog changes.
///
/// An answer is kept under the image of its request and the stamp that the catalog had before anything was read
/// for it; it is found only under that very stamp. So a client that has been told of a change, whoever made it and
/// in whatever process, never sees an answer from before. Bounded in bytes; a change of the catalog empties it.
final class RecentAnswers: Sendable {
    /// An answer with what is needed to log and count the request without reading it.
    struct Known: Sendable {
        /// The answer, as it was before its id was added.
        let response: HTTPResponse
        /// What the log and the metrics say of the request.
        let subject: RequestSubject
        /// When it ends to hold, although nothing changes: when the organization expires.
        let expires: Timestamp?
    }

    /// A part of them with a lock of its own, so that threads seldom meet.
    private final class Shelf: Sendable {
        struct Content {
            var stamp: CatalogStamp?
            var answers: [RequestImage: Known] = [:]
            var bytes = 0
        }

        let content = Mutex(Content())
    }

    /// Fields, subject and dictionary, roughly.
    private static let overhead = 1024

    private let shelves: [Shelf]
    private let capacity: Int

    /// A memory of at most `capacity` bytes.
    init(capacity: Int = 4 << 20, shelves: Int = 8) {
        self.capacity = capacity / shelves
        self.shelves = (0..<shelves).map { _ in Shelf() }
    }

    /// The answer to the request with this image, if it still holds.
    func answer(to image: RequestImage, at stamp: CatalogStamp, _ now: Timestamp) -> Known? {
        let known = shelf(of: image).content.withLock { $0.stamp == stamp ? $0.answers[image] : nil }
        guard let known, known.expires.map({ now < $0 }) ?? true else { return nil }
        return known
    }

    /// Keeps an answer for which nothing was read before `stamp` was taken.
    func keep(_ known: Known, for image: RequestImage, at stamp: CatalogStamp) {
        let size = image.count + (known.response.body.length ?? 0) + Self.overhead
        guard size <= capacity / 4 else { return }
        shelf(of: image).content.withLock { shelf in
            if shelf.stamp != stamp || shelf.bytes + size > capacity { shelf = .init(stamp: stamp) }
            if shelf.answers.updateValue(known, forKey: image) == nil { shelf.bytes += size }
        }
    }

    private func shelf(of image: RequestImage) -> Shelf {
        shelves[Int(UInt(bitPattern: image.number) % UInt(shelves.count))]
    }
}
