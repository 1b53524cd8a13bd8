#pragma once
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <microhttpd.h>

// What the daemon calls; all of them get `context` first.
struct gw_mhd_callbacks {
    MHD_AccessHandlerCallback respond;
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection;
    void *(*target)(void *context, const char *target, struct MHD_Connection *connection);
    void *context;
};

// Leaves a target as it was sent: the library's own decoding would end it at the first %00.
static size_t gw_mhd_keep_escapes(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

// MHD_start_daemon is variadic, which Swift cannot call. No time limit of the library's own is set, since
// the server has stricter ones, and no error log, which would write a line to stderr for each bad request.
static inline struct MHD_Daemon *gw_mhd_start(
    int listener, unsigned int threads, size_t memory, unsigned int connections,
    const struct gw_mhd_callbacks *callbacks) {
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC, 0, NULL, NULL,
        callbacks->respond, callbacks->context,
        MHD_OPTION_LISTEN_SOCKET, listener,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory,
        MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_NOTIFY_COMPLETED, callbacks->completed, callbacks->context,
        MHD_OPTION_NOTIFY_CONNECTION, callbacks->connection, callbacks->context,
        MHD_OPTION_URI_LOG_CALLBACK, callbacks->target, callbacks->context,
        MHD_OPTION_UNESCAPE_CALLBACK, gw_mhd_keep_escapes, NULL,
        threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads, MHD_OPTION_END);
}

// MHD_get_connection_info is variadic too; one function for each thing that is asked.
static inline int gw_mhd_descriptor(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}
static inline const struct sockaddr *gw_mhd_peer(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}
static inline size_t gw_mhd_head_size(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}
static inline void *gw_mhd_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

// Bytes that the other end has acknowledged and has sent. They stand at these places of Linux's tcp_info
// (linux/tcp.h, since 4.1); glibc's own declaration of it ends before them.
static inline int gw_tcp_progress(int descriptor, uint64_t *acknowledged, uint64_t *received) {
    unsigned char info[256];
    socklen_t size = sizeof info;
    if (getsockopt(descriptor, IPPROTO_TCP, 11 /* TCP_INFO */, info, &size) != 0 || size < 136) return -1;
    memcpy(acknowledged, info + 120, sizeof *acknowledged);
    memcpy(received, info + 128, sizeof *received);
    return 0;
}

// Aborts a connection with a reset, where an orderly end would look like a complete message.
static inline void gw_tcp_abort(int descriptor) {
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    connect(descriptor, &nobody, sizeof nobody);
}
