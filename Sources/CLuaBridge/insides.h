// What is done to a table of Lua's past its interface.
#ifndef SAUDA_INSIDES_H
#define SAUDA_INSIDES_H

#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

/// Whether tables lie in memory as this file's functions need it; looked at when a script opens. May raise for
/// lack of memory.
bool insides_are_known(lua_State *L);
/// Swaps what two tables hold, not their metatables. The second must be white, or not yet looked at by the
/// collection under way (insides_push_white), and the first one looked at again after it.
void insides_swap(lua_State *L, int first, int second);
/// What Lua remembers of where the list in a table may end: reading an entry may move it, and so what `#`
/// says of a list with holes.
uint32_t insides_hint(lua_State *L, int index);
void insides_set_hint(lua_State *L, int index, uint32_t hint);
/// Pushes a new, empty table that the collection under way has not looked at. Raises without memory.
void insides_push_white(lua_State *L);

#endif
