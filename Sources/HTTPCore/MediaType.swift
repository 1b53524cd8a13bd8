import Bytes

/// Media types: what a file's name or its first bytes say it is, and which of them a browser would run.
public enum MediaType {
    /// What is said of bytes of which nothing is known.
    public static let unknown = "application/octet-stream"

    /// The media type that the last extension of `filename` stands for, or `nil` for an unknown one.
    public static func forFilename(_ filename: String) -> String? {
        guard let dot = filename.lastIndex(of: "."), dot != filename.startIndex else { return nil }
        return byExtension[String(filename[dot...].dropFirst()).lowercasedASCII]
    }

    /// `type/subtype` of a Content-Type, in lower case and without parameters; `nil` where it has no such form.
    public static func essence(_ contentType: String) -> String? {
        guard let value = HeaderParameters(contentType)?.value else { return nil }
        let parts = value.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy({ !$0.isEmpty }) ? value : nil
    }

    /// Whether a browser would run what has this media type, or show it as a document that may run something.
    ///
    /// Such bytes are delivered as an attachment. So is what has no valid media type, as browsers guess then. PDF
    /// does not count: viewers keep its scripts away from the origin.
    public static func isActive(_ contentType: String) -> Bool {
        guard let essence = essence(contentType) else { return true }
        return active.contains(essence) || essence.hasSuffix("+xml")
            || activePrefixes.contains { essence.hasPrefix($0) }
    }

    private static let activePrefixes = ["multipart/", "message/"]

    private static let active: Set<String> = [
        "text/html", "text/xml", "text/xsl", "text/rdf", "text/x-component", "text/scriptlet", "text/hta",
        "text/vbscript", "text/cache-manifest", "application/xml", "application/xml-dtd", "application/hta",
        "application/xml-external-parsed-entity", "text/xml-external-parsed-entity",
        "application/x-xpinstall", "application/x-shockwave-flash", "application/vnd.wap.xhtml",
        "application/x-mimearchive", "application/x-java-applet", "application/java-archive",
        "application/javascript", "application/x-javascript", "application/ecmascript",
        "application/x-ecmascript", "text/javascript", "text/x-javascript", "text/ecmascript",
        "text/x-ecmascript", "text/jscript", "text/livescript", "text/javascript1.0", "text/javascript1.1",
        "text/javascript1.2", "text/javascript1.3", "text/javascript1.4", "text/javascript1.5",
    ]
}
