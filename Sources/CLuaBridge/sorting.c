#include "sorting.h"

#include "bridge.h"
#include "order.h"

enum { LIST = 1, COMPARE = 2, FROM = 3, TO = 4, TOP = 4 };

/// Copies the list into a new table at FROM. Returns the type all elements share when it has an
/// order that needs no Lua code (numbers without NaN, strings), else LUA_TNONE.
static int copy_list(lua_State *L, lua_Integer count) {
  int shared = LUA_TNONE;
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 1; i <= count; i++) {
    bridge_poll(L);
    int type = lua_geti(L, LIST, i);
    bool ordered = type == LUA_TSTRING || (type == LUA_TNUMBER && lua_rawequal(L, -1, -1));
    if (i == 1 && ordered) shared = type;
    if (!ordered || type != shared) shared = LUA_TNONE;
    lua_rawseti(L, FROM, i);
  }
  return shared;
}

/// Sorts numbers or strings by keys read once. Leaves FROM as it is and fills the list.
static int sort_plain(lua_State *L, lua_Integer count) {
  order_key *keys = lua_newuserdatauv(L, (size_t)count * 2 * sizeof *keys, 0);
  for (lua_Integer i = 0; i < count; i++) {
    bridge_poll(L);
    lua_rawgeti(L, FROM, i + 1);
    keys[i] = order_read(L, lua_gettop(L), (uint32_t)i + 1);
    lua_pop(L, 1);  // FROM keeps the string alive
  }
  order_key *sorted = order_sort(L, keys, keys + count, (size_t)count);
  for (lua_Integer i = 0; i < count; i++) {
    bridge_poll(L);
    lua_rawgeti(L, FROM, sorted[i].index);
    lua_seti(L, LIST, i + 1);
  }
  return 0;
}

/// Whether element `b` of FROM must come before element `a`.
static bool comes_before(lua_State *L, lua_Integer b, lua_Integer a) {
  bool before;
  bridge_poll(L);
  if (lua_isnil(L, COMPARE)) {
    lua_rawgeti(L, FROM, b);
    lua_rawgeti(L, FROM, a);
    before = lua_compare(L, -2, -1, LUA_OPLT);
    lua_pop(L, 2);
  } else {
    lua_pushvalue(L, COMPARE);
    lua_rawgeti(L, FROM, b);
    lua_rawgeti(L, FROM, a);
    lua_call(L, 2, 1);
    before = lua_toboolean(L, -1);
    lua_pop(L, 1);
  }
  return before;
}

/// Merges two sorted neighbours of FROM into TO.
static void merge(lua_State *L, lua_Integer left, lua_Integer middle, lua_Integer end) {
  lua_Integer right = middle;
  for (lua_Integer at = left; at < end; at++) {
    bool take_right = right < end && (left == middle || comes_before(L, right, left));
    lua_rawgeti(L, FROM, take_right ? right++ : left++);
    lua_rawseti(L, TO, at);
  }
}

int bridge_sort(lua_State *L) {
  luaL_checktype(L, LIST, LUA_TTABLE);
  lua_Integer count = luaL_len(L, LIST);
  if (count < 2) return 0;
  luaL_argcheck(L, count < INT32_MAX, LIST, "array too big");
  if (!lua_isnoneornil(L, COMPARE)) luaL_checktype(L, COMPARE, LUA_TFUNCTION);
  lua_settop(L, COMPARE);
  int shared = copy_list(L, count);
  if (lua_isnil(L, COMPARE) && shared != LUA_TNONE) return sort_plain(L, count);
  lua_createtable(L, (int)count, 0);
  for (lua_Integer width = 1; width < count; width *= 2) {
    for (lua_Integer left = 1; left <= count; left += 2 * width) {
      lua_Integer middle = left + width <= count ? left + width : count + 1;
      lua_Integer end = middle + width <= count ? middle + width : count + 1;
      merge(L, left, middle, end);
    }
    lua_pushvalue(L, FROM);
    lua_copy(L, TO, FROM);
    lua_replace(L, TO);
  }
  for (lua_Integer i = 1; i <= count; i++) {
    bridge_poll(L);
    lua_rawgeti(L, FROM, i);
    lua_seti(L, LIST, i);
  }
  return 0;
}
