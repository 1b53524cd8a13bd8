#pragma once
#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one function for each type of
// value. curl.h makes macros of them that check types, which plain values pass.
static inline CURLcode gw_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode gw_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode gw_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode gw_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode gw_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode gw_curl_set_read(CURL *handle, size_t (*read)(char *, size_t, size_t, void *)) {
    return curl_easy_setopt(handle, CURLOPT_READFUNCTION, read);
}
static inline CURLcode gw_curl_set_write(CURL *handle, size_t (*write)(char *, size_t, size_t, void *)) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, write);
}
static inline CURLcode gw_curl_set_progress(
    CURL *handle, int (*progress)(void *, curl_off_t, curl_off_t, curl_off_t, curl_off_t)) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, progress);
}
static inline CURLcode gw_curl_set_opened(CURL *handle, int (*opened)(void *, curl_socket_t, curlsocktype)) {
    return curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, opened);
}
static inline CURLcode gw_curl_set_close(CURL *handle, int (*close)(void *, curl_socket_t)) {
    return curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, close);
}
static inline CURLcode gw_curl_set_head(CURL *handle, size_t (*line)(char *, size_t, size_t, void *)) {
    return curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, line);
}
static inline CURLcode gw_curl_set_open(
    CURL *handle, curl_socket_t (*open)(void *, curlsocktype, struct curl_sockaddr *)) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open);
}
static inline CURLcode gw_curl_set_ready(CURL *handle, int (*ready)(void *, char *, char *, int, int)) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, ready);
}
static inline CURLcode gw_curl_get_size(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}
static inline CURLMcode gw_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLcode gw_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

// CURLOPT_PROTOCOLS_STR came with 7.85, and the number that it replaced is deprecated since.
static inline CURLcode gw_curl_allow_mail_only(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
#endif
}
static inline CURLcode gw_curl_allow_web_only(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

// The next transfer that has ended, with its code; 0 where there is none. A message holds a union, which is
// clumsier in Swift.
static inline int gw_curl_next_ended(CURLM *multi, CURL **handle, CURLcode *code) {
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *handle = message->easy_handle;
        *code = message->data.result;
        return 1;
    }
    return 0;
}

// What callbacks answer instead of a count; the macros have casts or are too large for Swift's import.
static inline size_t gw_curl_write_pause(void) { return CURL_WRITEFUNC_PAUSE; }
static inline size_t gw_curl_read_pause(void) { return CURL_READFUNC_PAUSE; }
static inline size_t gw_curl_read_abort(void) { return CURL_READFUNC_ABORT; }

// The address that libcurl is about to connect to: longer than the member that it begins with.
static inline const void *gw_curl_address(const struct curl_sockaddr *address) { return &address->addr; }
static inline curl_socket_t gw_curl_open(const struct curl_sockaddr *address) {
    return socket(address->family, address->socktype, address->protocol);
}

// Macros with casts, which Swift does not import.
static inline long gw_curl_http_version(int offers_2) {
    return offers_2 ? (long)CURL_HTTP_VERSION_2TLS : (long)CURL_HTTP_VERSION_1_1;
}
static inline long gw_curl_tls_required(void) { return (long)CURLUSESSL_ALL; }
static inline long gw_curl_tls_1_2(void) { return (long)CURL_SSLVERSION_TLSv1_2; }
static inline CURLcode gw_curl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
