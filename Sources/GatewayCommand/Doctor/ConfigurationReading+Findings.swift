extension ConfigurationReading {
    /// What is wrong with the configuration, as `doctor` says it.
    var findings: [Finding] {
        let wrong = (problems + servingProblems).map { problem in
            Finding.problem("configuration", problem.lines[0], remedy: problem.remedy)
        }
        let odd = warnings.map { Finding.warning("configuration", $0.lines[0], remedy: $0.remedy) }
        return wrong + odd + (wrong.isEmpty && odd.isEmpty ? [.ok("configuration", summary)] : [])
    }
}
