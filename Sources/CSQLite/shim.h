#pragma once
#include <sqlite3.h>

// SQLITE_TRANSIENT and SQLITE_STATIC are casts, which Swift cannot import.
static inline sqlite3_destructor_type gw_sqlite_transient(void) { return SQLITE_TRANSIENT; }
static inline sqlite3_destructor_type gw_sqlite_static(void) { return SQLITE_STATIC; }

// sqlite3_config is variadic, which Swift cannot call.
static inline int gw_sqlite_disable_memory_status(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
