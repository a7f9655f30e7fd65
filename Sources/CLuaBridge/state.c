// What becomes of a script's state when a callback ends: it is kept, as it is or as bytes, or undone.
#include <stdlib.h>
#include <string.h>

#include "bridge.h"
#include "insides.h"
#include "plain_data.h"
#include "rule.h"

enum {
  STATE_DEPTH = 1,                 // of the root; `state` and its like are one deeper
  COUNT_MOST = 4,                  // more bytes that the count of a table's entries may come to take
  LENT = 16 * 1024 * 1024,
};

/// Makes the encoded bytes those of the last callback that went well.
static void store(lua_State *L, kept_state *kept, const encoder *encoded) {
  if (encoded->length > kept->capacity) {
    uint8_t *fresh = realloc(kept->bytes, encoded->length * 2);
    if (fresh == NULL) luaL_error(L, "state: no memory for its bytes");
    kept->bytes = fresh;
    kept->capacity = encoded->length * 2;
  }
  memcpy(kept->bytes, encoded->bytes, encoded->length);
  kept->length = encoded->length;
  kept->is_stale = kept->is_behind_rules = false;
}

static int encode_body(lua_State *L) {
  kept_state *kept = &bridge_script(L)->kept;
  encoder self = {.limit = kept->limit, .walk = kept->is_wanted ? ++kept->walk : 0};
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_state);
  plain_encode(L, 2, STATE_DEPTH, &self);
  store(L, kept, &self);
  if (kept->is_wanted && self.has_hooks) {
    kept->is_refused = true;
    kept->is_wanted = false;
  }
  kept_forget(L);
  kept->is_logging = kept->is_wanted;
  kept->is_shared = self.is_shared;
  kept->bound = self.length + self.tables * COUNT_MOST;
  return 0;
}

sauda_outcome sauda_encode_state(sauda_script *script, size_t limit, const uint8_t **bytes,
                                 size_t *length) {
  script->kept.limit = limit;
  sauda_outcome outcome = bridge_enter(script, encode_body, NULL, -1, INT64_MAX);
  *bytes = script->kept.bytes;
  *length = outcome.status == SAUDA_OK ? script->kept.length : 0;
  if (outcome.status == SAUDA_OK) script->kept.is_unread = false;
  return outcome;
}

// MARK: What a callback has written

void sauda_log_state(sauda_script *script) {
  script->kept.is_wanted = script->kept.is_known && !script->kept.is_refused;
}

bool sauda_logs_state(const sauda_script *script) { return script->kept.is_logging; }

/// Looks at the tables that were written into kept ones, and makes kept ones of them. Raises when one needs
/// a look at the whole.
static int adopt_body(lua_State *L) {
  enum { LOG = 2, TABLE, KEY, META, VALUE };
  kept_state *kept = &bridge_script(L)->kept;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_log);
  for (lua_Integer entry = 0; entry < kept->count; entry++) {
    lua_rawgeti(L, LOG, entry * 3 + 1);
    lua_rawgeti(L, LOG, entry * 3 + 2);
    if (!lua_getmetatable(L, TABLE)) return luaL_error(L, "a kept table was released");
    kept_push_contents(L, TABLE);
    const uint32_t hint = insides_hint(L, VALUE);
    lua_pushvalue(L, KEY);
    int type = lua_rawget(L, VALUE);
    insides_set_hint(L, VALUE, hint);
    lua_replace(L, VALUE);  // where the contents were
    if (type == LUA_TTABLE) {
      encoder self = {.limit = kept->limit, .walk = kept->walk, .measures = true};
      plain_encode(L, VALUE, kept_depth(L, META) + 1, &self);
      if (self.has_hooks) return luaL_error(L, "a table may be a metatable");
      kept->growth += self.length + self.tables * COUNT_MOST;
    } else if (type > LUA_TSTRING || type == LUA_TLIGHTUSERDATA) {
      return luaL_error(L, "no plain data");
    }
    type = lua_type(L, KEY);
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TBOOLEAN) {
      return luaL_error(L, "no plain data as key");
    }
    lua_settop(L, LOG);
  }
  kept->is_odd = false;
  return 0;
}

bool sauda_commit_state(sauda_script *script) {
  kept_state *kept = &script->kept;
  if (!kept->is_logging) return false;
  if (kept->count == 0 || kept_commit(script)) return true;
  if (!kept->is_odd || kept->is_shared) return false;
  sauda_outcome outcome = bridge_enter(script, adopt_body, NULL, -1, INT64_MAX);
  return outcome.status == SAUDA_OK && kept_commit(script);
}

// MARK: The state as of the last callback that went well

static int past_body(lua_State *L) {
  kept_state *kept = &bridge_script(L)->kept;
  encoder self = {.limit = SIZE_MAX};
  lua_settop(L, 0);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_state);
  kept_push_overlays(L);
  self.overlays = lua_gettop(L);
  plain_encode(L, 1, STATE_DEPTH, &self);
  store(L, kept, &self);
  return 0;
}

/// Lets the state be encoded with memory that is not the script's. May raise.
static void encode_by(lua_State *L, lua_CFunction body) {
  sauda_script *script = bridge_script(L);
  luaL_checkstack(L, 4, NULL);
  arena_lend(script->arena, LENT);  // it is not the script that needs it
  lua_pushcfunction(L, body);
  int status = lua_pcall(L, 0, 0, 0);
  arena_lend(script->arena, 0);
  if (status != LUA_OK) lua_error(L);
}

void bridge_encode_past(lua_State *L) { encode_by(L, past_body); }

static int whole_body(lua_State *L) {
  encoder self = {.limit = SIZE_MAX};
  lua_settop(L, 0);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_state);
  plain_encode(L, 1, STATE_DEPTH, &self);
  store(L, &bridge_script(L)->kept, &self);
  return 0;
}

void bridge_encode_rules(lua_State *L) {
  if (bridge_script(L)->kept.is_behind_rules) encode_by(L, whole_body);
}

static int bytes_body(lua_State *L) {
  bridge_encode_rules(L);
  if (bridge_script(L)->kept.is_stale) bridge_encode_past(L);
  return 0;
}

bool sauda_state_bytes(sauda_script *script, const uint8_t **bytes, size_t *length) {
  kept_state *kept = &script->kept;
  // The first try may have been for want of a collection.
  for (int tries = 0; (kept->is_stale || kept->is_behind_rules) && tries < 2; tries++) {
    bridge_enter(script, bytes_body, NULL, -1, INT64_MAX);
  }
  if (kept->is_stale || kept->is_behind_rules) return false;
  kept->is_unread = false;
  *bytes = kept->bytes;
  *length = kept->length;
  return true;
}

bool sauda_state_is_stale(const sauda_script *script) { return script->kept.is_unread; }

// MARK: Taking over bytes

/// Fills the root with the entries of the table on top.
static void replace_root(lua_State *L) {
  const int fresh = lua_gettop(L), root = fresh + 1;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_state);
  // From here on nothing is refused: existing keys are cleared, then the new ones copied.
  lua_pushnil(L);
  while (lua_next(L, root) != 0) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_pushnil(L);
    lua_rawset(L, root);
  }
  lua_pushnil(L);
  while (lua_next(L, fresh) != 0) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, root);
  }
}

typedef struct {
  const uint8_t *bytes;
  size_t length;
} decode_request;

static int decode_body(lua_State *L) {
  const decode_request *request = lua_touserdata(L, 1);
  if (request->length == 0) {
    lua_createtable(L, 0, 0);
  } else {
    plain_push_decoded(L, request->bytes, request->length);
  }
  kept_secure(L);
  replace_root(L);
  bridge_script(L)->kept.is_behind_rules = false;
  return 0;
}

sauda_outcome sauda_decode_state(sauda_script *script, const uint8_t *bytes, size_t length) {
  decode_request request = {bytes, length};
  return bridge_enter(script, decode_body, &request, -1, INT64_MAX);
}

static int undo_body(lua_State *L) {
  const kept_state *kept = &bridge_script(L)->kept;
  kept_secure(L);
  if (kept->is_behind_rules) {
    rule_restore_states(L);
    bridge_encode_rules(L);
  }
  if (kept->length == 0) {
    lua_createtable(L, 0, 0);
  } else {
    plain_push_decoded(L, kept->bytes, kept->length);
  }
  replace_root(L);
  return 0;
}

sauda_outcome sauda_undo_state(sauda_script *script) {
  return bridge_enter(script, undo_body, NULL, -1, INT64_MAX);
}
