#pragma once
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

// memmem is hidden without _GNU_SOURCE, which a module map cannot define before the system's headers.
extern void *memmem(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length);
static inline const void *gw_memmem(
    const void *haystack, size_t haystack_length, const void *needle, size_t needle_length) {
    return memmem(haystack, haystack_length, needle, needle_length);
}

// open and fcntl are variadic, which Swift calls only through its own overlays.
static inline int gw_open(const char *path, int flags, mode_t mode) { return open(path, flags, mode); }
static inline int gw_openat(int folder, const char *path, int flags, mode_t mode) {
    return openat(folder, path, flags, mode);
}

// renameat2 is hidden without _GNU_SOURCE; elsewhere the call has another name or is missing.
#if defined(__linux__)
extern int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags);
static inline int gw_rename_exclusively(int from_folder, const char *from, int to_folder, const char *to) {
    return renameat2(from_folder, from, to_folder, to, 1);  // RENAME_NOREPLACE of linux/fs.h
}
#else
static inline int gw_rename_exclusively(int from_folder, const char *from, int to_folder, const char *to) {
    errno = ENOSYS;
    return -1;
}
#endif

// sync_file_range is hidden without _GNU_SOURCE; elsewhere there is nothing like it, and nothing is lost.
#if defined(__linux__)
extern int sync_file_range(int descriptor, off_t offset, off_t count, unsigned int flags);
static inline void gw_start_writeback(int descriptor, off_t offset, off_t count) {
    (void)sync_file_range(descriptor, offset, count, 2);  // SYNC_FILE_RANGE_WRITE of linux/fs.h
}
#else
static inline void gw_start_writeback(int descriptor, off_t offset, off_t count) {
    (void)descriptor, (void)offset, (void)count;
}
#endif

// adjtimex is hidden without _GNU_SOURCE in some headers; asked without modes it changes nothing. 1 where the
// clock is kept right by a daemon, 0 where it is not, -1 where the system does not say.
#if defined(__linux__)
#include <sys/timex.h>
static inline int gw_clock_is_synchronised(void) {
    struct timex clock = {.modes = 0};
    int state = adjtimex(&clock);
    if (state < 0) return -1;
    return state != TIME_ERROR && !(clock.status & STA_UNSYNC);
}
#else
static inline int gw_clock_is_synchronised(void) { return -1; }
#endif
