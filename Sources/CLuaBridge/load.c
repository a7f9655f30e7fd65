// Text in, function out: the only way code enters a script.
#define _GNU_SOURCE  // memmem
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "bridge.h"

typedef struct {
  const char *text;
  size_t length;
  const char *name;
} load_request;

/// Remembers a chunk's name, so that positions in messages can be told from text like them.
static void remember(lua_State *L, const char *name) {
  sauda_script *script = bridge_script(L);
  for (const chunk_name *known = script->chunks; known != NULL; known = known->next) {
    if (strncmp(known->text, name, SOURCE_SIZE - 1) == 0) return;
  }
  chunk_name *chunk = calloc(1, sizeof *chunk);
  if (chunk == NULL) return;  // positions are then shown as part of the message
  strncpy(chunk->text, name, SOURCE_SIZE - 1);
  chunk->next = script->chunks;
  script->chunks = chunk;
}

static int refuse(lua_State *L, const char *name, const char *why) {
  lua_pushfstring(L, "%s:1: %s", name, why);
  return lua_error(L);
}

/// Lua 5.4.4 makes wrong code, and may crash, when _ENV is declared constant or to be closed.
static bool declares_environment(const char *text, size_t length) {
  const char *end = text + length;
  while ((text = memmem(text, (size_t)(end - text), "_ENV", 4)) != NULL) {
    text += 4;
    const char *at = text;
    while (at < end && isspace((unsigned char)*at)) at++;
    if (at < end && *at == '<') return true;
  }
  return false;
}

void bridge_compile(lua_State *L, const char *text, size_t length, const char *name,
                    bool trusted) {
  lua_pushfstring(L, trusted ? "=%s" : "@%s", name);
  const char *chunk = lua_tostring(L, -1);
  if (!trusted) {
    remember(L, name);
    if (length > MAX_SOURCE_BYTES) refuse(L, name, "the source is larger than 256 KiB");
    if (length > 0 && text[0] == LUA_SIGNATURE[0]) {
      refuse(L, name, "this is bytecode, not Lua text");
    }
    if (memchr(text, 0, length) != NULL) refuse(L, name, "the source contains a NUL byte");
    if (declares_environment(text, length)) refuse(L, name, "'_ENV <' is not supported");
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {  // a byte order mark
      text += 3;
      length -= 3;
    }
  }
  int status = luaL_loadbufferx(L, text, length, chunk, "t");
  lua_remove(L, -2);
  if (status == LUA_OK) return;
  bridge_note_refusal(bridge_script(L));
  bridge_poll(L);
  lua_error(L);
}

static int prelude_body(lua_State *L) {
  const load_request *request = lua_touserdata(L, 1);
  bridge_compile(L, request->text, request->length, request->name, true);
  // The prelude has globals of its own: a script that replaces `string.format` or `pcall` does not
  // change what the prelude calls.
  bridge_push_private_environment(L);
  lua_setupvalue(L, -2, 1);
  bridge_push_natives(L);
  lua_call(L, 1, 0);
  return 0;
}

static int script_body(lua_State *L) {
  const load_request *request = lua_touserdata(L, 1);
  bridge_compile(L, request->text, request->length, request->name, false);
  lua_call(L, 0, 0);
  return 0;
}

sauda_outcome sauda_load_prelude(sauda_script *script, const char *text, size_t length,
                                 const char *name) {
  load_request request = {text, length, name};
  return bridge_enter(script, prelude_body, &request, -1, INT64_MAX);
}

sauda_outcome sauda_load_script(sauda_script *script, const char *text, size_t length,
                                const char *name, int64_t cpu_nanoseconds) {
  load_request request = {text, length, name};
  return bridge_enter(script, script_body, &request, -1, cpu_nanoseconds);
}
