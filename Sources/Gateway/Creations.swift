import Raster

/// What became of the files of one upload, each by itself.
struct Creations {
    private enum State {
        case waiting, begun
        case ended(Result<NativeAsset, StorageError>)
    }

    private var states: [State]
    /// The first failure.
    private(set) var failure: StorageError?

    init(count: Int) { states = Array(repeating: .waiting, count: count) }

    /// The file with this number is on its way.
    mutating func begin(_ index: Int) { states[index] = .begun }

    /// What became of one.
    mutating func note(_ ended: (index: Int, result: Result<NativeAsset, StorageError>)) {
        states[ended.index] = .ended(ended.result)
        if case .failure(let error) = ended.result { failure = failure ?? error }
    }

    /// What was made, in the order of the files.
    var assets: [NativeAsset] {
        states.compactMap { if case .ended(.success(let asset)) = $0 { asset } else { nil } }
    }

    /// The files of which the backend has nothing for certain: no look at it is needed.
    var leavingNothing: [Int] {
        states.indices.filter { index in
            switch states[index] {
            case .waiting: true
            case .begun, .ended(.success): false
            case .ended(.failure(let error)): error.leavesNothing
            }
        }
    }
}

extension StorageError {
    /// Whether a create that failed so left nothing behind for certain.
    ///
    /// Not where there is something already, nor where the one who says so did not know what was happening.
    fileprivate var leavesNothing: Bool {
        switch kind {
        case .alreadyExists, .cancelled, .malformed, .internal: false
        case .notFound, .invalid, .unauthenticated, .denied, .preconditionFailed, .tooLarge,
            .insufficientStorage, .unsupported, .rateLimited, .timedOut, .unavailable:
            effect == .none
        }
    }
}
