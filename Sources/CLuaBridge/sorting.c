#include "sorting.h"

#include <limits.h>

#include "bridge.h"
#include "order.h"

enum { LIST = 1, COMPARE = 2, COPY = 3, FEW = 100, LOPSIDED = 128 };

typedef unsigned int place;

/// Whether elements of that type at the top are in order by their bytes or their number alone: of two
/// that are equal, either may come first without anybody seeing it. NaN and the two zeros are not.
static bool is_plain(lua_State *L, int type) {
  if (type == LUA_TSTRING) return true;
  if (type != LUA_TNUMBER) return false;
  return lua_isinteger(L, -1) || lua_tonumber(L, -1) < 0 || lua_tonumber(L, -1) > 0;
}

/// Copies the list into a new table at COPY while its elements are plain and all of one kind; whether they
/// were.
static bool copy_plain(lua_State *L, lua_Integer count) {
  if (lua_getmetatable(L, LIST)) {
    if (!kept_push_contents(L, LIST)) return false;
    lua_settop(L, COMPARE);
  }
  int shared = LUA_TNONE;
  bool are_integers = false;
  lua_createtable(L, (int)count, 0);
  for (lua_Integer i = 1; i <= count; i++) {
    bridge_poll(L);
    int type = lua_geti(L, LIST, i);
    if (i == 1) {
      shared = type;
      are_integers = lua_isinteger(L, -1);
    }
    if (type != shared || lua_isinteger(L, -1) != are_integers || !is_plain(L, type)) return false;
    lua_rawseti(L, COPY, i);
  }
  return true;
}

/// Sorts numbers or strings by keys read once: fills the list from its copy.
static int sort_plain(lua_State *L, lua_Integer count) {
  order_key *keys = lua_newuserdatauv(L, (size_t)count * 2 * sizeof *keys, 0);
  for (lua_Integer i = 0; i < count; i++) {
    bridge_poll(L);
    lua_rawgeti(L, COPY, i + 1);
    keys[i] = order_read(L, lua_gettop(L), (uint32_t)i + 1);
    lua_pop(L, 1);  // the copy keeps the string alive
  }
  order_key *sorted = order_sort(L, keys, keys + count, (size_t)count);
  for (lua_Integer i = 0; i < count; i++) {
    bridge_poll(L);
    lua_rawgeti(L, COPY, sorted[i].index);
    lua_seti(L, LIST, i + 1);
  }
  return 0;
}

/// Whether the value at stack index `a` comes before that at `b`; both count from the top.
static bool comes_before(lua_State *L, int a, int b) {
  bridge_poll(L);
  if (lua_isnil(L, COMPARE)) return lua_compare(L, a, b, LUA_OPLT);
  lua_pushvalue(L, COMPARE);
  lua_pushvalue(L, a - 1);
  lua_pushvalue(L, b - 2);
  lua_call(L, 2, 1);
  bool before = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return before;
}

/// Puts the two values on top into the list, the topmost at `first`.
static void put(lua_State *L, place first, place second) {
  lua_seti(L, LIST, first);
  lua_seti(L, LIST, second);
}

static void refuse_order(lua_State *L) { luaL_error(L, "invalid order function for sorting"); }

/// Parts the list around the pivot on top of the stack, which also stands at `high - 1`; its place.
static place partition(lua_State *L, place low, place high) {
  place left = low, right = high - 1;
  for (;;) {
    while (lua_geti(L, LIST, ++left), comes_before(L, -1, -2)) {
      if (left == high - 1) refuse_order(L);
      lua_pop(L, 1);
    }
    while (lua_geti(L, LIST, --right), comes_before(L, -3, -1)) {
      if (right < left) refuse_order(L);
      lua_pop(L, 1);
    }
    if (right < left) {
      lua_pop(L, 1);
      put(L, high - 1, left);
      return left;
    }
    put(L, left, right);
  }
}

/// Swaps the elements at two places if that at `second` comes before that at `first`.
static void order_two(lua_State *L, place first, place second) {
  lua_geti(L, LIST, first);
  lua_geti(L, LIST, second);
  if (comes_before(L, -1, -2)) {
    put(L, first, second);
  } else {
    lua_pop(L, 2);
  }
}

/// Puts the least of three elements first and the greatest last.
static void order_three(lua_State *L, place low, place middle, place high) {
  lua_geti(L, LIST, middle);
  lua_geti(L, LIST, low);
  if (comes_before(L, -2, -1)) {
    put(L, middle, low);
    return;
  }
  lua_pop(L, 1);
  lua_geti(L, LIST, high);
  if (comes_before(L, -1, -2)) {
    put(L, middle, high);
  } else {
    lua_pop(L, 2);
  }
}

/// Where the pivot of a stretch is taken.
static place pivot_of(place low, place high, place stirred) {
  if (high - low < FEW || stirred == 0) return (low + high) / 2;
  place quarter = (high - low) / 4;
  return stirred % (quarter * 2) + (low + quarter);
}

/// Sorts a stretch; it calls itself for the smaller part only.
static void sort_stretch(lua_State *L, place low, place high, place stirred) {
  while (low < high) {
    order_two(L, low, high);
    if (high - low == 1) return;
    place middle = pivot_of(low, high, stirred);
    order_three(L, low, middle, high);
    if (high - low == 2) return;
    lua_geti(L, LIST, middle);
    lua_pushvalue(L, -1);
    lua_geti(L, LIST, high - 1);
    put(L, middle, high - 1);
    middle = partition(L, low, high);
    place smaller;
    if (middle - low < high - middle) {
      sort_stretch(L, low, middle - 1, stirred);
      smaller = middle - low;
      low = middle + 1;
    } else {
      sort_stretch(L, middle + 1, high, stirred);
      smaller = high - middle;
      high = middle - 1;
    }
    if ((high - low) / LOPSIDED > smaller) stirred = UINT_MAX;
  }
}

int bridge_sort(lua_State *L) {
  lua_Integer count = bridge_list_length(L, LIST);
  if (count < 2) return 0;
  luaL_argcheck(L, count < INT_MAX, LIST, "array too big");
  if (!lua_isnoneornil(L, COMPARE)) luaL_checktype(L, COMPARE, LUA_TFUNCTION);
  lua_settop(L, COMPARE);
  if (lua_isnil(L, COMPARE) && copy_plain(L, count)) return sort_plain(L, count);
  lua_settop(L, COMPARE);
  sort_stretch(L, 1, (place)count, 0);
  return 0;
}
