// API tables: what position(), on_bar and others give to a script.
//
// Such a table holds nothing but its values, by their places; reads go through __index and writes
// through __newindex, so that a misspelt field is an error and none can be written. All tables of a
// kind share one metatable, which scripts cannot reach.
#include "record.h"

#include "bridge.h"

/// Under it a metatable has the list of its fields.
static const char record_key = 0;

/// Places before the first value stay empty, so that record[1] is an error like any other field that is
/// not there.
enum { PLACES_BEFORE = 7 };

enum { MAKE_COUNT = 1, MAKE_META };
enum { READ_PLACES = 1, READ_UNKNOWN };
enum { POSITION_FUNCTION = 1, POSITION_IDS, POSITION_COUNT, POSITION_META, POSITION_SLOW };
// What follows from a position's quantity is no value of its own; the third such fact is is_short.
enum { QUANTITY_PLACE = 2, FACT_FLAT = -1, FACT_LONG = -2 };

/// Makes the table of the `count` values on top of the stack, in their place.
static void make(lua_State *L, int count, int meta) {
  luaL_checkstack(L, 4, NULL);
  lua_createtable(L, PLACES_BEFORE + count, 0);
  lua_insert(L, -count - 1);
  for (int place = count; place >= 1; place--) {
    lua_rawseti(L, -place - 1, PLACES_BEFORE + place);
  }
  lua_pushvalue(L, meta);
  lua_setmetatable(L, -2);
}

static int make_record(lua_State *L) {
  int count = (int)lua_tointeger(L, lua_upvalueindex(MAKE_COUNT));
  lua_settop(L, count);
  make(L, count, lua_upvalueindex(MAKE_META));
  return 1;
}

/// Pushes the value at a place of the record at a stack index, or the fact that stands for it.
static void push_value(lua_State *L, int index, lua_Integer place) {
  lua_rawgeti(L, index, PLACES_BEFORE + (place < 0 ? QUANTITY_PLACE : place));
  if (place >= 0) return;
  lua_Integer quantity = lua_tointeger(L, -1);
  lua_pushboolean(L, place == FACT_FLAT   ? quantity == 0
                     : place == FACT_LONG ? quantity > 0
                                          : quantity < 0);
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
  push_value(L, 1, place);
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
  lua_pushvalue(L, 3);
  lua_rawsetp(L, 1, &record_key);
  lua_pushvalue(L, 4);
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, make_record, 2);
  return 1;
}

/// position(symbol): asks the host and makes the record, without a detour through Lua.
static int position(lua_State *L) {
  if (lua_gettop(L) != 1) lua_settop(L, 1);
  lua_pushvalue(L, 1);
  lua_rawget(L, lua_upvalueindex(POSITION_IDS));
  sauda_value id = {.kind = SAUDA_INTEGER};
  int found = 0;
  id.integer = lua_tointegerx(L, -1, &found);
  if (!found) {
    lua_pushvalue(L, lua_upvalueindex(POSITION_SLOW));
    lua_pushvalue(L, 1);
    lua_call(L, 1, 0);
    return 0;
  }
  lua_settop(L, 1);
  int function = (int)lua_tointeger(L, lua_upvalueindex(POSITION_FUNCTION));
  int count = (int)lua_tointeger(L, lua_upvalueindex(POSITION_COUNT));
  bridge_ask_host(L, function, &id, 1);
  lua_settop(L, count);  // the symbol and what the host says of it
  make(L, count, lua_upvalueindex(POSITION_META));
  return 1;
}

/// native.position_function(function, ids, count, meta, slow)
int bridge_position_function(lua_State *L) {
  lua_settop(L, 5);
  lua_pushcclosure(L, position, 5);
  return 1;
}

bool bridge_is_record(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index)) return false;
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
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checkany(L, 2);
  lua_settop(L, 2);
  if (bridge_is_record(L, 1)) {
    bridge_push_record_copy(L, 1);
    lua_replace(L, 1);
  }
  lua_rawget(L, 1);
  return 1;
}
