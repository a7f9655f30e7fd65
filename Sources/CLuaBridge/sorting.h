// table.sort: a stable merge sort. Where Lua leaves the order of equal elements open and may fail
// on an inconsistent comparison, this one keeps their order and always ends.
#ifndef SAUDA_SORTING_H
#define SAUDA_SORTING_H

#include <lua.h>

int bridge_sort(lua_State *L);

#endif
