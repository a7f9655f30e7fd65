// A tick's fields as Lua values. In a header: the tick path is hot enough for it to be inlined.
#ifndef SAUDA_TICK_FIELDS_H
#define SAUDA_TICK_FIELDS_H

#include <lua.h>

#include "CLuaBridge.h"

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

/// Whole milliseconds, rounded down also before 1970.
static inline int64_t whole_milliseconds(int64_t nanoseconds) {
  int64_t time = nanoseconds / NANOSECONDS_PER_MS;
  return time - (nanoseconds % NANOSECONDS_PER_MS < 0);
}

/// Pushes one field; `symbols` is the stack index of the table of names. Never allocates.
static inline void push_tick_field(lua_State *L, int symbols, const sauda_tick *tick,
                                   int32_t field) {
  switch (field) {
    case SAUDA_FIELD_SYMBOL: lua_rawgeti(L, symbols, (lua_Integer)tick->symbol + 1); break;
    case SAUDA_FIELD_SEQ: lua_pushinteger(L, tick->sequence); break;
    case SAUDA_FIELD_TIME: lua_pushinteger(L, whole_milliseconds(tick->time_nanoseconds)); break;
    case SAUDA_FIELD_LTP: push_price(L, tick->ltp); break;
    case SAUDA_FIELD_BID: push_price(L, tick->bid); break;
    case SAUDA_FIELD_ASK: push_price(L, tick->ask); break;
    case SAUDA_FIELD_VOLUME: lua_pushinteger(L, tick->volume); break;
    case SAUDA_FIELD_BID_QTY: push_known(L, tick->bid_quantity); break;
    case SAUDA_FIELD_ASK_QTY: push_known(L, tick->ask_quantity); break;
    case SAUDA_FIELD_OI: push_known(L, tick->open_interest); break;
    case SAUDA_FIELD_LTQ: push_known(L, tick->last_quantity); break;
    default: lua_pushnil(L);
  }
}

#endif
