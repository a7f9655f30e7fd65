// `pairs` and `next` in the defined order of keys (order.h).
#ifndef SAUDA_TRAVERSAL_H
#define SAUDA_TRAVERSAL_H

#include <lua.h>

int bridge_pairs(lua_State *L);
int bridge_next(lua_State *L);

#endif
