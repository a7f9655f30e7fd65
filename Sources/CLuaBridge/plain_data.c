// Plain data as bytes. Format: one kind byte a value, little-endian; a table is its count as a
// length and then its keys and values, keys strictly ascending in the defined order:
//   'F' 'T'          booleans            'I' 8 bytes   an integer     'N' 8 bytes   a float
//   'S' length bytes a string            'M' count {key value}        a table
// A length is an unsigned LEB128 of at most five bytes, shortest form. The whole is the byte 1
// (the version) and one table.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bridge.h"
#include "object.h"
#include "order.h"
#include "record.h"

enum { FORMAT_VERSION = 1, PATH_SIZE = 200 };

typedef struct {
  lua_State *L;
  size_t limit, length;
  char path[PATH_SIZE];
  uint8_t *bytes;   // memory of Lua's: a user datum at `slot` of the stack
  size_t capacity;
  int slot;
} encoder;

static int refuse(encoder *self, const char *what) {
  lua_pushfstring(self->L, "%s: %s", self->path, what);
  return lua_error(self->L);
}

static void put(encoder *self, const void *bytes, size_t count) {
  if (count > self->limit || self->length > self->limit - count) {
    lua_pushfstring(self->L, "state: larger than %I bytes", (LUAI_UACINT)self->limit);
    lua_error(self->L);
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
  for (int i = index - 1, seen = 0; i > self->slot && seen < depth * 4; i--, seen++) {
    if (lua_type(L, i) == LUA_TTABLE && lua_topointer(L, i) == table) {
      refuse(self, "a table inside itself is no plain data");
    }
  }
}

static void put_table(encoder *self, int index, int depth) {
  lua_State *L = self->L;
  index = lua_absindex(L, index);
  luaL_checkstack(L, 12, NULL);
  if (depth > MAX_DATA_DEPTH) refuse(self, "nested deeper than 100 tables");
  if (lua_getmetatable(L, index)) refuse_metatable(self);
  check_cycle(self, index, depth);
  lua_Integer count = order_push_keys(L, index);
  int keys = lua_gettop(L);
  bool sequence = lua_isnil(L, keys);
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
    put_value(self, lua_gettop(L), depth);
    lua_pushvalue(L, -1);
    lua_rawget(L, index);
    put_value(self, lua_gettop(L), depth);
    lua_settop(L, keys);
    self->path[path] = 0;
  }
  lua_settop(L, keys - 1);
}

/// Encodes the table at `index`; leaves the user datum with the bytes on the stack.
static void encode_table(lua_State *L, int index, encoder *self, size_t limit) {
  self->L = L;
  self->limit = limit;
  self->length = 0;
  self->capacity = 512;
  self->bytes = lua_newuserdatauv(L, self->capacity, 0);
  self->slot = lua_gettop(L);
  strcpy(self->path, "state");
  put_byte(self, FORMAT_VERSION);
  lua_pushvalue(L, index);
  put_table(self, lua_gettop(L), 1);
  lua_settop(L, self->slot);
}

/// native.encode(table[, limit]): the bytes of plain data as a string.
int bridge_encode(lua_State *L) {
  encoder self;
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer limit = luaL_optinteger(L, 2, 256 * 1024);
  encode_table(L, 1, &self, limit < 0 ? 0 : (size_t)limit);
  lua_pushlstring(L, (const char *)self.bytes, self.length);
  return 1;
}

typedef struct {
  size_t limit;
  size_t length;
  sauda_script *script;
} encode_request;

static int encode_body(lua_State *L) {
  encode_request *request = lua_touserdata(L, 1);
  encoder self;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_state);
  encode_table(L, 2, &self, request->limit);
  sauda_script *script = request->script;
  if (self.length > script->encoded_capacity) {
    uint8_t *fresh = realloc(script->encoded, self.length * 2);
    if (fresh == NULL) return luaL_error(L, "state: no memory for its bytes");
    script->encoded = fresh;
    script->encoded_capacity = self.length * 2;
  }
  memcpy(script->encoded, self.bytes, self.length);
  request->length = self.length;
  return 0;
}

sauda_outcome sauda_encode_state(sauda_script *script, size_t limit, const uint8_t **bytes,
                                 size_t *length) {
  encode_request request = {limit, 0, script};
  sauda_outcome outcome = bridge_enter(script, encode_body, &request, -1, INT64_MAX);
  *bytes = script->encoded;
  *length = outcome.status == SAUDA_OK ? request.length : 0;
  return outcome;
}
