#ifndef SAUDA_DELIMITERS_H
#define SAUDA_DELIMITERS_H

#include <stdint.h>
#include <string.h>

/// Where commas and line feeds are among 64 bytes: bit i speaks of byte i.
typedef struct {
  uint64_t commas;
  uint64_t line_feeds;
} sauda_delimiters;

#if defined(__SSE2__)

typedef char sauda_bytes16 __attribute__((vector_size(16)));

static inline uint64_t sauda_equal16(sauda_bytes16 bytes, char value) {
  sauda_bytes16 wanted = {value, value, value, value, value, value, value, value,
                          value, value, value, value, value, value, value, value};
  return (uint16_t)__builtin_ia32_pmovmskb128((sauda_bytes16)(bytes == wanted));
}

/// Looks at 64 readable bytes, at any alignment.
static inline sauda_delimiters sauda_find_delimiters(const void *bytes) {
  sauda_delimiters found = {0, 0};
  for (int part = 0; part < 4; part++) {
    sauda_bytes16 chunk;
    memcpy(&chunk, (const char *)bytes + 16 * part, 16);
    found.commas |= sauda_equal16(chunk, ',') << (16 * part);
    found.line_feeds |= sauda_equal16(chunk, '\n') << (16 * part);
  }
  return found;
}

#else

/// One bit a byte that equals `value`, eight bytes at a time.
///
/// The product gathers the low bits of eight bytes into the top byte.
static inline uint64_t sauda_equal8(uint64_t word, uint64_t value) {
  uint64_t difference = word ^ (value * 0x0101010101010101u);
  uint64_t low = (difference & 0x7f7f7f7f7f7f7f7fu) + 0x7f7f7f7f7f7f7f7fu;
  uint64_t zeros = ~(low | difference | 0x7f7f7f7f7f7f7f7fu) >> 7;
  return (zeros * 0x0102040810204080u) >> 56;
}

/// Looks at 64 readable bytes, at any alignment (little-endian machines).
static inline sauda_delimiters sauda_find_delimiters(const void *bytes) {
  sauda_delimiters found = {0, 0};
  for (int part = 0; part < 8; part++) {
    uint64_t word;
    memcpy(&word, (const char *)bytes + 8 * part, 8);
    found.commas |= sauda_equal8(word, ',') << (8 * part);
    found.line_feeds |= sauda_equal8(word, '\n') << (8 * part);
  }
  return found;
}

#endif

#endif
