// Indicators by hand and on bars, seeded as Sauda's and TA-Lib's are, so that both decide alike.
#include <math.h>
#include <string.h>

#include "basket.h"

enum { ema, rsi, bbands, atr };

typedef struct {
  int64_t period, seen;
  double weight, average;
} average;

struct indicator {
  int kind;
  int64_t seen;
  average one, other;
  double previous, above, value;
  double sum, squares, window[256];  // of bbands
};

static const void *by_hand, *on_bars;

static void feed(average *a, double x) {
  if (a->seen == a->period) {
    a->average += a->weight * (x - a->average);
    return;
  }
  a->seen++;
  a->average += x;
  if (a->seen == a->period) a->average /= (double)a->period;
}

static void feed_bands(indicator *i, double x) {
  int64_t n = i->one.period;
  double *place = &i->window[i->seen % n], old = i->seen >= n ? *place : 0;
  *place = x;
  i->sum += x - old, i->squares += x * x - old * old;
  double mean = i->sum / (double)n, variance = i->squares / (double)n - mean * mean;
  i->value = mean + i->above * sqrt(variance > 0 ? variance : 0);
}

void basket_update(indicator *i, double high, double low, double close) {
  switch (i->kind) {
  case ema:
    feed(&i->one, close);
    i->value = i->one.average;
    break;
  case rsi:
    if (i->seen) {
      double change = close - i->previous;
      feed(&i->one, change > 0 ? change : 0), feed(&i->other, change < 0 ? -change : 0);
      double total = i->one.average + i->other.average;
      i->value = total > 0 ? 100 * i->one.average / total : 0;
    }
    break;
  case bbands: feed_bands(i, close); break;
  default:
    if (i->seen) feed(&i->one, fmax(high - low, fmax(fabs(high - i->previous), fabs(low - i->previous))));
    i->value = i->one.average;
  }
  i->previous = close;
  i->seen++;
}

static bool is_ready(const indicator *i) {
  return i->kind == bbands ? i->seen >= i->one.period : i->one.seen == i->one.period;
}

static int update(lua_State *L) {
  indicator *i = basket_checked(L, 1, by_hand, "an indicator fed by hand");
  double x = luaL_checknumber(L, 2);
  basket_update(i, x, x, x);
  if (is_ready(i)) lua_pushnumber(L, i->value);
  else lua_pushnil(L);
  return 1;
}

static int bound_field(lua_State *L) {
  const indicator *i = lua_touserdata(L, 1);
  const char *key = lua_tostring(L, 2);
  if (key == host.keys[ready_key]) lua_pushboolean(L, is_ready(i));
  else if (key != host.keys[value_key]) return luaL_error(L, "an indicator has no field %s", key ? key : "of that kind");
  else if (is_ready(i)) lua_pushnumber(L, i->value);
  else lua_pushnil(L);
  return 1;
}

// ta.NAME(period, …) fed by hand, or ta.NAME(series, period, …) fed at the end of each bar.
static int make(lua_State *L) {
  int kind = (int)lua_tointeger(L, lua_upvalueindex(1));
  bool is_bound = lua_isuserdata(L, 1);
  int first = is_bound ? 2 : 1;
  int64_t period = luaL_checkinteger(L, first);
  luaL_argcheck(L, period > 1 && period <= 256, first, "expected 2 to 256");
  double deviations = luaL_optnumber(L, first + 1, 2);
  indicator *i = lua_newuserdatauv(L, sizeof *i, 0);
  memset(i, 0, sizeof *i);
  i->kind = kind, i->above = deviations;
  i->one.period = i->other.period = period;
  i->one.weight = i->other.weight = kind == ema ? 2.0 / ((double)period + 1) : 1.0 / (double)period;
  lua_rawgetp(L, LUA_REGISTRYINDEX, is_bound ? &on_bars : &by_hand);
  lua_setmetatable(L, -2);
  if (is_bound) {
    // The bars keep and feed it.
    lua_getfield(L, LUA_REGISTRYINDEX, "basket.bound");
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pop(L, 1);
  }
  return 1;
}

static void keep_metatable(lua_State *L, const void **place) {
  *place = lua_topointer(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, place);
}

void basket_open_indicators(lua_State *L) {
  lua_newtable(L);
  lua_newtable(L);
  lua_pushcfunction(L, update);
  lua_setfield(L, -2, "update");
  lua_setfield(L, -2, "__index");
  keep_metatable(L, &by_hand);
  lua_newtable(L);
  lua_pushcfunction(L, bound_field);
  lua_setfield(L, -2, "__index");
  keep_metatable(L, &on_bars);
  static const char *const names[] = {"ema", "rsi", "bbands", "atr"};
  lua_newtable(L);
  for (int kind = ema; kind <= atr; kind++) {
    lua_pushinteger(L, kind);
    lua_pushcclosure(L, make, 1);
    lua_setfield(L, -2, names[kind]);
  }
  lua_setglobal(L, "ta");
}
