@main
struct ParserFuzz {
    static func main() {}
}
