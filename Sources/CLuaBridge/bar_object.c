// A closed bar as a script sees it.
#include "bridge.h"
#include "object.h"

enum { SYMBOL, INTERVAL, TIME, OPEN, HIGH, LOW, CLOSE, VOLUME, DATE };

static const char *const names[] = {"symbol", "interval", "time",   "open", "high",
                                    "low",    "close",    "volume", "date", NULL};

static const char bar_meta = 0;

enum { NAMES_VALUE = 1 };  // a user value: the table of symbol and interval
enum { BARS_FUNCTION = 1, BARS_SERIES, BARS_NAMES, BARS_SLOW };

static void push_date(lua_State *L, int64_t time) {
  const sauda_views *views = &bridge_script(L)->views;
  char text[10];
  if (views->date == NULL) {
    lua_pushnil(L);
    return;
  }
  views->date(time, text);
  lua_pushlstring(L, text, sizeof text);
}

/// bar.field
static int bar_index(lua_State *L) {
  const sauda_bar *bar = lua_touserdata(L, 1);
  int field = bridge_field(L, SAUDA_OBJECT_BAR);
  switch (field) {
    case SYMBOL:
    case INTERVAL:
      lua_getiuservalue(L, 1, NAMES_VALUE);
      lua_rawgeti(L, -1, field == SYMBOL ? 1 : 2);
      break;
    case TIME: lua_pushinteger(L, bar->time); break;
    case OPEN: lua_pushnumber(L, bar->open); break;
    case HIGH: lua_pushnumber(L, bar->high); break;
    case LOW: lua_pushnumber(L, bar->low); break;
    case CLOSE: lua_pushnumber(L, bar->close); break;
    case VOLUME: lua_pushinteger(L, bar->volume); break;
    default: push_date(L, bar->time);
  }
  return 1;
}

const object_kind bridge_bar_kind = {"Bar", names, bar_index, &bar_meta};

int bridge_new_bar(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  sauda_bar bar = {.time = luaL_checkinteger(L, 2),
                   .open = luaL_checknumber(L, 3),
                   .high = luaL_checknumber(L, 4),
                   .low = luaL_checknumber(L, 5),
                   .close = luaL_checknumber(L, 6),
                   .volume = luaL_checkinteger(L, 7)};
  sauda_bar *object = lua_newuserdatauv(L, sizeof *object, 1);
  *object = bar;
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, NAMES_VALUE);
  bridge_set_kind(L, &bridge_bar_kind);
  return 1;
}

/// Reads the bar at a place of the bars at stack index 1; whether there is one.
static bool find_bar(lua_State *L, int64_t place, sauda_bar *bar) {
  lua_pushvalue(L, lua_upvalueindex(BARS_SERIES));
  lua_rawget(L, 1);
  const int64_t series = lua_tointeger(L, -1);
  const sauda_views *views = &bridge_script(L)->views;
  if (views->bar != NULL) return views->bar(views->context, series, place, bar);
  sauda_value asked[2] = {{.kind = SAUDA_INTEGER, .integer = series},
                          {.kind = SAUDA_INTEGER, .integer = place}};
  int first = lua_gettop(L) + 1;
  int count = bridge_ask_host(L, (int)lua_tointeger(L, lua_upvalueindex(BARS_FUNCTION)), asked, 2);
  if (count < 6) return false;
  *bar = (sauda_bar){.open = lua_tonumber(L, first),
                     .high = lua_tonumber(L, first + 1),
                     .low = lua_tonumber(L, first + 2),
                     .close = lua_tonumber(L, first + 3),
                     .volume = lua_tointeger(L, first + 4),
                     .time = lua_tointeger(L, first + 5)};
  return true;
}

/// bars[n]; what else bars are asked for is the prelude's.
static int bars_index(lua_State *L) {
  bridge_poll(L);
  lua_settop(L, 2);
  if (lua_isinteger(L, 2) && lua_tointeger(L, 2) >= 1) {
    sauda_bar bar;
    if (!find_bar(L, lua_tointeger(L, 2), &bar)) return 0;
    sauda_bar *object = lua_newuserdatauv(L, sizeof *object, 1);
    *object = bar;
    lua_pushvalue(L, lua_upvalueindex(BARS_NAMES));
    lua_rawget(L, 1);
    lua_setiuservalue(L, -2, NAMES_VALUE);
    bridge_set_kind(L, &bridge_bar_kind);
    return 1;
  }
  lua_pushvalue(L, lua_upvalueindex(BARS_SLOW));
  lua_insert(L, 1);
  lua_call(L, 2, 1);
  return 1;
}

int bridge_bars_index(lua_State *L) {
  lua_settop(L, 4);
  lua_pushcclosure(L, bars_index, 4);
  return 1;
}
