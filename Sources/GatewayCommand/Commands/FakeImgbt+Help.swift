// What help says after the options.
extension FakeImgbt {
    static let discussion = FakeHelp.discussion(
        """
        The documented API of one vault, and the delivery of its files: GET is public, everything else needs a
        key. It prints where it is, both keys and a curl line; each request is a line on standard error, without keys.
        With --json the same is one object, {"url", "listen", "baseURL", "deliveryURL", "control", "vault",
        "secret", "public", "assets", "seeded"}. It runs until SIGTERM or SIGINT. With --state everything
        is kept, also when the process is killed.
        """, operations: Composition.imgbtOperations)
}
