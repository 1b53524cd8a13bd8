import Curl
import Gateway
import Raster

/// Whether claim links can be sent.
extension Examination {
    /// Whether the mail server answers, with TLS and login as configured; nothing is sent.
    func mailServer() async -> Finding {
        let mail = configuration.mail
        guard let client = SMTPClient(mail), let host = mail.host else {
            return .ok("mail", "not configured; callers get the claim link in the answer")
        }
        do throws(SMTPError) {
            try await client.probe()
            return .ok("mail", "\(host):\(mail.port) answers")
        } catch {
            return .problem("mail", "\(host):\(mail.port): \(error)", remedy: error.remedy)
        }
    }

    /// Whether mails are stuck.
    func mails(_ gateway: Gateway) async throws -> [Finding] {
        let totals = try await gateway.catalog.read { try await $0.mailTotals() }
        guard totals.waiting + totals.abandoned > 0 else { return [] }
        let counts = "\(totals.waiting) waiting, \(totals.abandoned) given up"
        guard totals.retried + totals.abandoned > 0 else { return [.ok("mails", counts)] }
        return [
            .warning(
                "mails", "\(counts); the last failure: \(totals.failure ?? "unknown")",
                remedy:
                    "see to the mail server and the \"mail\" settings; what waits is tried again by itself, "
                    + "and whoever made the library has the link too")
        ]
    }
}

extension SMTPError {
    /// What an operator may do about it.
    fileprivate var remedy: String {
        switch kind {
        case .unreachable, .timedOut:
            "see that mail.host and mail.port are right, and that this machine may connect there"
        case .insecure:
            "see that mail.security suits the port; for a certificate of your own name its file in mail.caFile"
        case .loginRefused: "see to mail.username and mail.password"
        case .refusedForNow, .refused, .failed, .cancelled: "look into the mail server's log"
        }
    }
}
