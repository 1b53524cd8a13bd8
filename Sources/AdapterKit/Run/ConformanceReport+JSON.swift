public import HTTPCore
import Raster

extension ConformanceReport {
    /// The report for programs, as one object.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("adapter", adapter.rawValue)
            json.member("kind", kind)
            // Text, since 64 bits are more than a JSON number holds for everyone.
            json.member("seed", "\(seed)")
            json.member("isKept", isKept)
            json.member("isComplete", isComplete)
            json.member("kept", kept.count)
            json.member("broken", broken.count)
            json.member("notApplicable", notApplicable.count)
            json.member("seconds", duration.asSeconds)
            json.member("left", left.map(\.rawValue))
            json.array("abilities") { json in
                for ability in abilities { ability.write(to: &json) }
            }
            json.array("checks") { json in
                for line in lines { line.write(to: &json) }
            }
        }
    }
}

extension ConformanceReport.Ability {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", requirement.rawValue)
            json.member("state", state.rawValue)
            json.member("broken", broken)
        }
    }
}

extension ConformanceReport.Line {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("group", group.rawValue)
            json.member("title", title)
            json.member("requires", requirement.rawValue)
            json.member("outcome", word)
            if let reason { json.member("reason", reason) }
            json.member("seconds", duration.asSeconds)
        }
    }
}

extension Duration {
    fileprivate var asSeconds: Double { Double(milliseconds) / 1000 }
}
