// utf8.len: Lua's own cannot be interrupted, and texts may be large.
#include <stdbool.h>

#include "bridge.h"
#include "sandbox.h"

/// The length of the character at `at` with `left` bytes behind it, 0 when it is none. `lax` takes
/// surrogates and values up to 2^31, as Lua does.
static size_t character_length(const unsigned char *at, size_t left, bool lax) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000};
  unsigned char lead = at[0];
  if (lead < 0x80) return 1;
  size_t length = lead >= 0xFC ? 6 : lead >= 0xF8 ? 5 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC0 || lead > 0xFD || length > left) return 0;
  uint32_t value = lead & (0x7Fu >> length);
  for (size_t i = 1; i < length; i++) {
    if ((at[i] & 0xC0) != 0x80) return 0;
    value = value << 6 | (at[i] & 0x3Fu);
  }
  if (value < least[length]) return 0;
  if (!lax && (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))) return 0;
  return length;
}

static lua_Integer from_end(lua_Integer position, size_t length) {
  if (position >= 0) return position;
  return position < -(lua_Integer)length ? 0 : (lua_Integer)length + position + 1;
}

static int utf8_len(lua_State *L) {
  size_t length;
  const unsigned char *text = (const unsigned char *)luaL_checklstring(L, 1, &length);
  lua_Integer at = from_end(luaL_optinteger(L, 2, 1), length);
  lua_Integer last = from_end(luaL_optinteger(L, 3, -1), length);
  bool lax = lua_toboolean(L, 4);
  luaL_argcheck(L, at >= 1 && --at <= (lua_Integer)length, 2, "initial position out of bounds");
  luaL_argcheck(L, --last < (lua_Integer)length, 3, "final position out of bounds");
  lua_Integer count = 0;
  while (at <= last) {
    size_t width = character_length(text + at, length - (size_t)at, lax);
    if (width == 0) {
      lua_pushnil(L);
      lua_pushinteger(L, at + 1);
      return 2;
    }
    at += (lua_Integer)width;
    if (++count % 4096 == 0) bridge_poll(L);
  }
  lua_pushinteger(L, count);
  return 1;
}

const luaL_Reg bridge_utf8[] = {{"len", utf8_len}, {NULL, NULL}};
