#ifndef SAUDA_AHEAD_H
#define SAUDA_AHEAD_H

#include <stdint.h>

/// Asks for the memory at an address, which need not be readable, to be brought near.
static inline void sauda_prefetch(const void *address) { __builtin_prefetch(address, 0, 2); }

/// Reads a byte for the sake of reading it: the system maps its page, and those around it.
static inline void sauda_touch(const void *byte) { (void)*(const volatile uint8_t *)byte; }

#endif
