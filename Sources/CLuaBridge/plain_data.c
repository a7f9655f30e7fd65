// Plain data as bytes. Format: one kind byte a value, little-endian; a table is its count as a
// length and then its keys and values, keys strictly ascending in the defined order:
//   'F' 'T'          booleans            'I' 8 bytes   an integer     'N' 8 bytes   a float
//   'S' length bytes a string            'M' count {key value}        a table
// A length is an unsigned LEB128 of at most five bytes, shortest form. The whole is the byte 1
// (the version) and one table.
#include "plain_data.h"

#include <math.h>
#include <string.h>

#include "bridge.h"
#include "insides.h"
#include "object.h"
#include "order.h"
#include "record.h"

static int refuse(encoder *self, const char *what) {
  lua_pushfstring(self->L, "%s: %s", self->path, what);
  return lua_error(self->L);
}

static void put(encoder *self, const void *bytes, size_t count) {
  if (count > self->limit || self->length > self->limit - count) {
    lua_pushfstring(self->L, "state: larger than %I bytes", (LUAI_UACINT)self->limit);
    lua_error(self->L);
  }
  if (self->measures) {
    self->length += count;
    return;
  }
  if (self->length + count > self->capacity) {
    size_t capacity = (self->length + count) * 2;
    uint8_t *fresh = lua_newuserdatauv(self->L, capacity, 0);
    memcpy(fresh, self->bytes, self->length);
    lua_replace(self->L, self->slot);
    self->bytes = fresh;
    self->capacity = capacity;
  }
  memcpy(self->bytes + self->length, bytes, count);
  self->length += count;
}

static void put_byte(encoder *self, uint8_t byte) { put(self, &byte, 1); }

static void put_word(encoder *self, char kind, uint64_t word) {
  uint8_t bytes[9];
  bytes[0] = (uint8_t)kind;
  for (int i = 0; i < 8; i++) bytes[i + 1] = (uint8_t)(word >> (8 * i));
  put(self, bytes, sizeof bytes);
}

static void put_length(encoder *self, char kind, size_t length) {
  put_byte(self, (uint8_t)kind);
  while (length >= 0x80) {
    put_byte(self, (uint8_t)(length | 0x80));
    length >>= 7;
  }
  put_byte(self, (uint8_t)length);
}

static void put_table(encoder *self, int index, int depth);

/// Refuses a table with the metatable on top; what scripts get from the API says what to keep of it.
static int refuse_metatable(encoder *self) {
  lua_State *L = self->L;
  lua_pushliteral(L, "__keep");
  bool is_of_api = lua_rawget(L, -2) == LUA_TSTRING;
  return refuse(self, is_of_api ? lua_tostring(L, -1) : "a table with a metatable is no plain data");
}

static void put_value(encoder *self, int index, int depth) {
  lua_State *L = self->L;
  switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
      put_byte(self, lua_toboolean(L, index) ? 'T' : 'F');
      return;
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) {
        put_word(self, 'I', (uint64_t)lua_tointeger(L, index));
      } else {
        double number = lua_tonumber(L, index);
        uint64_t word;
        if (isnan(number)) number = (double)NAN;  // one NaN: its sign and payload are no data
        memcpy(&word, &number, sizeof word);
        put_word(self, 'N', isnan(number) ? 0x7FF8000000000000u : word);
      }
      return;
    case LUA_TSTRING: {
      size_t length;
      const char *text = lua_tolstring(L, index, &length);
      put_length(self, 'S', length);
      put(self, text, length);
      return;
    }
    case LUA_TTABLE:
      put_table(self, index, depth + 1);
      return;
    default:
      if (bridge_is_record(L, index) && lua_getmetatable(L, index)) refuse_metatable(self);
      lua_pushfstring(L, "a %s is no plain data", luaL_typename(L, index));
      refuse(self, lua_tostring(L, -1));
  }
}

/// Appends ".name" or "[3]" for the key on top of the stack; returns the old length of the path.
static size_t extend_path(encoder *self) {
  lua_State *L = self->L;
  size_t old = strlen(self->path), length = old;
  if (lua_type(L, -1) == LUA_TSTRING) {
    size_t count;
    const char *name = lua_tolstring(L, -1, &count);
    length = bridge_append(self->path, PATH_SIZE, length, ".");
    bridge_append_printable(self->path, PATH_SIZE, length, name, count > 60 ? 60 : count);
  } else {
    length = bridge_append(self->path, PATH_SIZE, length, "[");
    length = bridge_append_value(L, -1, self->path, PATH_SIZE, length);
    bridge_append(self->path, PATH_SIZE, length, "]");
  }
  return old;
}

/// A table inside itself has no end. The tables on the way here stand on the stack.
static void check_cycle(encoder *self, int index, int depth) {
  lua_State *L = self->L;
  const void *table = lua_topointer(L, index);
  for (int i = index - 1, seen = 0; i > self->slot && seen < depth * 6; i--, seen++) {
    if (lua_type(L, i) == LUA_TTABLE && lua_topointer(L, i) == table) {
      refuse(self, "a table inside itself is no plain data");
    }
  }
}

/// Pushes what the kept table at `index`, with its contents on top, held before the callback that runs.
static void push_past(encoder *self, int index) {
  lua_State *L = self->L;
  const int contents = lua_gettop(L), noted = contents + 1, copy = contents + 2;
  lua_pushvalue(L, index);
  if (lua_rawget(L, self->overlays) != LUA_TTABLE) {
    lua_pop(L, 1);
    return;
  }
  lua_createtable(L, 0, 0);
  for (int source = contents; source <= noted; source++) {
    lua_pushnil(L);
    while (lua_next(L, source) != 0) {
      if (lua_touserdata(L, -1) == &kept_nothing) {
        lua_pop(L, 1);
        lua_pushnil(L);
      }
      lua_pushvalue(L, -2);
      lua_insert(L, -2);
      lua_rawset(L, copy);
    }
  }
  lua_replace(L, contents);
  lua_settop(L, contents);
}

/// Pushes the table that has the entries of the one at `index`; above it, when that is a kept one, its
/// contents. Whether it is.
static bool push_entries(encoder *self, int index) {
  lua_State *L = self->L;
  if (!lua_getmetatable(L, index)) {
    lua_pushvalue(L, index);
    return false;
  }
  if (!kept_push_contents(L, index)) refuse_metatable(self);
  if (self->overlays != 0) push_past(self, index);
  if (self->measures) luaL_error(L, "a kept table was moved");
  return true;
}

/// Whether the key on top is a name that Lua looks for in metatables.
static bool is_hook(lua_State *L) {
  if (lua_type(L, -1) != LUA_TSTRING) return false;
  const char *name = lua_tostring(L, -1);
  return name[0] == '_' && name[1] == '_';
}

/// Makes a kept table of what is plain data, or notes that this one was found. The root is none of the
/// script's.
static void take_in(encoder *self, int index, int meta, int depth, bool has_hooks) {
  if (has_hooks) self->has_hooks = true;
  if (self->walk == 0 || depth == 1) return;
  if (meta != 0) {
    if (kept_note(self->L, meta, depth, self->walk)) self->is_shared = true;
  } else if (!self->has_hooks) {
    kept_adopt(self->L, index, depth, self->walk);
  }
}

static void put_table(encoder *self, int index, int depth) {
  lua_State *L = self->L;
  index = lua_absindex(L, index);
  luaL_checkstack(L, 14, NULL);
  if (depth > MAX_DATA_DEPTH) refuse(self, "nested deeper than 100 tables");
  const int base = lua_gettop(L);
  const bool is_kept = push_entries(self, index);
  const int entries = lua_gettop(L), meta = is_kept ? base + 1 : 0;
  check_cycle(self, index, depth);
  lua_Integer count = order_push_keys(L, entries);
  const int keys = lua_gettop(L);
  const bool sequence = lua_isnil(L, keys);
  const bool is_known = bridge_script(L)->kept.is_known;
  const uint32_t hint = is_known ? insides_hint(L, entries) : 0;
  bool has_hooks = false;
  self->tables++;
  put_length(self, 'M', (size_t)count);
  for (lua_Integer i = 1; i <= count; i++) {
    if (sequence) {
      lua_pushinteger(L, i);
    } else {
      lua_rawgeti(L, keys, i);
    }
    size_t path = extend_path(self);
    int type = lua_type(L, -1);
    if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TBOOLEAN) {
      lua_pushfstring(L, "a %s as key is no plain data", bridge_type_name(L, -1));
      refuse(self, lua_tostring(L, -1));
    }
    if (is_hook(L)) has_hooks = true;
    put_value(self, lua_gettop(L), depth);
    lua_pushvalue(L, -1);
    lua_rawget(L, entries);
    if (is_known) insides_set_hint(L, entries, hint);  // that it was looked at changes nothing
    put_value(self, lua_gettop(L), depth);
    lua_settop(L, keys);
    self->path[path] = 0;
  }
  take_in(self, index, meta, depth, has_hooks);
  lua_settop(L, base);
}

void plain_encode(lua_State *L, int index, int depth, encoder *self) {
  index = lua_absindex(L, index);
  self->L = L;
  self->length = 0;
  self->capacity = self->measures ? 0 : 512;
  self->bytes = lua_newuserdatauv(L, self->capacity, 0);
  self->slot = lua_gettop(L);
  strcpy(self->path, "state");
  put_byte(self, FORMAT_VERSION);
  lua_pushvalue(L, index);
  put_table(self, lua_gettop(L), depth);
  lua_settop(L, self->slot);
}

/// native.encode(table[, limit]): the bytes of plain data as a string.
int bridge_encode(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer limit = luaL_optinteger(L, 2, 256 * 1024);
  encoder self = {.limit = limit < 0 ? 0 : (size_t)limit};
  plain_encode(L, 1, 1, &self);
  lua_pushlstring(L, (const char *)self.bytes, self.length);
  return 1;
}
