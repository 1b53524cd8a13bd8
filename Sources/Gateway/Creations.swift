import Raster

/// What became of the files of one upload, each by itself.
struct Creations {
    /// What became of one file.
    struct Outcome: Sendable {
        /// Its number.
        let index: Int
        /// What was made; `nil` where it failed.
        let asset: NativeAsset?
        /// Why it failed.
        let failure: StorageError?

        /// The file `index` is `asset`.
        init(_ index: Int, made asset: NativeAsset) {
            (self.index, self.asset, failure) = (index, asset, nil)
        }

        /// The file `index` has failed.
        init(_ index: Int, failed error: StorageError) {
            (self.index, asset, failure) = (index, nil, error)
        }
    }

    private enum State {
        case waiting, begun, made(NativeAsset), failed(StorageError)
    }

    private var states: [State]
    /// The first failure.
    private(set) var failure: StorageError?

    init(count: Int) { states = Array(repeating: .waiting, count: count) }

    /// The file with this number is on its way.
    mutating func begin(_ index: Int) { states[index] = .begun }

    /// One has ended.
    mutating func note(_ outcome: Outcome) {
        if let asset = outcome.asset { states[outcome.index] = .made(asset) }
        guard let error = outcome.failure else { return }
        states[outcome.index] = .failed(error)
        failure = failure ?? error
    }

    /// What was made, in the order of the files.
    var assets: [NativeAsset] {
        states.compactMap { if case .made(let asset) = $0 { asset } else { nil } }
    }

    /// The files of which the backend has nothing for certain: no look at it is needed.
    var leavingNothing: [Int] {
        states.indices.filter { index in
            switch states[index] {
            case .waiting: true
            case .begun, .made: false
            case .failed(let error): error.leavesNothing
            }
        }
    }
}

extension StorageError {
    /// Whether a create that failed so left nothing behind for certain.
    ///
    /// Not where there is something already, nor where the one who says so did not know what was happening.
    var leavesNothing: Bool {
        switch kind {
        case .alreadyExists, .cancelled, .malformed, .internal: false
        case .notFound, .invalid, .unauthenticated, .denied, .preconditionFailed, .tooLarge,
            .insufficientStorage, .unsupported, .rateLimited, .timedOut, .unavailable:
            effect == .none
        }
    }
}
