#include "kept.h"

#include "bridge.h"
#include "insides.h"

const char bridge_key_log = 0, kept_nothing = 0;

/// Under it a hidden metatable has the contents.
static const char kept_key = 0;

enum { META_DEPTH = 1, META_WALK };
enum { WRITE_CONTENTS = 1, WRITE_LOG };
// Entries of the log: with more, a callback is better undone from bytes; with few, what the log still holds
// of the last callback may stay.
enum { LOG_MOST = 4096, LOG_FEW = 8, LOG_SLOTS = 3 };
enum { LOG_TABLE = 1, LOG_KEY, LOG_OLD };

static kept_state *kept_of(lua_State *L) { return &bridge_script(L)->kept; }

bool kept_push_contents(lua_State *L, int index) {
  if (!lua_getmetatable(L, index)) return false;
  if (lua_rawgetp(L, -1, &kept_key) != LUA_TTABLE) {
    lua_pop(L, 2);
    return false;
  }
  lua_remove(L, -2);
  return true;
}

void kept_look_through(lua_State *L, int index) {
  index = lua_absindex(L, index);
  if (lua_type(L, index) == LUA_TTABLE && kept_push_contents(L, index)) lua_replace(L, index);
}

// MARK: Writes

/// The bytes of a scalar in the encoding of plain data; 0 for nil and for what is none.
static size_t size_of(lua_State *L, int index, int type) {
  switch (type) {
    case LUA_TBOOLEAN:
      return 1;
    case LUA_TNUMBER:
      return 9;
    case LUA_TSTRING:
      return (size_t)lua_rawlen(L, index) + 6;  // a length takes five bytes at most
    default:
      return 0;
  }
}

static bool is_scalar(int type) {
  return type == LUA_TBOOLEAN || type == LUA_TNUMBER || type == LUA_TSTRING;
}

/// Notes by how much a write lets the encoding grow at most. What shrinks is not taken off: the table may
/// be none of the state's any more.
static void note_growth(lua_State *L, kept_state *kept, int key, int old_type, int new_type) {
  const int value = key + 1, old = key + 2;
  if (old_type == new_type && new_type == LUA_TNUMBER) return;
  size_t before = size_of(L, old, old_type), after = size_of(L, value, new_type);
  if (old_type == LUA_TNIL) after += size_of(L, key, lua_type(L, key));
  if (after > before) kept->growth += after - before;
  if (old_type == LUA_TTABLE || new_type == LUA_TTABLE) kept->holds_tables = true;
  if ((new_type != LUA_TNIL && !is_scalar(new_type)) || !is_scalar(lua_type(L, key))) {
    kept->is_odd = true;
  }
}

/// Notes in the log, at its index, what stands in the contents of a table under the key below the top of
/// the stack, before the value on top is written there. With too much in the log it ends, and what is
/// written next makes plain tables again.
static void note_write(lua_State *L, kept_state *kept, int table, int contents, int log) {
  const int value = lua_gettop(L), key = value - 1;
  lua_pushvalue(L, key);
  int old_type = lua_rawget(L, contents), new_type = lua_type(L, value);
  if (old_type == new_type &&
      (new_type == LUA_TNIL || (new_type == LUA_TTABLE && lua_rawequal(L, value, -1)))) {
    lua_pop(L, 1);
    return;
  }
  if (kept->count == LOG_MOST) {
    lua_pop(L, 1);
    kept_secure(L);
    return;
  }
  note_growth(L, kept, key, old_type, new_type);
  const lua_Integer at = (lua_Integer)kept->count * LOG_SLOTS;
  lua_pushvalue(L, table);
  lua_rawseti(L, log, at + LOG_TABLE);
  lua_pushvalue(L, key);
  lua_rawseti(L, log, at + LOG_KEY);
  lua_rawseti(L, log, at + LOG_OLD);
  kept->count++;
}

/// Whether the value at `index` may be a key of a table.
static bool is_key(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TNUMBER) return !lua_isnil(L, index);
  return lua_isinteger(L, index) || lua_tonumber(L, index) == lua_tonumber(L, index);
}

/// Whether it is a name that Lua looks for in metatables.
static bool is_hook(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TSTRING) return false;
  const char *name = lua_tostring(L, index);
  return name[0] == '_' && name[1] == '_';
}

/// table[key] = value
static int write_kept(lua_State *L) {
  kept_state *kept = kept_of(L);
  const bool is_name = lua_type(L, 2) == LUA_TSTRING;
  if (!is_name && !is_key(L, 2)) {
    return luaL_error(L, lua_isnil(L, 2) ? "table index is nil" : "table index is NaN");
  }
  if (!kept->is_logging || (is_name && is_hook(L, 2))) {
    // Unless it is logged, a write to a kept table is but a slow one.
    kept_release(L, 1);
    lua_rawset(L, 1);
    return 0;
  }
  note_write(L, kept, 1, lua_upvalueindex(WRITE_CONTENTS), lua_upvalueindex(WRITE_LOG));
  lua_rawset(L, lua_upvalueindex(WRITE_CONTENTS));
  return 0;
}

void kept_set(lua_State *L, int index) {
  index = lua_absindex(L, index);
  luaL_checkstack(L, 8, NULL);
  const int value = lua_gettop(L), key = value - 1, contents = key;
  if (!kept_push_contents(L, index)) {
    lua_rawset(L, index);
    return;
  }
  kept_state *kept = kept_of(L);
  if (!kept->is_logging || is_hook(L, key)) {
    lua_pop(L, 1);
    kept_release(L, index);
    lua_rawset(L, index);
    return;
  }
  lua_insert(L, contents);
  if (is_key(L, contents + 1)) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_log);
    const int log = contents + 1;
    lua_insert(L, log);
    note_write(L, kept, index, contents, log);
    lua_remove(L, log);
  }
  lua_rawset(L, contents);
  lua_pop(L, 1);
}

/// #table
static int length_of_kept(lua_State *L) {
  kept_look_through(L, 1);
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
  return 1;
}

// MARK: The log

void kept_forget(lua_State *L) {
  kept_state *kept = kept_of(L);
  if (kept->count > kept->used) kept->used = kept->count;
  if (kept->holds_tables || kept->used > LOG_FEW) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_log);
    for (lua_Integer slot = (lua_Integer)kept->used * LOG_SLOTS; slot > 0; slot--) {
      lua_pushnil(L);
      lua_rawseti(L, -2, slot);
    }
    lua_pop(L, 1);
    kept->used = 0;
  }
  kept->count = 0;
  kept->growth = 0;
  kept->is_odd = kept->holds_tables = false;
}

bool kept_commit(sauda_script *script) {
  kept_state *kept = &script->kept;
  if (!kept->is_logging || kept->is_odd || kept->is_shared) return false;
  if (kept->bound + kept->growth > kept->limit) return false;
  kept->bound += kept->growth;
  kept->is_stale = kept->is_unread = true;
  kept_forget(script->main);
  return true;
}

void kept_secure(lua_State *L) {
  kept_state *kept = kept_of(L);
  if (!kept->is_logging) return;
  if (kept->is_stale) bridge_encode_past(L);
  kept_forget(L);
  kept->is_logging = false;
  kept->count = 1;  // a run of ticks ends here
}

void kept_push_overlays(lua_State *L) {
  luaL_checkstack(L, 8, NULL);
  lua_createtable(L, 0, 0);
  const int overlays = lua_gettop(L), log = overlays + 1;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_log);
  // What was noted first stood there before the callback.
  for (lua_Integer entry = kept_of(L)->count - 1; entry >= 0; entry--) {
    const lua_Integer at = entry * LOG_SLOTS;
    lua_rawgeti(L, log, at + LOG_TABLE);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, overlays) != LUA_TTABLE) {
      lua_pop(L, 1);
      lua_createtable(L, 0, 1);
      lua_pushvalue(L, -2);
      lua_pushvalue(L, -2);
      lua_rawset(L, overlays);
    }
    lua_rawgeti(L, log, at + LOG_KEY);
    if (lua_rawgeti(L, log, at + LOG_OLD) == LUA_TNIL) {
      lua_pop(L, 1);
      lua_pushlightuserdata(L, (void *)&kept_nothing);
    }
    lua_rawset(L, -3);
    lua_settop(L, log);
  }
  lua_settop(L, overlays);
}

// MARK: Tables that become kept ones, or plain ones again

void kept_adopt(lua_State *L, int index, int depth, lua_Integer walk) {
  index = lua_absindex(L, index);
  luaL_checkstack(L, 8, NULL);
  const int meta = lua_gettop(L) + 1, writer = meta + 1, contents = meta + 2;
  lua_createtable(L, 2, 4);
  kept_note(L, meta, depth, walk);
  lua_pushnil(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_log);
  lua_pushcclosure(L, write_kept, 2);
  lua_pushvalue(L, writer);
  lua_setfield(L, meta, "__newindex");
  lua_pushcfunction(L, length_of_kept);
  lua_setfield(L, meta, "__len");
  lua_pushboolean(L, 0);
  lua_setfield(L, meta, "__index");
  lua_pushboolean(L, 0);
  lua_rawsetp(L, meta, &kept_key);
  // There is room for everything now: from here on the collector makes no step.
  insides_push_white(L);
  lua_pushvalue(L, contents);
  lua_setfield(L, meta, "__index");
  lua_pushvalue(L, contents);
  lua_rawsetp(L, meta, &kept_key);
  lua_pushvalue(L, contents);
  lua_setupvalue(L, writer, WRITE_CONTENTS);
  insides_swap(L, index, contents);
  lua_pushvalue(L, meta);
  lua_setmetatable(L, index);
  lua_settop(L, meta - 1);
}

void kept_release(lua_State *L, int index) {
  index = lua_absindex(L, index);
  luaL_checkstack(L, 8, NULL);
  kept_secure(L);
  const int meta = lua_gettop(L) + 1, contents = meta + 1;
  if (!lua_getmetatable(L, index)) return;
  if (lua_rawgetp(L, meta, &kept_key) == LUA_TTABLE) {
    // A collection that has seen the table has not seen what it gets: a new entry makes it look again.
    insides_push_white(L);
    lua_rawseti(L, index, 1);
    insides_swap(L, index, contents);
    lua_pushnil(L);
    lua_setmetatable(L, index);
    lua_pushnil(L);
    lua_rawsetp(L, meta, &kept_key);
  }
  lua_settop(L, meta - 1);
}

int kept_depth(lua_State *L, int index) {
  lua_rawgeti(L, index, META_DEPTH);
  int depth = (int)lua_tointeger(L, -1);
  lua_pop(L, 1);
  return depth;
}

bool kept_note(lua_State *L, int index, int depth, lua_Integer walk) {
  index = lua_absindex(L, index);
  lua_rawgeti(L, index, META_WALK);
  bool known = lua_tointeger(L, -1) == walk;
  lua_pop(L, 1);
  lua_pushinteger(L, depth);
  lua_rawseti(L, index, META_DEPTH);
  lua_pushinteger(L, walk);
  lua_rawseti(L, index, META_WALK);
  return known;
}

// MARK: What scripts and tracebacks see of them

bool kept_is_own_frame(lua_State *L, lua_Debug *frame) {
  if (*frame->what != 'C' || *frame->namewhat != 'm' || !lua_checkstack(L, 1)) return false;
  if (lua_getinfo(L, "f", frame) == 0) return false;
  bool is = lua_tocfunction(L, -1) == write_kept;
  lua_pop(L, 1);
  return is;
}

/// rawget(table, key)
int kept_rawget(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checkany(L, 2);
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  // A kept table is empty itself: what has the field is none.
  if (lua_rawget(L, 1) != LUA_TNIL || !kept_push_contents(L, 1)) return 1;
  lua_pushvalue(L, 2);
  lua_rawget(L, -2);
  return 1;
}

/// rawset(table, key, value)
int kept_rawset(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checkany(L, 2);
  luaL_checkany(L, 3);
  lua_settop(L, 3);
  kept_set(L, 1);
  return 1;
}

/// rawlen(table or string)
int kept_rawlen(lua_State *L) {
  int type = lua_type(L, 1);
  luaL_argexpected(L, type == LUA_TTABLE || type == LUA_TSTRING, 1, "table or string");
  kept_look_through(L, 1);
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
  return 1;
}
