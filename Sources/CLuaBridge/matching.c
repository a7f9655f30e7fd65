// find, match, gmatch and gsub over the bridge's own matcher.
#define _GNU_SOURCE  // memmem
#include <string.h>

#include "bridge.h"
#include "matching.h"
#include "object.h"
#include "pattern.h"
#include "text_buffer.h"

enum { WINDOW = 1 << 18 };

/// A start position as scripts give it: negative ones count from the end. Zero-based; above
/// `length` when it lies behind the text.
static size_t start_index(lua_Integer position, size_t length) {
  if (position > 0) return (size_t)position - 1;
  if (position == 0 || position < -(lua_Integer)length) return 0;
  return length - (size_t)-position;
}

static bool is_plain(const char *pattern, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (pattern[i] != 0 && strchr("^$*+?.([%-", pattern[i]) != NULL) return false;
  }
  return true;
}

/// Looks for plain text window by window, so that a long search can be interrupted.
static const char *find_plain(lua_State *L, const char *text, size_t length, const char *wanted,
                              size_t count) {
  while (length >= count) {
    size_t window = length < WINDOW + count ? length : WINDOW + count;
    const char *found = memmem(text, window, wanted, count);
    if (found != NULL || window == length) return found;
    text += window - count + 1;
    length -= window - count + 1;
    bridge_poll(L);
  }
  return NULL;
}

static int find_or_match(lua_State *L, bool find) {
  size_t length, count;
  const char *text = luaL_checklstring(L, 1, &length);
  const char *pattern = luaL_checklstring(L, 2, &count);
  size_t from = start_index(luaL_optinteger(L, 3, 1), length);
  if (from > length) {
    lua_pushnil(L);
    return 1;
  }
  if (find && (lua_toboolean(L, 4) || is_plain(pattern, count))) {
    const char *found = find_plain(L, text + from, length - from, pattern, count);
    if (found == NULL) {
      lua_pushnil(L);
      return 1;
    }
    lua_pushinteger(L, found - text + 1);
    lua_pushinteger(L, found - text + (lua_Integer)count);
    return 2;
  }
  pattern_state state;
  pattern_open(&state, L, text, length, pattern + count);
  bool anchored = count > 0 && *pattern == '^';
  const char *at = text + from;
  do {
    const char *end = pattern_match(&state, at, pattern + anchored);
    if (end != NULL && find) {
      lua_pushinteger(L, at - text + 1);
      lua_pushinteger(L, end - text);
      return pattern_push_captures(&state, NULL, NULL) + 2;
    }
    if (end != NULL) return pattern_push_captures(&state, at, end);
  } while (at++ < state.text_end && !anchored);
  lua_pushnil(L);
  return 1;
}

int bridge_find(lua_State *L) { return find_or_match(L, true); }
int bridge_match(lua_State *L) { return find_or_match(L, false); }

/// One step of gmatch. Upvalues: 1 the text, 2 the pattern, 3 where to go on, 4 the end of the
/// last match (or -1), zero-based.
static int gmatch_step(lua_State *L) {
  size_t length, count;
  const char *text = lua_tolstring(L, lua_upvalueindex(1), &length);
  const char *pattern = lua_tolstring(L, lua_upvalueindex(2), &count);
  pattern_state state;
  pattern_open(&state, L, text, length, pattern + count);
  lua_Integer from = lua_tointeger(L, lua_upvalueindex(3));
  lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
  for (; from <= (lua_Integer)length; from++) {
    const char *at = text + from, *end = pattern_match(&state, at, pattern);
    if (end == NULL || end - text == last) continue;  // not the same empty match again
    lua_pushinteger(L, end - text);
    lua_copy(L, -1, lua_upvalueindex(3));
    lua_replace(L, lua_upvalueindex(4));
    return pattern_push_captures(&state, at, end);
  }
  return 0;
}

int bridge_gmatch(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  luaL_checkstring(L, 2);
  size_t from = start_index(luaL_optinteger(L, 3, 1), length);
  if (from > length) from = length + 1;
  lua_settop(L, 2);
  lua_pushinteger(L, (lua_Integer)from);
  lua_pushinteger(L, -1);
  lua_pushcclosure(L, gmatch_step, 4);
  return 1;
}

typedef struct {
  pattern_state state;
  text_buffer out;
  int replacement;  // the type of the third argument
} substitution;

/// Appends the replacement text with its %0 to %9 filled in.
static void add_template(substitution *self, const char *from, const char *to) {
  lua_State *L = self->state.L;
  size_t length;
  const char *text = lua_tolstring(L, 3, &length), *end = text + length;
  while (text < end) {
    const char *escape = memchr(text, '%', (size_t)(end - text));
    if (escape == NULL) escape = end;
    text_add(&self->out, text, (size_t)(escape - text));
    if (escape == end) return;
    char what = escape[1];  // at the end this is the NUL behind every string of Lua's
    text = escape + 2;
    if (what == '%') {
      text_add_byte(&self->out, what);
    } else if (what == '0') {
      text_add(&self->out, from, (size_t)(to - from));
    } else if (what >= '1' && what <= '9') {
      const char *start;
      ptrdiff_t count = pattern_read_capture(&self->state, what - '1', from, to, &start);
      if (count == CAPTURE_POSITION) {
        size_t digits;
        start = lua_tolstring(L, -1, &digits);
        text_add(&self->out, start, digits);
        lua_pop(L, 1);
      } else {
        text_add(&self->out, start, (size_t)count);
      }
    } else {
      luaL_error(L, "invalid use of '%c' in replacement string", '%');
    }
  }
}

/// Appends what stands for the match `from..<to`; true when that is something else.
static bool add_replacement(substitution *self, const char *from, const char *to) {
  lua_State *L = self->state.L;
  int top = lua_gettop(L);
  if (self->replacement == LUA_TFUNCTION) {
    lua_pushvalue(L, 3);
    lua_call(L, pattern_push_captures(&self->state, from, to), 1);
  } else if (self->replacement == LUA_TTABLE) {
    const char *start;
    ptrdiff_t length = pattern_read_capture(&self->state, 0, from, to, &start);
    if (length != CAPTURE_POSITION) lua_pushlstring(L, start, (size_t)length);
    lua_gettable(L, 3);
  } else {
    add_template(self, from, to);
    return true;
  }
  bool changed = lua_toboolean(L, -1);
  if (!changed) {
    text_add(&self->out, from, (size_t)(to - from));
  } else if (!lua_isstring(L, -1)) {
    luaL_error(L, "invalid replacement value (a %s)", bridge_type_name(L, -1));
  } else {
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    text_add(&self->out, text, length);
  }
  lua_settop(L, top);
  return changed;
}

int bridge_gsub(lua_State *L) {
  size_t length, count;
  const char *text = luaL_checklstring(L, 1, &length);
  const char *pattern = luaL_checklstring(L, 2, &count);
  substitution self;
  self.replacement = bridge_type(L, 3);
  lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)length + 1), replaced = 0;
  if (self.replacement != LUA_TNUMBER && self.replacement != LUA_TSTRING &&
      self.replacement != LUA_TFUNCTION && self.replacement != LUA_TTABLE) {
    return luaL_typeerror(L, 3, "string/function/table");
  }
  bool anchored = count > 0 && *pattern == '^', changed = false;
  pattern_open(&self.state, L, text, length, pattern + count);
  text_open(&self.out, L);
  const char *at = text, *last = NULL;
  while (replaced < most) {
    const char *end = pattern_match(&self.state, at, pattern + anchored);
    if (end != NULL && end != last) {
      replaced++;
      changed = add_replacement(&self, at, end) || changed;
      at = last = end;
    } else if (at < self.state.text_end) {
      text_add_byte(&self.out, *at++);
    } else {
      break;
    }
    if (anchored) break;
  }
  if (changed) {
    text_add(&self.out, at, (size_t)(self.state.text_end - at));
    text_push(&self.out);
  } else {
    lua_pushvalue(L, 1);
  }
  lua_pushinteger(L, replaced);
  return 2;
}
