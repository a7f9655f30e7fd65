// The table library: Lua's results on plain tables; every loop looks at the budget.
#include "bridge.h"
#include "object.h"
#include "sandbox.h"
#include "sorting.h"
#include "text_buffer.h"

lua_Integer bridge_list_length(lua_State *L, int index) {
  bridge_check_table(L, index);
  return luaL_len(L, index);
}

static int table_insert(lua_State *L) {
  int arguments = lua_gettop(L);
  lua_Integer end = (lua_Integer)((lua_Unsigned)bridge_list_length(L, 1) + 1), position = end;
  if (arguments == 3) {
    position = luaL_checkinteger(L, 2);
    luaL_argcheck(L, (lua_Unsigned)position - 1u < (lua_Unsigned)end, 2, "position out of bounds");
    for (lua_Integer i = end; i > position; i--) {
      bridge_poll(L);
      lua_geti(L, 1, i - 1);
      lua_seti(L, 1, i);
    }
  } else if (arguments != 2) {
    return luaL_error(L, "wrong number of arguments to 'insert'");
  }
  lua_settop(L, arguments);
  lua_seti(L, 1, position);
  return 0;
}

static int table_remove(lua_State *L) {
  lua_Integer size = bridge_list_length(L, 1), position = luaL_optinteger(L, 2, size);
  if (position != size) {
    luaL_argcheck(L, (lua_Unsigned)position - 1u <= (lua_Unsigned)size, 1,  // as Lua 5.4.4 says
                  "position out of bounds");
  }
  lua_settop(L, 1);
  lua_geti(L, 1, position);
  for (; position < size; position++) {
    bridge_poll(L);
    lua_geti(L, 1, position + 1);
    lua_seti(L, 1, position);
  }
  lua_pushnil(L);
  lua_seti(L, 1, position);
  return 1;
}

/// Raises as Lua does when the argument at an index is neither a table nor something to index: `move` reads
/// strings, which have nothing at numbers.
static void check_readable(lua_State *L, int index) {
  if (bridge_type(L, index) == LUA_TTABLE) return;
  if (luaL_getmetafield(L, index, "__index") == LUA_TNIL) bridge_check_table(L, index);
  lua_pop(L, 1);
}

static int table_move(lua_State *L) {
  lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3);
  lua_Integer to = luaL_checkinteger(L, 4);
  int target = lua_isnoneornil(L, 5) ? 1 : 5;
  check_readable(L, 1);
  bridge_check_table(L, target);
  if (last >= first) {
    luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
    luaL_argcheck(L, to <= LUA_MAXINTEGER - (last - first + 1) + 1, 4, "destination wrap around");
    bool apart = to > last || to <= first || (target != 1 && !lua_compare(L, 1, target, LUA_OPEQ));
    lua_Integer count = last - first + 1;
    for (lua_Integer i = 0; i < count; i++) {
      lua_Integer at = apart ? i : count - 1 - i;
      bridge_poll(L);
      lua_geti(L, 1, first + at);
      lua_seti(L, target, to + at);
    }
  }
  lua_pushvalue(L, target);
  return 1;
}

static int table_concat(lua_State *L) {
  lua_Integer size = bridge_list_length(L, 1);
  size_t separator_length;
  const char *separator = luaL_optlstring(L, 2, "", &separator_length);
  lua_Integer at = luaL_optinteger(L, 3, 1), last = luaL_optinteger(L, 4, size);
  text_buffer out;
  text_open(&out, L);
  while (at <= last) {
    bridge_poll(L);
    lua_geti(L, 1, at);
    if (!lua_isstring(L, -1)) {
      return luaL_error(L, "invalid value (%s) at index %I in table for 'concat'",
                        bridge_type_name(L, -1), (LUAI_UACINT)at);
    }
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    text_add(&out, text, length);
    lua_pop(L, 1);
    if (at++ == last) break;  // before `last` can overflow
    text_add(&out, separator, separator_length);
  }
  text_push(&out);
  return 1;
}

static int table_unpack(lua_State *L) {
  lua_Integer first = luaL_optinteger(L, 2, 1);
  lua_Integer last = lua_isnoneornil(L, 3) ? luaL_len(L, 1) : luaL_checkinteger(L, 3);
  if (first > last) return 0;
  lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)first;
  if (count >= INT32_MAX || !lua_checkstack(L, (int)++count)) {
    return luaL_error(L, "too many results to unpack");
  }
  for (lua_Integer i = first; i < last; i++) {
    bridge_poll(L);
    lua_geti(L, 1, i);
  }
  lua_geti(L, 1, last);
  return (int)count;
}

const luaL_Reg bridge_tables[] = {{"concat", table_concat}, {"insert", table_insert},
                                  {"move", table_move},     {"remove", table_remove},
                                  {"sort", bridge_sort},    {"unpack", table_unpack},
                                  {NULL, NULL}};
