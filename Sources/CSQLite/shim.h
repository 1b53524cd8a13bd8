#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sqlite3.h>

// SQLITE_TRANSIENT and SQLITE_STATIC are casts, which Swift cannot import.
static inline sqlite3_destructor_type gw_sqlite_transient(void) { return SQLITE_TRANSIENT; }
static inline sqlite3_destructor_type gw_sqlite_static(void) { return SQLITE_STATIC; }

// sqlite3_config is variadic, which Swift cannot call.
static inline int gw_sqlite_disable_memory_status(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

// The first block of the index of the write-ahead log, in memory that all processes with the file open share; NULL
// where the database has none. Blocks have 32768 bytes (sqlite.org/walformat.html, 2.1); the macro is private.
static inline const void *gw_sqlite_wal_index(sqlite3 *database) {
    sqlite3_file *file = NULL;
    void volatile *block = NULL;
    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK) return NULL;
    if (!file || !file->pMethods || file->pMethods->iVersion < 2 || !file->pMethods->xShmMap) return NULL;
    return file->pMethods->xShmMap(file, 0, 32768, 0, &block) == SQLITE_OK ? (const void *)block : NULL;
}

// The header of that block: 48 bytes that every commit changes. It is there twice, the second copy written first,
// so that two equal ones are whole (walformat.html, 2.2.1); 0 where they differ, or where nothing is there yet.
static inline int gw_sqlite_wal_header(const void *block, uint64_t header[6]) {
    const volatile uint64_t *words = (const volatile uint64_t *)block;
    for (int i = 0; i < 6; i++) header[i] = __atomic_load_n(words + i, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    for (int i = 0; i < 6; i++)
        if (header[i] != __atomic_load_n(words + 6 + i, __ATOMIC_RELAXED)) return 0;
    return header[0] != 0;
}
