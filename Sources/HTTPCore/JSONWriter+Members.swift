/// Whole members of an object: a name and its value, null where there is none.
extension JSONWriter {
    /// A member with a string.
    public mutating func member(_ name: StaticString, _ text: String?) {
        key(name)
        string(text)
    }

    /// A member with a whole number.
    public mutating func member(_ name: StaticString, _ number: Int?) {
        key(name)
        int(number)
    }

    /// A member with a fraction.
    public mutating func member(_ name: StaticString, _ number: Double?) {
        key(name)
        double(number)
    }

    /// A member with a truth value.
    public mutating func member(_ name: StaticString, _ flag: Bool?) {
        key(name)
        bool(flag)
    }

    /// A member with an array of strings.
    public mutating func member(_ name: StaticString, _ texts: [String]) {
        key(name)
        array { json in
            for text in texts { json.string(text) }
        }
    }

    /// A member with an object.
    public mutating func object<Failure: Error>(
        _ name: StaticString, _ members: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        key(name)
        try object(members)
    }

    /// A member with an array.
    public mutating func array<Failure: Error>(
        _ name: StaticString, _ elements: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        key(name)
        try array(elements)
    }

    /// A member that is null.
    public mutating func null(_ name: StaticString) {
        key(name)
        null()
    }
}
