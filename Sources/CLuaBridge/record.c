// API tables: what on_fill, clock() and others give to a script (see object.h for the others).
//
// Such a table holds nothing but its values, by their places; reads go through __index and writes
// through __newindex, so that a misspelt field is an error and none can be written. All tables of a
// kind share one metatable, which scripts cannot reach.
#include "record.h"

#include "bridge.h"
#include "object.h"

/// Under it a metatable has the list of its fields.
static const char record_key = 0;

/// Places before the first value stay empty, so that record[1] is an error like any other field that is
/// not there.
enum { PLACES_BEFORE = 7 };

enum { MAKE_COUNT = 1, MAKE_META };
enum { READ_PLACES = 1, READ_UNKNOWN };
/// Makes the table of its arguments.
static int make_record(lua_State *L) {
  int count = (int)lua_tointeger(L, lua_upvalueindex(MAKE_COUNT));
  lua_settop(L, count);
  luaL_checkstack(L, 4, NULL);
  lua_createtable(L, PLACES_BEFORE + count, 0);
  lua_insert(L, 1);
  for (int place = count; place >= 1; place--) lua_rawseti(L, 1, PLACES_BEFORE + place);
  lua_pushvalue(L, lua_upvalueindex(MAKE_META));
  lua_setmetatable(L, 1);
  return 1;
}

/// record.field
static int read_field(lua_State *L) {
  lua_pushvalue(L, 2);
  lua_rawget(L, lua_upvalueindex(READ_PLACES));
  int found = 0;
  lua_Integer place = lua_tointegerx(L, -1, &found);
  if (!found) {
    lua_pushvalue(L, lua_upvalueindex(READ_UNKNOWN));
    lua_pushvalue(L, 2);
    lua_call(L, 1, 0);
    return 0;
  }
  lua_rawgeti(L, 1, PLACES_BEFORE + place);
  return 1;
}

/// #record: it is no list.
static int no_length(lua_State *L) {
  lua_pushinteger(L, 0);
  return 1;
}

/// native.record_kind(meta, places, fields, count, unknown): a function that makes records of `count`
/// values. `places` has the place of each field, `fields` their names in order; `unknown` raises the
/// error for another one.
int bridge_record_kind(lua_State *L) {
  lua_settop(L, 5);
  for (int i = 1; i <= 3; i++) luaL_checktype(L, i, LUA_TTABLE);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, 5);
  lua_pushcclosure(L, read_field, 2);
  lua_setfield(L, 1, "__index");
  lua_pushcfunction(L, no_length);
  lua_setfield(L, 1, "__len");
  bridge_mark_record(L, 1, 3);
  lua_pushvalue(L, 4);
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, make_record, 2);
  return 1;
}

void bridge_mark_record(lua_State *L, int meta, int fields) {
  lua_pushvalue(L, fields);
  lua_rawsetp(L, meta < 0 ? meta - 1 : meta, &record_key);
}

bool bridge_is_record(lua_State *L, int index) {
  int type = lua_type(L, index);
  if ((type != LUA_TTABLE && type != LUA_TUSERDATA) || !lua_checkstack(L, 2)) return false;
  if (!lua_getmetatable(L, index)) return false;
  bool found = lua_rawgetp(L, -1, &record_key) == LUA_TTABLE;
  lua_pop(L, 2);
  return found;
}

void bridge_push_record_copy(lua_State *L, int index) {
  index = lua_absindex(L, index);
  luaL_checkstack(L, 8, NULL);
  lua_createtable(L, 0, 16);
  int copy = lua_gettop(L);
  lua_getmetatable(L, index);
  lua_rawgetp(L, -1, &record_key);
  int fields = lua_gettop(L);
  lua_Unsigned count = lua_rawlen(L, fields);
  for (lua_Unsigned i = 1; i <= count; i++) {
    lua_rawgeti(L, fields, (lua_Integer)i);
    lua_pushvalue(L, -1);
    lua_gettable(L, index);  // a field that the kind has: no error
    lua_rawset(L, copy);
  }
  lua_settop(L, copy);
}

/// native.fields(record): a plain table with the fields that have a value.
int bridge_fields(lua_State *L) {
  luaL_argexpected(L, bridge_is_record(L, 1), 1, "record");
  bridge_push_record_copy(L, 1);
  return 1;
}

/// native.is_record(value)
int bridge_is_record_value(lua_State *L) {
  lua_pushboolean(L, bridge_is_record(L, 1));
  return 1;
}

/// rawget(table, key) of scripts: a record is read by its fields, an unknown one is nil.
int bridge_rawget(lua_State *L) {
  bridge_check_table(L, 1);
  luaL_checkany(L, 2);
  lua_settop(L, 2);
  if (!bridge_is_record(L, 1)) {
    kept_look_through(L, 1);
    lua_rawget(L, 1);
    return 1;
  }
  lua_getmetatable(L, 1);
  lua_getfield(L, 3, "__index");
  lua_getupvalue(L, 4, READ_PLACES);  // of objects likewise: what is not in it is no field
  lua_pushvalue(L, 2);
  bool known = lua_rawget(L, 5) != LUA_TNIL;
  lua_settop(L, 2);
  if (known) {
    lua_gettable(L, 1);
  } else {
    lua_pushnil(L);
  }
  return 1;
}
