import Raster

/// The words of the mail about a claim link.
///
/// Nothing in it was chosen by whoever made the organization: they need not own the address, and a name of their
/// choice would let them send a text of their choice to anyone.
enum ClaimMail {
    /// The mail to `recipient` about `organization`, which ends at `expires` unless someone follows `link`.
    static func message(
        to recipient: String, about organization: OrganizationID, until expires: Timestamp, link: String,
        at gateway: String
    ) -> MailMessage {
        MailMessage(
            to: recipient, subject: "Claim your Raster library",
            text: """
                Hello,

                a Raster library was made for this e-mail address, in the organization
                \(organization) at \(gateway).

                It is kept until \(expires.sentence). To keep it for good, with
                everything in it, open this page and confirm:

                \(link)

                Otherwise the library, its files and its API key are removed then.
                If you did not ask for this, there is nothing that you need to do.

                """)
    }
}

/// When a mail is tried again.
enum MailSchedule {
    /// How long to wait after the first failure, the second, and so on: about three days in all.
    private static let waits: [Duration] = [
        .seconds(60), .seconds(300), .seconds(900), .seconds(3600), .seconds(4 * 3600), .seconds(8 * 3600),
        .seconds(12 * 3600), .days(1), .days(1),
    ]

    /// The wait after `attempts` attempts; `nil` where it is given up.
    static func wait(after attempts: Int) -> Duration? {
        attempts <= waits.count ? waits[max(attempts, 1) - 1] : nil
    }
}
