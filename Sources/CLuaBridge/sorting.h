// table.sort: the steps of Lua's own quicksort, so that what a comparison sees, what it can be told is
// wrong with it, and the order of equal elements are Lua's. Only the pivots of lopsided lists differ:
// Lua takes them by the clock.
#ifndef SAUDA_SORTING_H
#define SAUDA_SORTING_H

#include <lua.h>

int bridge_sort(lua_State *L);
/// The length of the list at an index as Lua's table library takes it; raises for what is no table.
lua_Integer bridge_list_length(lua_State *L, int index);

#endif
