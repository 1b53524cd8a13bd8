import Raster

extension StoreSync {
    /// Asks the backend about assets, a few at once.
    ///
    /// Throws where it cannot be asked; what it cannot say about one asset is an answer.
    func ask(_ ids: Set<NativeID>) async throws -> [NativeID: NativeAnswer] {
        try checkCancellation()
        let adapter = adapter
        let width = min(max(1, adapter.limits.concurrency), 8)
        return try await withThrowingTaskGroup(of: (NativeID, NativeAnswer).self) { group in
            var answers: [NativeID: NativeAnswer] = [:]
            for (index, id) in ids.enumerated() {
                if index >= width, let (id, answer) = try await group.next() { answers[id] = answer }
                group.addTask { (id, try await Self.answer(about: id, from: adapter)) }
            }
            for try await (id, answer) in group { answers[id] = answer }
            return answers
        }
    }

    private static func answer(
        about id: NativeID, from adapter: any Adapter
    ) async throws(StorageError) -> NativeAnswer {
        do throws(StorageError) { return .there(try await adapter.stat(id)) } catch {
            switch error.kind {
            case .notFound: return .gone
            // Whoever may read nothing at all is refused the first time it matters.
            case .denied, .malformed, .invalid, .preconditionFailed, .unsupported, .tooLarge, .alreadyExists,
                .internal:
                return .failed(error.message)
            case .unauthenticated, .insufficientStorage, .rateLimited, .timedOut, .cancelled,
                .unavailable:
                throw error
            }
        }
    }
}
