#include "sandbox.h"

const luaL_Reg bridge_strings[] = {{NULL, NULL}};
const luaL_Reg bridge_tables[] = {{NULL, NULL}};
const luaL_Reg bridge_utf8[] = {{NULL, NULL}};
const luaL_Reg bridge_nothing[] = {{NULL, NULL}};
const char *const bridge_no_names[] = {NULL};
