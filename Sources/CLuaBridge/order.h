// The defined order of a table's keys: numbers ascending, strings bytewise, false, true, then
// Lua's own functions in the order of their libraries, then every other object as they were made.
#ifndef SAUDA_ORDER_H
#define SAUDA_ORDER_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *text;
  uint64_t head;            // a text's first eight bytes, as a number that compares as they do
  union {
    lua_Integer integer;     // or the rank of a function, or which object it is
    lua_Number number;
    size_t length;
  } value;
  uint32_t index;  // of the key on the stack or in the table of keys found
  uint8_t rank;
  uint8_t is_float;
} order_key;

/// Reads the key at stack index `index`. Only raw access; never raises.
order_key order_read(lua_State *L, int index, uint32_t number);
bool order_is_integer(const order_key *key);
/// Negative, zero or positive, as memcmp.
int order_compare(const order_key *a, const order_key *b);

/// Pushes an array of the keys of the table at `table` in the defined order and returns how many.
/// When the keys are just 1, 2, ... n it pushes nil instead. Raises when memory or time runs out.
lua_Integer order_push_keys(lua_State *L, int table);

/// Sorts stably; `spare` has room for as many keys; returns whichever of the two holds the result.
/// Both must be memory of Lua's, so that a raise leaks nothing.
order_key *order_sort(lua_State *L, order_key *keys, order_key *spare, size_t count);

#endif
