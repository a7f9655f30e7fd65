#include "object.h"

#include <string.h>

#include "bridge.h"
#include "record.h"

enum { FIELD_NUMBERS = 1, FIELD_UNKNOWN };

int bridge_field(lua_State *L, int kind) {
  const void *text = lua_topointer(L, 2);
  const uintptr_t place = (uintptr_t)text >> 4 ^ (uintptr_t)text >> 9;
  known_field *known = &bridge_script(L)->known_fields[kind][place & (KNOWN_FIELDS - 1)];
  if (__builtin_expect(known->text == text && text != NULL, 1)) return known->number;
  lua_pushvalue(L, 2);
  lua_rawget(L, lua_upvalueindex(FIELD_NUMBERS));
  int found = 0;
  lua_Integer number = lua_tointegerx(L, -1, &found);
  if (__builtin_expect(found, 1)) {
    // A name as short as these is the very object that the table has, and keeps.
    *known = (known_field){text, (int32_t)number};
    return (int)number;
  }
  lua_pushvalue(L, lua_upvalueindex(FIELD_UNKNOWN));
  lua_pushvalue(L, 2);
  lua_call(L, 1, 0);
  return luaL_error(L, "unknown field");
}

void bridge_set_kind(lua_State *L, const object_kind *kind) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, kind->meta_key);
  lua_setmetatable(L, -2);
}

/// Pushes the table of a kind's field numbers by name; raises when the catalogue has others.
static void push_numbers(lua_State *L, const object_kind *kind, int catalogue) {
  lua_createtable(L, 0, 24);
  lua_Integer count = 0;
  for (; kind->fields[count] != NULL; count++) {
    lua_pushinteger(L, count);
    lua_setfield(L, -2, kind->fields[count]);
  }
  bool agree = (lua_Unsigned)count == lua_rawlen(L, catalogue);
  for (lua_Integer i = 1; i <= count && agree; i++) {
    lua_rawgeti(L, catalogue, i);
    agree = lua_rawget(L, -2) == LUA_TNUMBER;
    lua_pop(L, 1);
  }
  if (!agree) luaL_error(L, "the catalogue has other fields of a %s", kind->class_name);
}

/// #object: it is no list.
static int no_length(lua_State *L) {
  lua_pushinteger(L, 0);
  return 1;
}

int bridge_object_kind(lua_State *L) {
  static const object_kind *const kinds[] = {&bridge_position_kind, &bridge_account_kind,
                                             &bridge_bar_kind};
  const char *name = luaL_checkstring(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  luaL_checktype(L, 3, LUA_TTABLE);
  lua_settop(L, 4);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (strcmp(kinds[i]->class_name, name) != 0) continue;
    push_numbers(L, kinds[i], 3);
    lua_pushvalue(L, 4);
    lua_pushcclosure(L, kinds[i]->index, 2);
    lua_setfield(L, 2, "__index");
    lua_pushcfunction(L, no_length);
    lua_setfield(L, 2, "__len");
    bridge_mark_record(L, 2, 3);
    lua_settop(L, 2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, kinds[i]->meta_key);
    return 0;
  }
  return luaL_argerror(L, 1, "no such class");
}

int bridge_type(lua_State *L, int index) {
  int type = lua_type(L, index);
  return type == LUA_TUSERDATA && bridge_is_record(L, index) ? LUA_TTABLE : type;
}

const char *bridge_type_name(lua_State *L, int index) {
  return lua_typename(L, bridge_type(L, index));
}

void bridge_check_table(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TTABLE && bridge_type(L, index) != LUA_TTABLE) {
    luaL_checktype(L, index, LUA_TTABLE);  // has the words
  }
}
