// Plain data as bytes (plain_data.c has the format).
#ifndef SAUDA_PLAIN_DATA_H
#define SAUDA_PLAIN_DATA_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FORMAT_VERSION = 1, PATH_SIZE = 200 };

typedef struct {
  lua_State *L;
  size_t limit, length;
  char path[PATH_SIZE];
  uint8_t *bytes;   // memory of Lua's: a user datum at `slot` of the stack
  size_t capacity;
  int slot;
  size_t tables;    // that were encoded
  lua_Integer walk; // its number, when tables become kept ones on the way; else 0
  bool measures;    // only `length` is wanted; a table that is a kept one already is refused then
  bool is_shared;   // with a walk: a table stood there twice
  bool has_hooks;   // likewise: one may be a metatable
  int overlays;     // the stack index of kept_push_overlays, or 0
} encoder;

/// Encodes the table at `index`, which is at a depth; leaves the user datum with the bytes on the stack.
/// Raises what is wrong with it.
void plain_encode(lua_State *L, int index, int depth, encoder *self);
/// Pushes the table that the bytes describe, or raises.
void plain_push_decoded(lua_State *L, const uint8_t *bytes, size_t length);

#endif
