// The lists of functions that replace Lua's own in the sandbox.
#ifndef SAUDA_SANDBOX_H
#define SAUDA_SANDBOX_H

#include <lauxlib.h>

extern const luaL_Reg bridge_base[], bridge_strings[], bridge_tables[], bridge_utf8[],
    bridge_coroutines[], bridge_nothing[];
extern const char *const bridge_no_names[];

#endif
