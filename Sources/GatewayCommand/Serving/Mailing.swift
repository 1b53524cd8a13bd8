import Gateway
import MicroHTTP
import Raster
import Telemetry

/// The task that sends mails while a server runs.
enum Mailing {
    /// How long a new mail waits at most for its first attempt.
    private static let interval = Duration.seconds(2)

    /// Sends what waits until the task is cancelled; `nil` where no mail server is configured.
    static func start(
        _ configuration: Configuration.Mail, _ gateway: Gateway, _ pool: BlockingPool,
        _ metrics: MetricsRegistry,
        _ log: any LogSink
    ) -> Task<Void, Never>? {
        guard let mailer = SMTPMailer(configuration) else { return nil }
        let room = MailRoom(gateway, mailer)
        let mails = metrics.counter(
            "raster_mails_total", help: "Attempts to send a mail, by what came of them.", labels: ["outcome"])
        return Task(executorPreference: pool) {
            while !Task.isCancelled {
                var line: LogLine?
                do {
                    let round = try await room.round { Task.isCancelled }
                    for (outcome, count) in round.outcomes { mails.increment(by: count, outcome) }
                    line = round.line(milliseconds: Int(gateway.clock.now().milliseconds))
                } catch {
                    line = LogLine(.error, "mail", milliseconds: Int(gateway.clock.now().milliseconds))
                    line?.add("failure", "\(error)")
                }
                if let line { log.write(line) }
                try? await Task.sleep(for: interval)
            }
        }
    }
}

extension MailRoom.Round {
    /// What came of it, as the metric's label says it.
    fileprivate var outcomes: [(String, Int)] {
        [("sent", sent), ("failed", failed), ("abandoned", abandoned)].filter { $0.1 > 0 }
    }

    /// What the log says of it; nothing of an empty round.
    ///
    /// No address and no link is in it.
    func line(milliseconds: Int) -> LogLine? {
        guard !isEmpty else { return nil }
        var line = LogLine(failure == nil ? .info : .warning, "mail", milliseconds: milliseconds)
        line.add("sent", sent)
        line.add("failed", failed)
        line.add("abandoned", abandoned)
        line.add("failure", failure)
        return line
    }
}

extension Housekeeper.Round {
    /// What the log says of it; nothing of a round that found nothing to do.
    func line(milliseconds: Int) -> LogLine? {
        guard expired + purged + forgotten > 0 else { return nil }
        var line = LogLine(.info, "housekeeping", milliseconds: milliseconds)
        line.add("expiredOrganizations", expired)
        line.add("purgedAssets", purged)
        line.add("forgottenAnswers", forgotten)
        return line
    }
}
