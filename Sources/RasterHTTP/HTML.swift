/// Text on its way into a page.
enum HTML {
    /// `text` with everything replaced that could end an element or an attribute.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// `text`, escaped, and kept from turning round what stands beside it.
    static func foreign(_ text: String) -> String { "<bdi>\(escaped(text))</bdi>" }
}
