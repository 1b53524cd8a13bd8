import CCurl
import Glibc

/// One of libcurl's easy handles; it is used on one thread at a time, and goes with this object.
final class CurlHandle {
    let pointer: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>] = []

    /// The library's own preparations, made once before the first handle.
    static let isReady: Bool = {
        // A write to a connection that the other side has closed is an error then, and not the end of the process;
        // libcurl leaves that to a program with threads.
        signal(SIGPIPE, SIG_IGN)
        return gw_curl_global_init() == CURLE_OK
    }()

    /// A new handle; `nil` where libcurl gives none.
    init?() {
        guard Self.isReady, let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        setDefaults()
    }

    private func setDefaults() {
        // No signals: this process has many threads. No proxy that the environment names.
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PROXY, "")
    }

    /// Forgets all that was set, so that the handle can do something else; its connections stay.
    func reset() {
        curl_easy_reset(pointer)
        freeLists()
        setDefaults()
    }

    deinit {
        curl_easy_cleanup(pointer)
        freeLists()
    }

    private func freeLists() {
        for list in lists { curl_slist_free_all(list) }
        lists = []
    }

    /// Sets a number.
    func set(_ option: CURLoption, _ value: Int) { gw_curl_set_long(pointer, option, value) }

    /// Sets a text, which libcurl copies.
    func set(_ option: CURLoption, _ value: String) { gw_curl_set_text(pointer, option, value) }

    /// Sets a time in milliseconds.
    func set(_ option: CURLoption, _ value: Duration) {
        let (seconds, attoseconds) = value.components
        set(option, Int(seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }

    /// Sets a list of texts, which lives as long as the handle.
    func set(_ option: CURLoption, _ values: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for value in values { list = curl_slist_append(list, value) ?? list }
        guard let list else { return }
        lists.append(list)
        gw_curl_set_list(pointer, option, list)
    }

    /// Sets what callbacks get; it must outlive what the handle does.
    func set(_ option: CURLoption, _ object: AnyObject) {
        gw_curl_set_pointer(pointer, option, Unmanaged.passUnretained(object).toOpaque())
    }

    /// Does what was set, and holds up this thread meanwhile.
    func perform() -> CURLcode { curl_easy_perform(pointer) }

    /// The last status that the server answered; 0 where it did not answer.
    var responseCode: Int { number(CURLINFO_RESPONSE_CODE) }
}

extension CurlHandle {
    /// A count of bytes that libcurl keeps, such as `CURLINFO_SIZE_UPLOAD_T`.
    func bytes(_ info: CURLINFO) -> Int {
        var count: curl_off_t = 0
        gw_curl_get_size(pointer, info, &count)
        return Int(count)
    }

    /// A number that libcurl keeps, such as `CURLINFO_NUM_CONNECTS`.
    func number(_ info: CURLINFO) -> Int {
        var number = 0
        gw_curl_get_long(pointer, info, &number)
        return number
    }
}
