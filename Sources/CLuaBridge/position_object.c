// A position as a script sees it: a snapshot whose fields are made when they are read.
#include "bridge.h"
#include "object.h"
#include "tick_fields.h"

enum {
  SYMBOL, QTY, AVG_PRICE, LTP, PNL, NET_PNL, STOP, TARGET, IS_FLAT, IS_LONG, IS_SHORT, OPENED_AT,
  BEST, WORST, RISK_MULTIPLE, TAG, BARS_HELD
};

static const char *const names[] = {
    "symbol",  "qty",      "avg_price", "ltp",  "pnl",   "net_pnl", "stop", "target",    "is_flat",
    "is_long", "is_short", "opened_at", "best", "worst", "r",       "tag",  "bars_held", NULL};

static const char position_meta = 0;

enum { POSITION_FUNCTION = 1, POSITION_IDS, POSITION_META, POSITION_SLOW };
enum { TAG_VALUE = 1 };  // a user value: the tag, once it was read or when it came as text

static uint64_t magnitude(int64_t number) {
  return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

/// Millionths of an exact sum over units, rounded half away from zero.
static int64_t average(int64_t sum, int64_t units) {
  if (units == 0) return 0;
  const uint64_t size = magnitude(units);
  uint64_t quotient = magnitude(sum) / size, rest = magnitude(sum) % size;
  if (rest >= size - rest) quotient++;
  return (int64_t)(sum < 0 ? 0 - quotient : quotient);
}

/// Sums that the ledger has checked; to wrap is harmless where they are only shown.
static int64_t sum(int64_t a, int64_t b) { return (int64_t)((uint64_t)a + (uint64_t)b); }

static void push_optional_price(lua_State *L, int64_t millionths) {
  if (millionths == INT64_MIN) {
    lua_pushnil(L);
  } else {
    push_price(L, millionths);
  }
}

static void push_risk_multiple(lua_State *L, const sauda_position *position) {
  int64_t multiple = position->risk_multiple;
  if (position->risk_denominator != 0) {
    const sauda_views *views = &bridge_script(L)->views;
    if (views->multiple == NULL || !views->multiple(position, &multiple)) multiple = INT64_MIN;
  }
  push_optional_price(L, multiple);
}

static void push_tag(lua_State *L, const sauda_position *position) {
  if (lua_getiuservalue(L, 1, TAG_VALUE) == LUA_TSTRING) return;
  const sauda_views *views = &bridge_script(L)->views;
  sauda_value tag = {0};
  if (position->tag != 0 && views->text != NULL) views->text(views->context, position->tag, &tag);
  lua_pushlstring(L, tag.text != NULL ? tag.text : "", tag.length);
  lua_pushvalue(L, -1);
  lua_setiuservalue(L, 1, TAG_VALUE);
}

/// position.field; only its metatable leads here, and scripts cannot read that.
static int position_index(lua_State *L) {
  const sauda_position *position = lua_touserdata(L, 1);
  const int64_t quantity = position->quantity;
  switch (bridge_field(L, SAUDA_OBJECT_POSITION)) {
    case SYMBOL:
      lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols);
      lua_rawgeti(L, -1, (lua_Integer)position->symbol + 1);
      break;
    case QTY: lua_pushinteger(L, quantity); break;
    case AVG_PRICE:
      push_price(L, average(position->cost, quantity));
      break;
    case LTP: push_optional_price(L, position->last); break;
    case PNL:
      push_price(L, sum(sum(position->unrealized, position->realized), position->commission));
      break;
    case NET_PNL: push_price(L, sum(position->unrealized, position->realized)); break;
    case STOP: push_optional_price(L, position->stop); break;
    case TARGET: push_optional_price(L, position->target); break;
    case IS_FLAT: lua_pushboolean(L, quantity == 0); break;
    case IS_LONG: lua_pushboolean(L, quantity > 0); break;
    case IS_SHORT: lua_pushboolean(L, quantity < 0); break;
    case OPENED_AT:
      if (position->opened_at == INT64_MIN) {
        lua_pushnil(L);
      } else {
        lua_pushinteger(L, position->opened_at);
      }
      break;
    case BEST: push_optional_price(L, position->best); break;
    case WORST: push_optional_price(L, position->worst); break;
    case RISK_MULTIPLE: push_risk_multiple(L, position); break;
    case TAG: push_tag(L, position); break;
    default: lua_pushinteger(L, position->bars_held);
  }
  return 1;
}

const object_kind bridge_position_kind = {"Position", names, position_index, &position_meta};

void bridge_renew_position(lua_State *L, const sauda_position *position) {
  sauda_position *object = lua_touserdata(L, -1);
  *object = *position;
  object->text = NULL;
  if (position->text != NULL) {
    lua_pushlstring(L, position->text, position->text_length);
  } else {
    lua_pushnil(L);
  }
  lua_setiuservalue(L, -2, TAG_VALUE);
}

void bridge_push_position(lua_State *L, const sauda_position *position) {
  luaL_checkstack(L, 4, NULL);
  lua_newuserdatauv(L, sizeof *position, 1);
  bridge_renew_position(L, position);
  bridge_set_kind(L, &bridge_position_kind);
}

/// position(symbol)
static int position(lua_State *L) {
  if (lua_gettop(L) != 1) lua_settop(L, 1);
  const sauda_value id = {.kind = SAUDA_INTEGER, .integer = bridge_symbol_of(L, 1, POSITION_IDS)};
  if (id.integer < 0) {
    lua_pushvalue(L, lua_upvalueindex(POSITION_SLOW));
    lua_pushvalue(L, 1);
    lua_call(L, 1, 0);
    return 0;
  }
  const sauda_views *views = &bridge_script(L)->views;
  if (__builtin_expect(views->position != NULL, 1)) {
    bridge_poll(L);
    sauda_position *object = lua_newuserdatauv(L, sizeof *object, 1);
    if (views->position(views->context, (int32_t)id.integer, object)) {
      bridge_poll(L);
      lua_pushvalue(L, lua_upvalueindex(POSITION_META));
      lua_setmetatable(L, -2);
      return 1;
    }
  }
  return bridge_ask_host(L, (int)lua_tointeger(L, lua_upvalueindex(POSITION_FUNCTION)), &id, 1);
}

int bridge_position_function(lua_State *L) {
  lua_settop(L, 3);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &position_meta);
  lua_insert(L, 3);
  lua_pushcclosure(L, position, 4);
  return 1;
}
