// A table keeps its entries in two blocks, and how they are laid out decides where `#` finds the end of a
// list with holes. So that a table which becomes a kept one (kept.h) stays what it was to the last corner,
// its entries are not copied: the two tables swap their blocks. No function of Lua's does that; the fields
// are those of Lua 5.4's lobject.h. Where they are not, `insides_are_known` says so, and no table is kept.
#include "insides.h"

#include <string.h>

#include "bridge.h"

typedef struct {
  void *next;
  uint8_t type, marked;
  uint8_t flags, node_size;
  uint32_t limit;
  void *array, *nodes, *last_free;
  void *metatable, *gray;
} table_head;

enum { WHITE = 1 << 3 | 1 << 4 };  // of `marked`

static table_head *head_of(lua_State *L, int index) { return (table_head *)lua_topointer(L, index); }

void insides_swap(lua_State *L, int first, int second) {
  table_head *one = head_of(L, first), *two = head_of(L, second), old = *one;
  one->flags = two->flags;
  one->node_size = two->node_size;
  one->limit = two->limit;
  one->array = two->array;
  one->nodes = two->nodes;
  one->last_free = two->last_free;
  two->flags = old.flags;
  two->node_size = old.node_size;
  two->limit = old.limit;
  two->array = old.array;
  two->nodes = old.nodes;
  two->last_free = old.last_free;
}

uint32_t insides_hint(lua_State *L, int index) { return head_of(L, index)->limit; }

void insides_set_hint(lua_State *L, int index, uint32_t hint) { head_of(L, index)->limit = hint; }

void insides_push_white(lua_State *L) {
  lua_createtable(L, 0, 0);
  // Making it may have let the collector go on for a step, and see it; the next one then comes without.
  while ((head_of(L, -1)->marked & WHITE) == 0) {
    lua_pop(L, 1);
    lua_createtable(L, 0, 0);
  }
}

/// Whether the table at `index` has 3, 2, 1 and x = true, in blocks as expected.
static bool is_sample(lua_State *L, int index) {
  const table_head *head = head_of(L, index);
  bool is = head->type == LUA_TTABLE && head->limit == 3 && head->node_size == 2 &&
            head->array != NULL && head->nodes != NULL;
  for (int i = 1; is && i <= 3; i++) {
    lua_rawgeti(L, index, i);
    is = lua_tointeger(L, -1) == 4 - i;
    lua_pop(L, 1);
  }
  if (!is) return false;
  lua_pushliteral(L, "x");
  lua_rawget(L, index);
  is = lua_toboolean(L, -1) && lua_rawlen(L, index) == 3;
  lua_pop(L, 1);
  return is;
}

bool insides_are_known(lua_State *L) {
  if (strstr(lua_ident, "Lua 5.4.") == NULL) return false;
  luaL_checkstack(L, 8, NULL);
  int top = lua_gettop(L);
  lua_createtable(L, 3, 4);
  for (int i = 1; i <= 3; i++) {
    lua_pushinteger(L, 4 - i);
    lua_rawseti(L, -2, i);
  }
  lua_pushboolean(L, 1);
  lua_setfield(L, -2, "x");
  lua_createtable(L, 0, 0);
  const table_head *fresh = head_of(L, -1);
  bool known = is_sample(L, top + 1) && fresh->type == LUA_TTABLE && fresh->limit == 0 &&
               fresh->node_size == 0 && fresh->array == NULL && fresh->nodes != NULL &&
               fresh->metatable == NULL;
  if (known) {
    lua_pushvalue(L, top + 1);
    lua_setmetatable(L, top + 2);
    known = fresh->metatable == lua_topointer(L, top + 1);
    lua_pushnil(L);
    lua_setmetatable(L, top + 2);
  }
  if (known) {
    insides_push_white(L);
    insides_swap(L, top + 1, top + 3);
    known = is_sample(L, top + 3) && !is_sample(L, top + 1) && lua_rawlen(L, top + 1) == 0;
  }
  lua_settop(L, top);
  return known;
}
