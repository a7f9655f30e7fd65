// Orders, positions and what protects them, as far as the basket's decisions need them: one symbol, long or
// flat, filled at once at the quote.
#include <math.h>
#include <string.h>

#include "basket.h"

enum { whole_percent = 1000000000 };  // one percent, in 10^-9 of one

static const void *distance_kind;

static int64_t charge(int64_t value) {
  __int128 exact = (__int128)value * 500000, paisa = (__int128)10000 * 1000000000;
  return (int64_t)((exact + paisa / 2) / paisa) * 10000;
}

// A price so many percent above or below another, rounded up or down.
static int64_t moved(int64_t price, int64_t nanos, bool up) {
  __int128 scale = (__int128)100 * whole_percent;
  __int128 exact = (__int128)price * (scale + (up ? nanos : -nanos));
  return (int64_t)((exact + (up ? scale - 1 : 0)) / scale);
}

static void forget(lua_State *L) {
  book *b = &host.book;
  if (b->rule) luaL_unref(L, LUA_REGISTRYINDEX, b->rule_state);
  if (b->rule_arguments) luaL_unref(L, LUA_REGISTRYINDEX, b->rule_arguments);
  b->stop = b->target = b->trail_nanos = b->activation = 0;
  b->rule = b->rule_state = b->rule_arguments = 0;
}

static bool bought(int64_t quantity) {
  book *b = &host.book;
  int64_t value = quantity * host.now->ask, cost = charge(value);
  if (b->cash < value + cost) return b->denied++, false;
  b->cash -= value + cost, b->commission += cost, b->fills++;
  b->quantity = quantity, b->average = host.now->ask, b->best = host.now->ltp;
  return true;
}

static void sold(lua_State *L, int64_t quantity) {
  book *b = &host.book;
  int64_t value = quantity * host.now->bid, cost = charge(value);
  b->cash += value - cost, b->commission += cost, b->fills++;
  b->quantity -= quantity;
  if (b->quantity == 0) forget(L);
}

static void tighten(int64_t stop) {
  if (stop > host.book.stop) host.book.stop = stop;
}

static void ask_rule(lua_State *L) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, host.book.rule);
  lua_rawgeti(L, LUA_REGISTRYINDEX, host.position);
  lua_rawgeti(L, LUA_REGISTRYINDEX, host.tick);
  lua_rawgeti(L, LUA_REGISTRYINDEX, host.book.rule_state);
  if (host.book.rule_arguments) lua_rawgeti(L, LUA_REGISTRYINDEX, host.book.rule_arguments);
  else lua_pushnil(L);
  if (lua_pcall(L, 4, 1, 0) != LUA_OK) lua_error(L);
  if (lua_isnumber(L, -1)) tighten((int64_t)floor(lua_tonumber(L, -1) * 1e6 + 0.001));
  lua_pop(L, 1);
}

void basket_protect(lua_State *L) {
  book *b = &host.book;
  const record *now = host.now;
  if (b->limit_quantity && now->ask <= b->limit_price) {
    bought(b->limit_quantity);
    b->limit_quantity = 0;
    return;
  }
  if (b->quantity == 0) return;
  if (now->ltp > b->best) b->best = now->ltp;
  if (b->trail_nanos && b->best >= b->activation) tighten(moved(b->best, b->trail_nanos, false));
  if (now->ltp <= b->stop) return sold(L, b->quantity);
  if (b->target && now->ltp >= b->target) {
    b->target = 0;
    sold(L, b->target_quantity);
  }
  if (b->rule && b->quantity) ask_rule(L);
}

static int64_t distance(lua_State *L, int index) {
  return *(int64_t *)basket_checked(L, index, distance_kind, "a distance, as pct(1)");
}

static int pct(lua_State *L) {
  double percent = luaL_checknumber(L, 1);
  int64_t *nanos = lua_newuserdatauv(L, sizeof *nanos, 0);
  *nanos = llround(percent * whole_percent);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &distance_kind);
  lua_setmetatable(L, -2);
  return 1;
}

// The targets of { { at = pct(0.3), share = 0.5 } }; one is enough here.
static void set_target(lua_State *L, int options) {
  if (lua_getfield(L, options, "take_profit") == LUA_TTABLE && lua_rawgeti(L, -1, 1) == LUA_TTABLE) {
    lua_getfield(L, -1, "at");
    host.book.target = moved(host.book.average, distance(L, -1), true);
    lua_getfield(L, -2, "share");
    host.book.target_quantity = (int64_t)((double)host.book.quantity * luaL_checknumber(L, -1) + 1e-6);
  }
  lua_settop(L, options);
}

static void set_trail(lua_State *L, int options) {
  if (lua_getfield(L, options, "trail") == LUA_TTABLE) {
    lua_getfield(L, -1, "by");
    host.book.trail_nanos = distance(L, -1);
    lua_getfield(L, -2, "after");
    host.book.activation = lua_isnil(L, -1) ? 0 : moved(host.book.average, distance(L, -1), true);
  }
  lua_settop(L, options);
}

// "name", or { "name", key = value }, which is then what the rule is given.
static void set_rule(lua_State *L, int options) {
  int kind = lua_getfield(L, options, "rule");
  if (kind == LUA_TTABLE) {
    lua_pushvalue(L, -1);
    host.book.rule_arguments = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_rawgeti(L, -1, 1);
  }
  if (kind != LUA_TNIL) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, host.rules);
    lua_pushvalue(L, -2);
    if (lua_rawget(L, -2) != LUA_TNUMBER) luaL_error(L, "there is no such rule");
    host.book.rule = (int)lua_tointeger(L, -1);
    lua_newtable(L);
    host.book.rule_state = luaL_ref(L, LUA_REGISTRYINDEX);
  }
  lua_settop(L, options);
}

// Whether the order is to rest; a market order does not.
static bool rests(lua_State *L, int options, int64_t quantity) {
  bool is_limit = lua_getfield(L, options, "type") == LUA_TSTRING && strcmp(lua_tostring(L, -1), "limit") == 0;
  if (is_limit) {
    lua_getfield(L, options, "price");
    host.book.limit_price = llround(luaL_checknumber(L, -1) * 1e6);
    host.book.limit_quantity = quantity;
  }
  lua_settop(L, options);
  return is_limit && host.now->ask > host.book.limit_price;
}

static int buy(lua_State *L) {
  luaL_checkstring(L, 1);
  int64_t quantity = luaL_checkinteger(L, 2), stop = 0;
  lua_settop(L, 3);
  if (host.book.quantity || host.book.limit_quantity) return luaL_error(L, "the basket buys when it is flat");
  bool has_options = lua_istable(L, 3);
  if (has_options && rests(L, 3, quantity)) return lua_pushboolean(L, true), 1;
  if (has_options && lua_getfield(L, 3, "stop_loss") != LUA_TNIL) {
    stop = moved(host.now->ask, distance(L, -1), false);
    if (stop >= host.now->ltp) return host.book.denied++, lua_pushboolean(L, false), 1;
  }
  lua_settop(L, 3);
  host.book.limit_quantity = 0;
  if (!bought(quantity)) return lua_pushboolean(L, false), 1;
  host.book.stop = stop;
  if (has_options) set_target(L, 3), set_trail(L, 3), set_rule(L, 3);
  return lua_pushboolean(L, true), 1;
}

static int rule(lua_State *L) {
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  int reference = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_rawgeti(L, LUA_REGISTRYINDEX, host.rules);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, reference);
  lua_rawset(L, -3);
  return 0;
}

static int position_field(lua_State *L) {
  const char *key = lua_tostring(L, 2);
  const book *b = &host.book;
  if (key == host.keys[is_flat_key]) lua_pushboolean(L, b->quantity == 0);
  else if (key == host.keys[pnl_key]) lua_pushnumber(L, (double)((host.now->ltp - b->average) * b->quantity) / 1e6);
  else if (key == host.keys[avg_price_key]) lua_pushnumber(L, (double)b->average / 1e6);
  else if (key == host.keys[qty_key]) lua_pushinteger(L, b->quantity);
  else if (key == host.keys[ltp_key]) lua_pushnumber(L, (double)host.now->ltp / 1e6);
  else if (key == host.keys[stop_key]) lua_pushnumber(L, (double)b->stop / 1e6);
  else if (key == host.keys[best_key]) lua_pushnumber(L, (double)b->best / 1e6);
  else if (key == host.keys[symbol_key]) lua_pushstring(L, host.symbol);
  else return luaL_error(L, "a position has no field %s", key ? key : "of that kind");
  return 1;
}

static int position(lua_State *L) {
  luaL_checkstring(L, 1);
  lua_pushvalue(L, lua_upvalueindex(1));
  return 1;
}

void basket_open_orders(lua_State *L) {
  lua_newtable(L);
  distance_kind = lua_topointer(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &distance_kind);
  lua_newtable(L);
  host.rules = luaL_ref(L, LUA_REGISTRYINDEX);
  host.position = basket_object(L, position_field);
  lua_rawgeti(L, LUA_REGISTRYINDEX, host.position);
  lua_pushcclosure(L, position, 1);
  lua_setglobal(L, "position");
  lua_register(L, "buy", buy);
  lua_register(L, "pct", pct);
  lua_register(L, "rule", rule);
}
