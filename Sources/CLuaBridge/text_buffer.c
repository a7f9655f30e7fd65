#include "text_buffer.h"

#include <string.h>

#include "bridge.h"

void text_open(text_buffer *self, lua_State *L) {
  self->L = L;
  self->bytes = self->few;
  self->length = 0;
  self->capacity = sizeof self->few;
  luaL_checkstack(L, 4, NULL);
  lua_pushnil(L);
  self->slot = lua_gettop(L);
}

char *text_room(text_buffer *self, size_t count) {
  if (count <= self->capacity - self->length) return self->bytes + self->length;
  lua_State *L = self->L;
  size_t cap = arena_cap(bridge_script(L)->arena);
  bridge_poll(L);
  if (count > cap || self->length > cap - count) bridge_raise_memory(L);
  size_t capacity = self->length + count;
  if (capacity < self->capacity * 2) capacity = self->capacity * 2;
  char *fresh = lua_newuserdatauv(L, capacity, 0);
  memcpy(fresh, self->bytes, self->length);
  lua_replace(L, self->slot);
  self->bytes = fresh;
  self->capacity = capacity;
  return fresh + self->length;
}

void text_add(text_buffer *self, const char *bytes, size_t count) {
  memcpy(text_room(self, count), bytes, count);
  self->length += count;
}

void text_add_byte(text_buffer *self, char byte) {
  *text_room(self, 1) = byte;
  self->length++;
}

void text_push(text_buffer *self) { lua_pushlstring(self->L, self->bytes, self->length); }
