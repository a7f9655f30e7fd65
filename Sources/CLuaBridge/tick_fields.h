// A tick's fields as Lua values. In a header: the tick path is hot enough for it to be inlined.
#ifndef SAUDA_TICK_FIELDS_H
#define SAUDA_TICK_FIELDS_H

#include "bridge.h"

enum { PRICE_UNIT = 1000000, NANOSECONDS_PER_MS = 1000000 };

static inline void push_known(lua_State *L, int64_t quantity) {
  if (quantity < 0) {
    lua_pushnil(L);
  } else {
    lua_pushinteger(L, quantity);
  }
}

static inline void push_price(lua_State *L, int64_t millionths) {
  lua_pushnumber(L, (double)millionths / PRICE_UNIT);  // division rounds correctly
}

/// A bid or an ask; nobody quotes at zero.
static inline void push_side(lua_State *L, int64_t millionths) {
  if (__builtin_expect(millionths == 0, 0)) {
    lua_pushnil(L);
  } else {
    push_price(L, millionths);
  }
}

/// Between bid and ask; the last price where one of them is missing.
static inline void push_mid(lua_State *L, const sauda_tick *tick) {
  if (__builtin_expect(tick->bid == 0 || tick->ask == 0, 0)) {
    push_price(L, tick->ltp);
  } else {
    lua_pushnumber(L, ((double)tick->bid + (double)tick->ask) / (2.0 * PRICE_UNIT));
  }
}

/// Whole milliseconds, rounded down also before 1970.
static inline int64_t whole_milliseconds(int64_t nanoseconds) {
  int64_t time = nanoseconds / NANOSECONDS_PER_MS;
  return time - (nanoseconds % NANOSECONDS_PER_MS < 0);
}

/// Pushes one field of a tick and its number, but for the name of its symbol. Never allocates.
static inline void push_tick_field(lua_State *L, const sauda_tick *tick, int64_t number,
                                   int32_t field) {
  switch (field) {
    case SAUDA_FIELD_SEQ: lua_pushinteger(L, number); break;
    case SAUDA_FIELD_TIME: lua_pushinteger(L, whole_milliseconds(tick->time_nanoseconds)); break;
    case SAUDA_FIELD_LTP: push_price(L, tick->ltp); break;
    case SAUDA_FIELD_BID: push_side(L, tick->bid); break;
    case SAUDA_FIELD_ASK: push_side(L, tick->ask); break;
    case SAUDA_FIELD_VOLUME: lua_pushinteger(L, tick->volume); break;
    case SAUDA_FIELD_BID_QTY: push_known(L, tick->bid_quantity); break;
    case SAUDA_FIELD_ASK_QTY: push_known(L, tick->ask_quantity); break;
    case SAUDA_FIELD_OI: push_known(L, tick->open_interest); break;
    case SAUDA_FIELD_LTQ: push_known(L, tick->last_quantity); break;
    case SAUDA_FIELD_MID: push_mid(L, tick); break;
    default: lua_pushnil(L);
  }
}

/// Pushes the fields that a handler asks for; the name of the tick's symbol stands at `symbol`.
static inline int push_arguments(lua_State *L, const sauda_script *script, const sauda_tick *tick,
                                 int64_t number, int symbol) {
  const int32_t count = script->field_count;
  for (int32_t i = 0; i < count; i++) {
    if (script->fields[i] == SAUDA_FIELD_SYMBOL) {
      lua_pushvalue(L, symbol);
    } else {
      push_tick_field(L, tick, number, script->fields[i]);
    }
  }
  return count;
}

#endif

