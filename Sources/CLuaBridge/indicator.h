// What the prelude makes indicators of.
#ifndef SAUDA_BRIDGE_INDICATOR_H
#define SAUDA_BRIDGE_INDICATOR_H

#include <lua.h>

/// native.indicator_update(key, function, slow): the method `update`. An indicator has its place under
/// `key`; `function` is the host's for what is plain, `slow` takes the arguments that are not.
int bridge_indicator_update(lua_State *L);

/// native.indicator_reader(place, outputs, value, past, ready, unknown): reads the fields of the
/// indicator at a place. `outputs` has the index of each output, and -1 for `ready`; the next three are
/// the host's functions; `unknown` raises the error for another field, given `outputs` and its name.
int bridge_indicator_reader(lua_State *L);

#endif
