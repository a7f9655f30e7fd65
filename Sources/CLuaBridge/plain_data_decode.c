// Bytes to plain data, strictly: whatever plain_data.c would not have written is refused.
#include <string.h>

#include "bridge.h"
#include "order.h"
#include "plain_data.h"

typedef struct {
  lua_State *L;
  const uint8_t *at, *end;
} decoder;

static int malformed(decoder *self) {
  return luaL_error(self->L, "state: the stored bytes are damaged");
}

static uint8_t take(decoder *self) {
  if (self->at == self->end) malformed(self);
  return *self->at++;
}

static uint64_t take_word(decoder *self) {
  if (self->end - self->at < 8) malformed(self);
  uint64_t word = 0;
  for (int i = 0; i < 8; i++) word |= (uint64_t)self->at[i] << (8 * i);
  self->at += 8;
  return word;
}

/// A length in its shortest form, of things that take at least `size` bytes each.
static size_t take_length(decoder *self, size_t size) {
  uint64_t length = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    uint8_t byte = take(self);
    length |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < 0x80) {
      if (byte == 0 && shift > 0) malformed(self);
      if (length > (size_t)(self->end - self->at) / size) malformed(self);
      return (size_t)length;
    }
  }
  malformed(self);
  return 0;
}

static void take_table(decoder *self, int depth);

/// Pushes the next value.
static void take_value(decoder *self, int depth, bool key) {
  lua_State *L = self->L;
  uint8_t kind = take(self);
  switch (kind) {
    case 'F':
    case 'T':
      lua_pushboolean(L, kind == 'T');
      return;
    case 'I':
      lua_pushinteger(L, (lua_Integer)take_word(self));
      return;
    case 'N': {
      uint64_t word = take_word(self);
      double number;
      lua_Integer whole;
      memcpy(&number, &word, sizeof number);
      if (number != number && (key || word != 0x7FF8000000000000u)) malformed(self);
      // Lua turns a float key that is whole into an integer: it was written as one.
      if (key && lua_numbertointeger(number, &whole) && (double)whole == number) malformed(self);
      lua_pushnumber(L, number);
      return;
    }
    case 'S': {
      size_t length = take_length(self, 1);
      lua_pushlstring(L, (const char *)self->at, length);
      self->at += length;
      return;
    }
    case 'M':
      if (key) malformed(self);
      take_table(self, depth + 1);
      return;
    default:
      malformed(self);
  }
}

static void take_table(decoder *self, int depth) {
  lua_State *L = self->L;
  if (depth > MAX_DATA_DEPTH) malformed(self);
  luaL_checkstack(L, 8, NULL);
  size_t count = take_length(self, 2);
  // The count is bounded by the bytes that are there; the table grows as they are read.
  lua_createtable(L, 0, count < 64 ? (int)count : 64);
  int table = lua_gettop(L);
  lua_pushnil(L);  // the key before
  for (size_t i = 0; i < count; i++) {
    take_value(self, depth, true);
    if (i > 0) {
      order_key last = order_read(L, table + 1, 0), key = order_read(L, table + 2, 0);
      if (order_compare(&last, &key) >= 0) malformed(self);
    }
    lua_pushvalue(L, -1);
    lua_replace(L, table + 1);
    take_value(self, depth, false);
    lua_rawset(L, table);
  }
  lua_settop(L, table);
}

void plain_push_decoded(lua_State *L, const uint8_t *bytes, size_t length) {
  decoder self = {L, bytes, bytes + length};
  if (take(&self) != FORMAT_VERSION || take(&self) != 'M') malformed(&self);
  take_table(&self, 1);
  if (self.at != self.end) malformed(&self);
}

/// native.decode(string): the table that native.encode made the string of.
int bridge_decode(lua_State *L) {
  size_t length;
  const char *bytes = luaL_checklstring(L, 1, &length);
  plain_push_decoded(L, (const uint8_t *)bytes, length);
  return 1;
}
