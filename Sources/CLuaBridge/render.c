// A short text for any Lua value, made without metamethods and without memory of Lua's.
#include <stdio.h>
#include <string.h>

#include "bridge.h"
#include "object.h"

enum { SHOWN_FIELDS = 4, MOST_FIELDS = 200 };

static size_t append_scalar(lua_State *L, int index, char *text, size_t size, size_t length) {
  switch (lua_type(L, index)) {
    case LUA_TNIL:
      return bridge_append(text, size, length, "nil");
    case LUA_TBOOLEAN:
      return bridge_append(text, size, length, lua_toboolean(L, index) ? "true" : "false");
    case LUA_TNUMBER: {
      if (lua_isinteger(L, index)) {
        return bridge_append_number(text, size, length, lua_tointeger(L, index));
      }
      char digits[40];
      snprintf(digits, sizeof digits, "%.14g", lua_tonumber(L, index));
      return bridge_append(text, size, length, digits);
    }
    case LUA_TSTRING: {
      size_t count;
      const char *bytes = lua_tolstring(L, index, &count);  // a string already: no conversion
      return bridge_append_printable(text, size, length, bytes, count > 200 ? 200 : count);
    }
    case LUA_TTABLE:
      return bridge_append(text, size, length, "{...}");
    default:
      if (bridge_type(L, index) == LUA_TTABLE) return bridge_append(text, size, length, "{...}");
      return bridge_append(text, size, length, lua_typename(L, lua_type(L, index)));
  }
}

/// Whether the key at -2 comes before the string `best` (or there is none yet) and after `last`.
static bool better(const char *key, const char *last, const char *best) {
  return (last == NULL || strcmp(key, last) > 0) && (best == NULL || strcmp(key, best) < 0);
}

/// Finds the least text key above `last`; leaves its value on the stack when there is one.
static const char *next_field(lua_State *L, int table, const char *last, int *count) {
  const char *best = NULL;
  *count = 0;
  lua_pushnil(L);  // the best value so far
  lua_pushnil(L);
  while (lua_next(L, table) != 0) {
    if (++*count > MOST_FIELDS) {
      lua_pop(L, 2);
      return best;
    }
    if (lua_type(L, -2) == LUA_TSTRING && better(lua_tostring(L, -2), last, best)) {
      best = lua_tostring(L, -2);
      lua_pushvalue(L, -1);
      lua_replace(L, -4);
    }
    lua_pop(L, 1);
  }
  return best;
}

static size_t append_table(lua_State *L, int index, char *text, size_t size, size_t length) {
  const char *last = NULL;
  const int top = lua_gettop(L);
  int count = 0;
  if (kept_push_contents(L, index)) index = top + 1;
  length = bridge_append(text, size, length, "{");
  for (int shown = 0; shown <= SHOWN_FIELDS; shown++) {
    const char *key = next_field(L, index, last, &count);
    if (count > MOST_FIELDS) key = NULL;
    if (key != NULL || count > 0) {
      if (shown > 0 && key != NULL) length = bridge_append(text, size, length, ", ");
    }
    if (key == NULL || shown == SHOWN_FIELDS) {
      if ((key != NULL || last == NULL) && count > 0) {
        length = bridge_append(text, size, length, "...");
      }
      lua_pop(L, 1);
      break;
    }
    length = bridge_append_printable(text, size, length, key, strnlen(key, 60));
    length = bridge_append(text, size, length, "=");
    length = append_scalar(L, lua_gettop(L), text, size, length);
    lua_pop(L, 1);
    last = key;
  }
  lua_settop(L, top);
  return bridge_append(text, size, length, "}");
}

size_t bridge_append_value(lua_State *L, int index, char *text, size_t size, size_t length) {
  index = lua_absindex(L, index);
  // Nine slots at most are used; without them (a stack that overflowed) the type must do.
  if (lua_type(L, index) == LUA_TTABLE && lua_checkstack(L, 12)) {
    return append_table(L, index, text, size, length);
  }
  return append_scalar(L, index, text, size, length);
}
