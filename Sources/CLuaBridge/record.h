// Records: the API tables whose fields are known.
#ifndef SAUDA_RECORD_H
#define SAUDA_RECORD_H

#include <lua.h>
#include <stdbool.h>

int bridge_record_kind(lua_State *L);
int bridge_fields(lua_State *L);
int bridge_is_record_value(lua_State *L);
int bridge_rawget(lua_State *L);

/// Makes a metatable that of records with a list of fields; both are stack indices.
void bridge_mark_record(lua_State *L, int meta, int fields);
/// Whether the value at a stack index is a record: a table of this file or an object (object.h). Never
/// raises.
bool bridge_is_record(lua_State *L, int index);
/// Pushes a plain table with the fields of a record that have a value.
void bridge_push_record_copy(lua_State *L, int index);

#endif
