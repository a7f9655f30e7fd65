// The pattern functions of the string library.
#ifndef SAUDA_MATCHING_H
#define SAUDA_MATCHING_H

#include <lua.h>

int bridge_find(lua_State *L);
int bridge_match(lua_State *L);
int bridge_gmatch(lua_State *L);
int bridge_gsub(lua_State *L);
int bridge_format(lua_State *L);

#endif
