// The coroutine library. It differs from Lua's in three ways: the innermost running coroutine is
// known to the watchdog, a spent budget passes through every resume, and nesting is bounded.
#include "bridge.h"
#include "sandbox.h"

static lua_State *check_coroutine(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  if (co == NULL) luaL_typeerror(L, 1, "thread");
  return co;
}

/// The running state goes one deeper; false when that is too deep.
static bool descend(lua_State *L, lua_State *co) {
  sauda_script *script = bridge_script(L);
  bridge_poll(L);
  if (script->nesting >= MAX_NESTING) return false;
  script->states[script->nesting + 1] = co;
  script->nesting++;
  return true;
}

/// Back in L; an interruption of what ran inside is raised again here.
static void ascend(lua_State *L, int status) {
  sauda_script *script = bridge_script(L);
  script->nesting--;
  if (status != LUA_OK && status != LUA_YIELD) bridge_note_refusal(script);
  bridge_poll(L);
}

/// Resumes with the `count` values on top of L. Returns how many values it left on L, or -1 with
/// an error value on L.
static int resume(lua_State *L, lua_State *co, int count) {
  int results = 0;
  if (!lua_checkstack(co, count)) {
    lua_pushliteral(L, "too many arguments to resume");
    return -1;
  }
  if (!descend(L, co)) {
    lua_pushliteral(L, "C stack overflow");
    return -1;
  }
  lua_xmove(L, co, count);
  int status = lua_resume(co, L, count, &results);
  ascend(L, status);
  if (status != LUA_OK && status != LUA_YIELD) {
    lua_xmove(co, L, 1);
    bridge_restore_error(L);
    return -1;
  }
  if (!lua_checkstack(L, results + 1)) {
    lua_pop(co, results);
    lua_pushliteral(L, "too many results to resume");
    return -1;
  }
  lua_xmove(co, L, results);
  return results;
}

static int co_create(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  bridge_poll(L);
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  return 1;
}

static int co_resume(lua_State *L) {
  lua_State *co = check_coroutine(L);
  int count = resume(L, co, lua_gettop(L) - 1);
  lua_pushboolean(L, count >= 0);
  if (count < 0) count = 1;
  lua_insert(L, -count - 1);
  return count + 1;
}

/// Closes what a coroutine that failed left open, and moves the error value to L; how it failed.
static int close_failed(lua_State *L, lua_State *co, int status) {
  if (!descend(L, co)) return status;
  status = lua_resetthread(co);
  ascend(L, status);
  lua_pop(L, 1);
  lua_xmove(co, L, 1);
  bridge_restore_error(L);
  return status;
}

static int wrapped(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  int count = resume(L, co, lua_gettop(L));
  if (count >= 0) return count;
  int status = lua_status(co);
  if (status != LUA_OK && status != LUA_YIELD) status = close_failed(L, co, status);
  // Where the call was is said, too; not before the words of a memory error, as in Lua.
  if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

static int co_wrap(lua_State *L) {
  co_create(L);
  lua_pushcclosure(L, wrapped, 1);
  return 1;
}

static int co_yield(lua_State *L) {
  bridge_poll(L);
  return lua_yield(L, lua_gettop(L));
}

static const char *status_name(lua_State *L, lua_State *co) {
  lua_Debug frame;
  if (L == co) return "running";
  switch (lua_status(co)) {
    case LUA_YIELD:
      return "suspended";
    case LUA_OK:
      if (lua_getstack(co, 0, &frame)) return "normal";  // it resumed another one
      return lua_gettop(co) == 0 ? "dead" : "suspended";
    default:
      return "dead";
  }
}

static int co_status(lua_State *L) {
  lua_pushstring(L, status_name(L, check_coroutine(L)));
  return 1;
}

static int co_isyieldable(lua_State *L) {
  lua_State *co = lua_isnone(L, 1) ? L : check_coroutine(L);
  lua_pushboolean(L, lua_isyieldable(co));
  return 1;
}

static int co_running(lua_State *L) {
  lua_pushboolean(L, lua_pushthread(L));
  return 2;
}

static int co_close(lua_State *L) {
  lua_State *co = check_coroutine(L);
  const char *state = status_name(L, co);
  if (*state != 'd' && *state != 's') return luaL_error(L, "cannot close a %s coroutine", state);
  if (!descend(L, co)) return luaL_error(L, "C stack overflow");
  int status = lua_resetthread(co);
  ascend(L, status);
  lua_pushboolean(L, status == LUA_OK);
  if (status == LUA_OK) return 1;
  lua_xmove(co, L, 1);
  bridge_restore_error(L);
  return 2;
}

const luaL_Reg bridge_coroutines[] = {{"create", co_create},
                                      {"resume", co_resume},
                                      {"wrap", co_wrap},
                                      {"yield", co_yield},
                                      {"status", co_status},
                                      {"isyieldable", co_isyieldable},
                                      {"running", co_running},
                                      {"close", co_close},
                                      {NULL, NULL}};
