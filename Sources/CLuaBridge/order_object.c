// An order as a script sees it: a table that knows its place in the desk's list. Its fields are read when
// they are asked for, so they change as the order does.
#include "bridge.h"
#include "object.h"

enum { ORDER_FUNCTION = 1, ORDER_CODES, ORDER_ROW, ORDER_SLOW };

/// order.field; what is no field, or was denied and has no place, is the prelude's.
static int order_index(lua_State *L) {
  bridge_poll(L);
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  lua_rawget(L, lua_upvalueindex(ORDER_CODES));
  lua_pushvalue(L, lua_upvalueindex(ORDER_ROW));
  lua_rawget(L, 1);
  if (!lua_isinteger(L, 3) || !lua_isinteger(L, 4)) {
    lua_settop(L, 2);
    lua_pushvalue(L, lua_upvalueindex(ORDER_SLOW));
    lua_insert(L, 1);
    lua_call(L, 2, 1);
    return 1;
  }
  sauda_value asked[2] = {{.kind = SAUDA_INTEGER, .integer = lua_tointeger(L, 4)},
                          {.kind = SAUDA_INTEGER, .integer = lua_tointeger(L, 3)}};
  const sauda_views *views = &bridge_script(L)->views;
  sauda_value value = {0};
  if (views->order != NULL &&
      views->order(views->context, asked[0].integer, asked[1].integer, &value)) {
    bridge_poll(L);
    bridge_push_value(L, &value);
    return 1;
  }
  return bridge_ask_host(L, (int)lua_tointeger(L, lua_upvalueindex(ORDER_FUNCTION)), asked, 2);
}

int bridge_order_index(lua_State *L) {
  lua_settop(L, 4);
  lua_pushcclosure(L, order_index, 4);
  return 1;
}
