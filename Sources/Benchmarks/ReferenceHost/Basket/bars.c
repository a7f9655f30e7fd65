// Bars of a minute, closed by the first tick behind their end.
#include <string.h>

#include "basket.h"

static struct {
  int64_t time, open, high, low, close, volume;  // of the bar under way; time is 0 before the first
  int64_t closed[6];                             // the newest closed bar, in that order
  indicator *bound[16];
  size_t bound_count;
  int bar, object, series, keeper;               // references
} bars;

static int bar_field(lua_State *L) {
  const char *key = lua_tostring(L, 2);
  static const int keys[] = {time_key, open_key, high_key, low_key, close_key, volume_key};
  for (int place = 0; place < 6; place++) {
    if (key != host.keys[keys[place]]) continue;
    if (place == 0 || place == 5) lua_pushinteger(L, bars.closed[place]);
    else lua_pushnumber(L, (double)bars.closed[place] / 1e6);
    return 1;
  }
  return luaL_error(L, "a bar has no field %s", key ? key : "of that kind");
}

static int bars_field(lua_State *L) {
  if (lua_tostring(L, 2) != host.keys[close_key]) return luaL_error(L, "the basket has a series of closes only");
  lua_rawgeti(L, LUA_REGISTRYINDEX, bars.series);
  return 1;
}

static int series_field(lua_State *L) { return luaL_error(L, "the basket reads indicators of a series only"); }

static int open_bars(lua_State *L) {
  luaL_checkstring(L, 1);
  if (strcmp(luaL_checkstring(L, 2), "1m") != 0) return luaL_error(L, "the basket has bars of 1m only");
  host.bar_length = 60000;
  lua_rawgeti(L, LUA_REGISTRYINDEX, bars.object);
  return 1;
}

// What is bound to bars, as the script made it while it loaded.
static void find_bound(lua_State *L) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, bars.keeper);
  for (lua_Integer place = 1; lua_rawgeti(L, -1, place) != LUA_TNIL && bars.bound_count < 16; place++) {
    bars.bound[bars.bound_count++] = lua_touserdata(L, -1);
    lua_pop(L, 1);
  }
  lua_settop(L, -3);
}

static void close_bar(lua_State *L) {
  memcpy(bars.closed, (int64_t[]){bars.time, bars.open, bars.high, bars.low, bars.close, bars.volume}, sizeof bars.closed);
  for (size_t place = 0; place < bars.bound_count; place++) {
    basket_update(bars.bound[place], (double)bars.high / 1e6, (double)bars.low / 1e6, (double)bars.close / 1e6);
  }
  if (!host.on_bar) return;
  lua_rawgeti(L, LUA_REGISTRYINDEX, host.on_bar);
  lua_rawgeti(L, LUA_REGISTRYINDEX, bars.bar);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) lua_error(L);
}

void basket_bar(lua_State *L) {
  const record *now = host.now;
  if (bars.time && now->time < bars.time + host.bar_length) {
    if (now->ltp > bars.high) bars.high = now->ltp;
    if (now->ltp < bars.low) bars.low = now->ltp;
    bars.close = now->ltp;
    return;
  }
  if (bars.time) close_bar(L);
  else find_bound(L);
  bars.time = now->time - now->time % host.bar_length;
  bars.open = bars.high = bars.low = bars.close = now->ltp;
  bars.volume = 0;
}

void basket_open_bars(lua_State *L) {
  bars.bar = basket_object(L, bar_field);
  bars.object = basket_object(L, bars_field);
  bars.series = basket_object(L, series_field);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, LUA_REGISTRYINDEX, "basket.bound");
  bars.keeper = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_register(L, "bars", open_bars);
}
