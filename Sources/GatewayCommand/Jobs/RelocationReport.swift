import Gateway
import Raster

extension Composition {
    /// What does long work, telling `tell` of each asset that does not get to the store of its library.
    func works(
        tellingFailures tell: @escaping RelocationWork.Telling
    ) -> [JobKind: any JobWork] {
        guard works[.relocate] is RelocationWork else { return works }
        var works = works
        works[.relocate] = RelocationWork(gateway, sleeper: SystemSleeper(), tell: tell)
        return works
    }
}

extension Relocation {
    /// How many failed ones of a library are named at most.
    static let mostTold = 100

    /// Why it failed, for people who run the gateway.
    var reason: String { failure.map { "\($0.kind): \($0.message)" } ?? "unknown" }

    /// Which asset did not get where, and why.
    var sentence: String { "\(asset.id) did not get from \(asset.home.adapter) to \(goal): \(reason)" }
}
