/// What may not stand in a file.
enum CodeRules {
    /// The longest a file may be, in lines.
    static let maximumLines = 400

    static func longFiles(in project: Project) -> [String] {
        project.sources.filter { $0.lines.count > maximumLines + 1 }
            .map { "\($0.path): \($0.lines.count) lines" }
    }

    /// Escapes from the compiler's checks without a comment on the line above.
    static func unexplainedEscapes(in project: Project) -> [String] {
        project.sources.flatMap { source in
            source.code.indices.filter { index in
                guard
                    ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency"]
                        .contains(where: { source.code[index].contains($0) })
                else { return false }
                return index == 0 || !source.lines[index - 1].drop { $0 == " " }.hasPrefix("//")
            }.map { "\(source.path):\($0 + 1)" }
        }
    }

    /// Printing by anything but a program.
    static func printing(in project: Project) -> [String] {
        let programs = project.targets.filter { $0.kind == .program }.map { $0.path + "/" }
        return project.sources.filter { source in !programs.contains { source.path.hasPrefix($0) } }
            .flatMap { source in
                source.code.indices.filter {
                    source.code[$0].contains(/(^|[^\w.])print\(/) && !source.code[$0].contains(/func print\(/)
                }
                .map { "\(source.path):\($0 + 1)" }
            }
    }

    /// Tests that wait for time to pass.
    static func sleeping(in project: Project) -> [String] {
        project.sources.filter { $0.path.hasPrefix("Tests/") }.flatMap { source in
            ["Thread.sleep", "Task.sleep", "usleep(", "nanosleep(", " sleep("].flatMap {
                source.places(of: $0)
            }
        }
    }

    /// Code that ends the process instead of answering.
    static func giving(up project: Project) -> [String] {
        project.sources.flatMap { source in ["try!", "fatalError("].flatMap { source.places(of: $0) } }
    }
}
