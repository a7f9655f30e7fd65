// Base functions that differ from Lua's: pcall cannot catch a spent budget, metatables have no
// finalizers and make no weak tables, those of other types are out of reach, texts of objects have no
// addresses.
#include "bridge.h"
#include "object.h"
#include "sandbox.h"
#include "traversal.h"

/// What pcall returns, whether it ends here or after a yield. `extra` values below are not results.
static int finish_pcall(lua_State *L, int status, lua_KContext extra) {
  sauda_script *script = bridge_script(L);
  if (status != LUA_OK && status != LUA_YIELD) bridge_note_refusal(script);
  bridge_poll(L);
  if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)extra;
  bridge_restore_error(L);
  lua_pushboolean(L, 0);
  lua_insert(L, -2);
  return 2;
}

static int base_pcall(lua_State *L) {
  luaL_checkany(L, 1);
  bridge_poll(L);
  lua_pushboolean(L, 1);  // the first result when all goes well
  lua_insert(L, 1);
  int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_pcall);
  return finish_pcall(L, status, 0);
}

static int base_setmetatable(lua_State *L) {
  int type = lua_type(L, 2);
  bridge_check_table(L, 1);
  if (type != LUA_TNIL && type != LUA_TTABLE) return luaL_typeerror(L, 2, "nil or table");
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
    return luaL_error(L, "cannot change a protected metatable");
  }
  if (type == LUA_TTABLE) {
    lua_pushliteral(L, "__gc");
    // Lua looks for a finalizer only now; one that is added later is never called.
    if (lua_rawget(L, 2) != LUA_TNIL) {
      return luaL_error(L, "a metatable with '__gc' is not allowed: scripts have no finalizers");
    }
    lua_pushliteral(L, "__mode");
    if (lua_rawget(L, 2) != LUA_TNIL) {
      return luaL_error(L, "a metatable with '__mode' is not allowed: when a weak table forgets its "
                           "entries differs from run to run; set them to nil instead");
    }
  }
  lua_settop(L, 2);
  if (kept_push_contents(L, 1)) {
    lua_pop(L, 1);
    if (type == LUA_TNIL) {  // it has none that scripts know of
      lua_settop(L, 1);
      return 1;
    }
    kept_release(L, 1);
  }
  lua_setmetatable(L, 1);
  return 1;
}

static int base_getmetatable(lua_State *L) {
  luaL_checkany(L, 1);
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return 1;
  if (lua_type(L, 1) != LUA_TTABLE || kept_push_contents(L, 1) || !lua_getmetatable(L, 1)) {
    lua_pushnil(L);
  }
  return 1;
}

const char *bridge_push_text(lua_State *L, int index, size_t *length) {
  index = lua_absindex(L, index);
  if (luaL_callmeta(L, index, "__tostring")) {
    if (!lua_isstring(L, -1)) luaL_error(L, "'__tostring' must return a string");
    return lua_tolstring(L, -1, length);
  }
  switch (lua_type(L, index)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
      lua_pushvalue(L, index);
      break;
    case LUA_TBOOLEAN:
      lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
      break;
    default:
      if (luaL_getmetafield(L, index, "__name") == LUA_TSTRING) break;
      lua_pushstring(L, luaL_typename(L, index));
  }
  return lua_tolstring(L, -1, length);
}

static int base_tostring(lua_State *L) {
  luaL_checkany(L, 1);
  bridge_push_text(L, 1, NULL);
  return 1;
}

static int base_type(lua_State *L) {
  luaL_checkany(L, 1);
  lua_pushstring(L, bridge_type_name(L, 1));
  return 1;
}

/// Objects of the API have no keys but their fields, which are none of a raw table.
static int base_rawget(lua_State *L) {
  bridge_check_table(L, 1);
  luaL_checkany(L, 2);
  lua_settop(L, 2);
  if (lua_type(L, 1) == LUA_TTABLE) return kept_rawget(L);
  lua_pushnil(L);
  return 1;
}

static int base_rawlen(lua_State *L) {
  int type = bridge_type(L, 1);
  luaL_argexpected(L, type == LUA_TTABLE || type == LUA_TSTRING, 1, "table or string");
  if (lua_type(L, 1) != LUA_TUSERDATA) return kept_rawlen(L);
  lua_pushinteger(L, 0);
  return 1;
}

const luaL_Reg bridge_base[] = {{"pcall", base_pcall},
                                {"type", base_type},
                                {"rawget", base_rawget},
                                {"rawlen", base_rawlen},
                                {"setmetatable", base_setmetatable},
                                {"getmetatable", base_getmetatable},
                                {"tostring", base_tostring},
                                {"next", bridge_next},
                                {"pairs", bridge_pairs},
                                {"rawset", kept_rawset},
                                {NULL, NULL}};
