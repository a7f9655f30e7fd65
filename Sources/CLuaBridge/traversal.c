#include "traversal.h"

#include "bridge.h"
#include "object.h"
#include "order.h"
#include "record.h"

const char bridge_key_cursors = 0;

/// Where a traversal by `pairs` stands.
typedef struct {
  lua_Integer at, count;
  bool sequence;  // the keys are 1...count
} pairs_state;

/// One step of `pairs`. Upvalues: 1 the keys in order (nil for 1...count), 2 the pairs_state. Keys
/// that lost their value meanwhile are left out; keys that were added are not seen.
static int pairs_step(lua_State *L) {
  pairs_state *state = lua_touserdata(L, lua_upvalueindex(2));
  luaL_checktype(L, 1, LUA_TTABLE);
  kept_look_through(L, 1);
  while (state->at < state->count) {
    lua_Integer at = ++state->at;
    int type;
    if (state->sequence) {
      lua_pushinteger(L, at);
      type = lua_rawgeti(L, 1, at);
    } else {
      lua_rawgeti(L, lua_upvalueindex(1), at);
      lua_pushvalue(L, -1);
      type = lua_rawget(L, 1);
    }
    if (type != LUA_TNIL) return 2;
    lua_pop(L, 2);
    if (at % 4096 == 0) bridge_poll(L);
  }
  lua_pushnil(L);
  return 1;
}

static int after_pairs_metamethod(lua_State *L, int status, lua_KContext context) {
  (void)L;
  (void)status;
  (void)context;
  return 3;
}

int bridge_pairs(lua_State *L) {
  luaL_checkany(L, 1);
  lua_settop(L, 1);
  if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
    lua_pushvalue(L, 1);
    lua_callk(L, 1, 3, 0, after_pairs_metamethod);
    return 3;
  }
  if (lua_type(L, 1) != LUA_TTABLE) {  // as Lua does: the first step says what is wrong
    lua_pushboolean(L, 0);
    lua_pushcclosure(L, bridge_next, 1);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
  }
  lua_pushvalue(L, 1);
  kept_look_through(L, 2);
  lua_Integer count = order_push_keys(L, 2);
  bool sequence = lua_isnil(L, -1);
  pairs_state *state = lua_newuserdatauv(L, sizeof *state, 0);
  *state = (pairs_state){0, count, sequence};
  lua_pushcclosure(L, pairs_step, 2);
  lua_pushvalue(L, 1);
  lua_pushnil(L);
  return 3;
}

/// Whether the key at 3 is a whole number above `best`: in lists, all keys but the first.
static bool is_later_number(lua_State *L, const order_key *best) {
  return lua_isinteger(L, 3) && order_is_integer(best) &&
         lua_tointeger(L, 3) > best->value.integer;
}

/// Pushes the least key of the table at 1 and its value; for an empty table nil alone.
static int push_first(lua_State *L) {
  order_key best = {0};
  lua_Integer seen = 0;
  lua_settop(L, 1);
  lua_pushnil(L);  // 2: the best key so far
  lua_pushnil(L);
  while (lua_next(L, 1) != 0) {
    lua_settop(L, 3);
    if (seen > 0 && is_later_number(L, &best)) {
      seen++;
      continue;
    }
    order_key key = order_read(L, 3, 0);
    if (seen == 0 || order_compare(&key, &best) < 0) {
      best = key;
      lua_copy(L, 3, 2);
    }
    if (++seen % 4096 == 0) bridge_poll(L);
  }
  if (seen == 0) return 1;  // the nil at 2
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  lua_rawget(L, 1);
  return 2;
}

/// The slot of the traversal of the table at 1 that is under way, or -1.
static int find_cursor(const sauda_script *script, const void *table) {
  for (int i = 0; i < CURSORS; i++) {
    if (script->cursors[i].table == table) return i;
  }
  return -1;
}

static void drop_cursor(lua_State *L, int slot) {
  bridge_script(L)->cursors[slot].table = NULL;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_cursors);
  for (int i = 1; i <= 2; i++) {
    lua_pushboolean(L, 0);
    lua_rawseti(L, -2, 2 * slot + i);
  }
  lua_pop(L, 1);
}

/// Takes the keys of the table at 1 in order, for a traversal of the one at 3: the same, or a kept table
/// with its contents at 1. The oldest traversal makes room: it is taken again when it goes on.
static int make_cursor(lua_State *L) {
  sauda_script *script = bridge_script(L);
  lua_Integer count = order_push_keys(L, 1);
  int slot = script->oldest_cursor;
  script->oldest_cursor = (slot + 1) % CURSORS;
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    lua_pushboolean(L, 0);
  }
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_cursors);
  lua_insert(L, -2);
  lua_rawseti(L, -2, 2 * slot + 2);
  lua_pushvalue(L, 3);  // anchored: its address stays its own
  lua_rawseti(L, -2, 2 * slot + 1);
  lua_pop(L, 1);
  script->cursors[slot] = (table_cursor){lua_topointer(L, 3), count, 0};
  return slot;
}

/// Pushes the key at a position of a cursor whose keys are at index 3.
static void push_key(lua_State *L, lua_Integer at) {
  if (lua_istable(L, 3)) {
    lua_rawgeti(L, 3, at);
  } else {
    lua_pushinteger(L, at);
  }
}

/// How many keys of the cursor are not after the key at 2; `exact` when it is one of them.
static lua_Integer position_of(lua_State *L, const table_cursor *cursor, bool *exact) {
  if (cursor->position > 0) {
    push_key(L, cursor->position);
    *exact = lua_rawequal(L, -1, 2);
    lua_pop(L, 1);
    if (*exact) return cursor->position;
  }
  order_key wanted = order_read(L, 2, 0);
  lua_Integer low = 0, high = cursor->count;
  *exact = false;
  while (low < high) {
    lua_Integer middle = low + (high - low) / 2 + 1;
    push_key(L, middle);
    order_key key = order_read(L, lua_gettop(L), 0);
    int order = order_compare(&key, &wanted);
    if (order == 0) *exact = lua_rawequal(L, -1, 2);  // NaN has a place, and is no key
    lua_pop(L, 1);
    if (order <= 0) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/// Raises what Lua raises for a key, at 2, that the table at 1 does not have, nor had a moment ago: where
/// such a key would stand is no question that its own `next` answers.
static void check_key(lua_State *L) {
  int top = lua_gettop(L);
  lua_pushvalue(L, 2);
  lua_next(L, 1);
  lua_settop(L, top);
}

static int step(lua_State *L);

/// next(table[, key]): a key that lost its value on the way will do.
int bridge_next(lua_State *L) {
  bridge_check_table(L, 1);
  lua_settop(L, 2);
  if (bridge_is_record(L, 1)) {
    bridge_push_record_copy(L, 1);
    lua_replace(L, 1);
  }
  lua_pushvalue(L, 1);
  kept_look_through(L, 1);
  return step(L);
}

/// The step of a traversal of the table at 3, whose entries are those of the one at 1, from the key at 2.
static int step(lua_State *L) {
  sauda_script *script = bridge_script(L);
  int slot = find_cursor(script, lua_topointer(L, 3));
  if (lua_isnil(L, 2)) {
    if (slot >= 0) drop_cursor(L, slot);
    return push_first(L);
  }
  // Lua's own takes 2.0 for no key, though it is equal to one.
  if (lua_type(L, 2) == LUA_TNUMBER && !lua_isinteger(L, 2)) check_key(L);
  bool fresh = slot < 0;
  if (fresh) slot = make_cursor(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_cursors);
  lua_rawgeti(L, -1, 2 * slot + 2);
  lua_replace(L, 3);  // the keys, where the table was
  bool exact = false;
  lua_Integer at = position_of(L, &script->cursors[slot], &exact);
  if (!exact && !fresh) {  // a key that came later: look at the table as it is now
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_cursors);
    lua_rawgeti(L, -1, 2 * slot + 1);
    lua_replace(L, 3);
    drop_cursor(L, slot);
    lua_settop(L, 3);
    return step(L);
  }
  if (!exact) check_key(L);
  while (at < script->cursors[slot].count) {
    at++;
    lua_settop(L, 3);
    push_key(L, at);
    lua_pushvalue(L, -1);
    lua_rawget(L, 1);
    if (!lua_isnil(L, -1)) {
      script->cursors[slot].position = at;
      return 2;
    }
    if (at % 4096 == 0) bridge_poll(L);
  }
  drop_cursor(L, slot);
  lua_pushnil(L);
  return 1;
}
