// The rest of the string library that is the bridge's own, and utf8.len.
#include <ctype.h>
#include <limits.h>
#include <string.h>

#include "bridge.h"
#include "matching.h"
#include "sandbox.h"
#include "text_buffer.h"

enum { CHUNK = 1 << 16, FILL = 1 << 20 };

/// Repeats the first `done` bytes up to `total`, in blocks that can be interrupted.
static void fill(lua_State *L, char *text, size_t done, size_t total) {
  size_t block = done;
  while (done < total) {
    if (block < FILL) block = done;  // doubled
    size_t count = block < total - done ? block : total - done;
    memcpy(text + done, text, count);
    done += count;
    bridge_poll(L);
  }
}

static int string_rep(lua_State *L) {
  size_t length, separator_length;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_Integer times = luaL_checkinteger(L, 2);
  const char *separator = luaL_optlstring(L, 3, "", &separator_length);
  size_t each = length + separator_length;
  if (times <= 0 || (each == 0)) {
    lua_pushliteral(L, "");
    return 1;
  }
  // Lua's own bound; what is less but too much for the script's memory is refused as that.
  if ((size_t)times > INT_MAX / each) return luaL_error(L, "resulting string too large");
  text_buffer out;
  text_open(&out, L);
  size_t total = (size_t)times * each - separator_length;
  char *to = text_room(&out, total + separator_length);
  memcpy(to, text, length);
  memcpy(to + length, separator, separator_length);
  fill(L, to, each, total);
  text_commit(&out, total);
  text_push(&out);
  return 1;
}

/// Pushes the first argument with each byte changed.
static int map_bytes(lua_State *L, int (*change)(int)) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  text_buffer out;
  text_open(&out, L);
  char *to = text_room(&out, length);
  for (size_t i = 0; i < length; i++) {
    to[i] = (char)change((unsigned char)text[i]);
    if (i % CHUNK == 0) bridge_poll(L);
  }
  text_commit(&out, length);
  text_push(&out);
  return 1;
}

static int string_lower(lua_State *L) { return map_bytes(L, tolower); }
static int string_upper(lua_State *L) { return map_bytes(L, toupper); }

static int string_reverse(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  text_buffer out;
  text_open(&out, L);
  char *to = text_room(&out, length);
  for (size_t i = 0; i < length; i++) {
    to[i] = text[length - 1 - i];
    if (i % CHUNK == 0) bridge_poll(L);
  }
  text_commit(&out, length);
  text_push(&out);
  return 1;
}

const luaL_Reg bridge_strings[] = {{"find", bridge_find},     {"format", bridge_format},
                                   {"gmatch", bridge_gmatch}, {"gsub", bridge_gsub},
                                   {"lower", string_lower},   {"match", bridge_match},
                                   {"rep", string_rep},       {"reverse", string_reverse},
                                   {"upper", string_upper},   {NULL, NULL}};

const luaL_Reg bridge_nothing[] = {{NULL, NULL}};
const char *const bridge_no_names[] = {NULL};
