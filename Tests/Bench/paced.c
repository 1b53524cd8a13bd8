// Asks for paths at a given rate, however long the answers take, and says how long they took.
//
//   paced PORT RATE SECONDS CONNECTIONS FILE [HEADER…]
//
// Requests fall due at random, on average RATE a second. Each goes out on a connection that is free; where none is,
// it waits, and the wait counts: what a client sees who does not know that the server is slow. The times are those
// from when a request fell due to the last byte of its answer; "late" is how late this program itself sent it although
// a connection was free. The outcome is one line of JSON.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 16 };

typedef struct {
    int socket;
    double due;
    size_t held, left; // bytes of the head so far, bytes of the body still to come
    int inBody;
    char head[BUFFER];
} Connection;

static char **requests;
static size_t requestCount, asked, answered, errors, received;
static double *times, *lateness;
static size_t capacity, lateCount;
static Connection *connections, **idle;
static int idleCount;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void give_up(const char *what) {
    fprintf(stderr, "%s: %s\n", what, errno ? strerror(errno) : "not as expected");
    exit(1);
}

static void read_requests(const char *file, int port, char **headers, int count) {
    FILE *paths = fopen(file, "r");
    if (!paths) give_up(file);
    char fields[4096] = "", path[8192];
    for (int i = 0; i < count; i++)
        snprintf(fields + strlen(fields), sizeof fields - strlen(fields), "%s\r\n", headers[i]);
    while (fgets(path, sizeof path, paths)) {
        path[strcspn(path, "\n")] = 0;
        requests = realloc(requests, (requestCount + 1) * sizeof *requests);
        if (asprintf(&requests[requestCount++], "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n", path, port, fields) < 0)
            give_up("memory");
    }
    fclose(paths);
    if (!requestCount) give_up("no paths");
}

static void connect_one(Connection *connection, int port, int queue) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    connection->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(connection->socket, (struct sockaddr *)&address, sizeof address)) give_up("connect");
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(queue, EPOLL_CTL_ADD, connection->socket, &event)) give_up("epoll_ctl");
    idle[idleCount++] = connection;
}

static void ask(double due) {
    Connection *connection = idle[--idleCount];
    const char *request = requests[asked++ % requestCount];
    size_t length = strlen(request);
    connection->due = due;
    connection->held = connection->left = connection->inBody = 0;
    // A request is far smaller than an empty socket's buffer.
    if (send(connection->socket, request, length, MSG_NOSIGNAL) != (ssize_t)length) give_up("send");
}

static void finish(Connection *connection) {
    times[answered++] = (now() - connection->due) * 1e3;
    idle[idleCount++] = connection;
}

/// Looks whether the head is whole, and how long the body is that follows it.
static void read_head(Connection *connection) {
    connection->head[connection->held] = 0;
    char *end = strstr(connection->head, "\r\n\r\n");
    if (!end) {
        if (connection->held >= BUFFER - 1) give_up("a head without an end");
        return;
    }
    if (strncmp(connection->head, "HTTP/1.1 200", 12)) errors++;
    char *length = strcasestr(connection->head, "\r\nContent-Length:");
    if (!length || length > end) give_up("an answer without Content-Length");
    size_t body = strtoull(length + 17, NULL, 10), had = connection->held - (end + 4 - connection->head);
    if (had > body) give_up("an answer longer than it says");
    connection->inBody = 1;
    connection->left = body - had;
}

static void take(Connection *connection) {
    static char rest[1 << 20];
    for (;;) {
        char *target = connection->inBody ? rest : connection->head + connection->held;
        size_t room = connection->inBody ? sizeof rest : BUFFER - 1 - connection->held;
        ssize_t count = recv(connection->socket, target, room, MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (count <= 0) give_up("the server closed a connection");
        received += count;
        if (connection->inBody) connection->left -= count;
        else {
            connection->held += count;
            read_head(connection);
        }
        if (connection->inBody && !connection->left) {
            finish(connection);
            return;
        }
    }
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double percentile(double *values, size_t count, double part) {
    return count ? values[(size_t)(part * (count - 1) + 0.5)] : 0;
}

static void arm(int timer, double due) {
    struct itimerspec when = {.it_value = {.tv_sec = (time_t)due, .tv_nsec = (long)((due - (time_t)due) * 1e9) + 1}};
    if (when.it_value.tv_nsec > 999999999) when.it_value.tv_nsec = 999999999;
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

/// Sends what is due and takes what comes, until the time is over and every answer is there.
static void run(double rate, double seconds, int queue, int timer) {
    double began = now(), due = began, freed = began;
    for (;;) {
        for (double time; (time = now()) >= due && due < began + seconds && idleCount && asked < capacity;) {
            // Where every connection was taken, only the time since one came free is this program's doing.
            double ready = due > freed ? due : freed;
            lateness[lateCount++] = (time - ready) * 1e3;
            ask(due);
            due += -log(1 - drand48()) / rate;
        }
        if (due >= began + seconds && answered == asked) return;
        if (now() > began + seconds + 10) give_up("answers are missing after ten seconds");
        if (idleCount && due < began + seconds) arm(timer, due);
        struct epoll_event events[64];
        int none = !idleCount, count = epoll_wait(queue, events, 64, 1000);
        for (int i = 0; i < count; i++) {
            uint64_t expirations;
            if (events[i].data.ptr) take(events[i].data.ptr);
            else if (read(timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN) give_up("timer");
        }
        if (none && idleCount) freed = now();
    }
}

int main(int count, char **words) {
    if (count < 6) return fprintf(stderr, "paced PORT RATE SECONDS CONNECTIONS FILE [HEADER...]\n"), 2;
    int port = atoi(words[1]), size = atoi(words[4]);
    double rate = atof(words[2]), seconds = atof(words[3]);
    if (port <= 0 || size <= 0 || rate <= 0 || seconds <= 0) return fprintf(stderr, "numbers above 0\n"), 2;
    read_requests(words[5], port, words + 6, count - 6);
    capacity = (size_t)(rate * seconds * 2) + 1000;
    times = malloc(capacity * sizeof *times), lateness = malloc(capacity * sizeof *lateness);
    connections = calloc(size, sizeof *connections), idle = calloc(size, sizeof *idle);
    int queue = epoll_create1(EPOLL_CLOEXEC), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(queue, EPOLL_CTL_ADD, timer, &event);
    for (int i = 0; i < size; i++) connect_one(&connections[i], port, queue);
    srand48(1);
    double began = now();
    run(rate, seconds, queue, timer);
    double taken = now() - began;
    qsort(times, answered, sizeof *times, ascending);
    qsort(lateness, lateCount, sizeof *lateness, ascending);
    printf("{\"requests\": %zu, \"seconds\": %.6f, \"bytes\": %zu, \"errors\": %zu, \"p50\": %.4f, \"p99\": %.4f, "
           "\"max\": %.4f, \"late99\": %.4f}\n",
           answered, taken, received, errors, percentile(times, answered, 0.5), percentile(times, answered, 0.99),
           percentile(times, answered, 1), percentile(lateness, lateCount, 0.99));
    return 0;
}
