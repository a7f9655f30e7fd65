// A text that grows inside Lua's memory: counted, collected, and never past the script's cap.
#ifndef SAUDA_TEXT_BUFFER_H
#define SAUDA_TEXT_BUFFER_H

#include <lua.h>
#include <stddef.h>

typedef struct {
  lua_State *L;
  char *bytes;
  size_t length, capacity;
  int slot;          // stack index of the user datum that holds the bytes, once they are many
  char few[512];
} text_buffer;

/// Takes one stack slot. All functions below may raise for lack of memory.
void text_open(text_buffer *self, lua_State *L);
/// Room for `count` bytes more; returns where they go. Add them with `text_commit`.
char *text_room(text_buffer *self, size_t count);
static inline void text_commit(text_buffer *self, size_t count) { self->length += count; }
void text_add(text_buffer *self, const char *bytes, size_t count);
void text_add_byte(text_buffer *self, char byte);
/// Pushes the text as a string.
void text_push(text_buffer *self);

#endif
