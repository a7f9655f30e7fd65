// What a script finds: an allow-list of Lua's libraries, some functions replaced by the bridge's.
#include <string.h>

#include "bridge.h"
#include "sandbox.h"

/// Names taken from Lua's own libraries as they are. Everything else is either in the lists of
/// replacements or absent.
static const char *const base_kept[] = {"assert", "error",    "ipairs",   "rawequal",
                                        "select", "tonumber", "_VERSION", NULL};
static const char *const string_kept[] = {"byte", "char", "len",      "sub",
                                          "pack", "packsize", "unpack", NULL};
static const char *const table_kept[] = {"pack", NULL};
static const char *const math_kept[] = {
    "abs",  "acos", "asin", "atan",       "ceil",       "cos", "deg", "exp",    "floor", "fmod",
    "huge", "log",  "max",  "maxinteger", "min",        "mininteger", "modf", "pi", "rad", "random",
    "sin",  "sqrt", "tan",  "tointeger",  "type",       "ult", NULL};
static const char *const utf8_kept[] = {"char",  "charpattern", "codepoint",
                                        "codes", "offset",      NULL};

/// Numbers the function on top, so that it has a place in the order of keys: Lua's own are no objects of
/// the arena.
static void rank(lua_State *L) {
  if (lua_type(L, -1) != LUA_TFUNCTION) return;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_function_ranks);
  lua_pushvalue(L, -2);
  lua_rawget(L, -2);
  bool known = !lua_isnil(L, -1);
  lua_pop(L, 1);
  if (!known) {
    lua_Integer count = luaL_len(L, -1);
    lua_pushvalue(L, -2);
    lua_pushinteger(L, count + 1);
    lua_rawset(L, -3);
    lua_pushboolean(L, 1);
    lua_rawseti(L, -2, count + 1);
  }
  lua_pop(L, 1);
}

/// Numbers the functions that step through what `ipairs` and `utf8.codes` are given: scripts can hold on
/// to them.
static void rank_iterators(lua_State *L, int globals) {
  lua_getfield(L, globals, "ipairs");
  lua_pushliteral(L, "");
  lua_call(L, 1, 1);
  rank(L);
  lua_getfield(L, globals, LUA_UTF8LIBNAME);
  for (int lax = 0; lax <= 1; lax++) {
    lua_getfield(L, -1, "codes");
    lua_pushliteral(L, "");
    lua_pushboolean(L, lax);
    lua_call(L, 2, 1);
    rank(L);
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
}

/// Copies the named fields of the table at the top into the table below it, and pops it.
static void keep(lua_State *L, const char *const *names) {
  for (; *names != NULL; names++) {
    lua_getfield(L, -1, *names);
    rank(L);
    lua_setfield(L, -3, *names);
  }
  lua_pop(L, 1);
}

/// Adds the bridge's functions to the table at the top. Each is a closure with one upvalue, and so
/// an object of the arena that knows when it was made: a plain C function has only its address.
static void replace(lua_State *L, const luaL_Reg *functions) {
  for (; functions->name != NULL; functions++) {
    lua_pushboolean(L, 0);
    lua_pushcclosure(L, functions->func, 1);
    lua_setfield(L, -2, functions->name);
  }
}

static void open_library(lua_State *L, const char *name, lua_CFunction open,
                         const char *const *kept, const luaL_Reg *own) {
  lua_createtable(L, 0, 24);
  luaL_requiref(L, name, open, 0);
  keep(L, kept);
  replace(L, own);
  lua_setfield(L, -2, name);
}

/// Lua names functions in error messages ("string.rep") by looking through the loaded libraries.
static void name_functions(lua_State *L, int globals) {
  static const char *const names[] = {"string", "table", "math", "utf8", "coroutine"};
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_pushvalue(L, globals);
  lua_setfield(L, -2, LUA_GNAME);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    lua_getfield(L, globals, names[i]);
    lua_setfield(L, -2, names[i]);
  }
  lua_pop(L, 1);
}

/// Strings share one metatable: its methods are the sandboxed library's, and it cannot be reached.
static void lock_strings(lua_State *L, int globals) {
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_getfield(L, globals, "string");
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);
}

/// Seeds math.random from the configuration instead of from time and addresses.
static void seed_random(lua_State *L) {
  luaL_requiref(L, LUA_MATHLIBNAME, luaopen_math, 0);
  lua_getfield(L, -1, "randomseed");
  lua_pushinteger(L, (lua_Integer)bridge_script(L)->configuration.seed);
  lua_pushinteger(L, 0);
  lua_call(L, 2, 0);
  lua_pop(L, 1);
}

/// math.randomseed([n[, m]]); without an argument Lua would take the time and an address, so here it is
/// the session's seed again. Gives the two numbers, as Lua does.
static int random_seed(lua_State *L) {
  lua_Integer seed = (lua_Integer)bridge_script(L)->configuration.seed, second = 0;
  if (!lua_isnone(L, 1)) {
    seed = luaL_checkinteger(L, 1);
    second = luaL_optinteger(L, 2, 0);
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushinteger(L, seed);
  lua_pushinteger(L, second);
  lua_call(L, 2, 2);
  return 2;
}

void bridge_open_sandbox(lua_State *L) {
  lua_createtable(L, 0, 0);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_key_function_ranks);
  lua_createtable(L, 0, 48);
  int globals = lua_gettop(L);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);  // luaopen_base fills this one
  luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
  lua_remove(L, -2);
  keep(L, base_kept);
  replace(L, bridge_base);
  open_library(L, LUA_STRLIBNAME, luaopen_string, string_kept, bridge_strings);
  open_library(L, LUA_TABLIBNAME, luaopen_table, table_kept, bridge_tables);
  open_library(L, LUA_MATHLIBNAME, luaopen_math, math_kept, bridge_nothing);
  open_library(L, LUA_UTF8LIBNAME, luaopen_utf8, utf8_kept, bridge_utf8);
  open_library(L, LUA_COLIBNAME, luaopen_coroutine, bridge_no_names, bridge_coroutines);
  lua_getfield(L, globals, LUA_MATHLIBNAME);
  luaL_requiref(L, LUA_MATHLIBNAME, luaopen_math, 0);
  lua_getfield(L, -1, "randomseed");
  lua_pushcclosure(L, random_seed, 1);
  lua_setfield(L, -3, "randomseed");
  lua_pop(L, 2);
  rank_iterators(L, globals);
  lock_strings(L, globals);
  seed_random(L);
  name_functions(L, globals);
  lua_pushvalue(L, globals);
  lua_setfield(L, globals, LUA_GNAME);
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

/// Pushes a copy of the table at `index`, not deeper.
static void push_copy(lua_State *L, int index) {
  index = lua_absindex(L, index);
  lua_createtable(L, 0, 32);
  lua_pushnil(L);
  while (lua_next(L, index) != 0) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -4);
  }
}

void bridge_push_private_environment(lua_State *L) {
  static const char *const libraries[] = {"string", "table", "math", "utf8", "coroutine"};
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  push_copy(L, -1);
  lua_remove(L, -2);
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
    lua_getfield(L, -1, libraries[i]);
    push_copy(L, -1);
    lua_setfield(L, -3, libraries[i]);
    lua_pop(L, 1);
  }
  lua_pushvalue(L, -1);
  lua_setfield(L, -2, LUA_GNAME);
}
