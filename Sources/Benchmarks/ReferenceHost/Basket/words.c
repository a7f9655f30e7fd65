// What a script declares, keeps and says.
#include <stdio.h>

#include "basket.h"

enum { day_milliseconds = 86400000, india_milliseconds = 19800000 };

static int strategy(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  return 0;
}

// log.info(format, …): string.format, and a line on stderr.
static int info(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  fprintf(stderr, "%lld INFO %s\n", (long long)host.now->time, lua_tostring(L, -1));
  return 0;
}

void basket_new_day(lua_State *L) {
  int64_t date = (host.now->time + india_milliseconds) / day_milliseconds;
  host.day_end = (date + 1) * day_milliseconds - india_milliseconds;
  lua_rawgeti(L, LUA_REGISTRYINDEX, host.state);
  lua_newtable(L);
  lua_setfield(L, -2, "day");
  lua_pop(L, 1);
}

void basket_open_words(lua_State *L) {
  lua_register(L, "strategy", strategy);
  lua_newtable(L);
  lua_newtable(L);
  lua_setfield(L, -2, "day");
  lua_pushvalue(L, -1);
  host.state = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_setglobal(L, "state");
  lua_newtable(L);
  lua_getglobal(L, "string");
  lua_getfield(L, -1, "format");
  lua_remove(L, -2);
  lua_pushcclosure(L, info, 1);
  lua_setfield(L, -2, "info");
  lua_setglobal(L, "log");
}
