// What only the prelude gets: its argument is a table of these functions.
#include "bridge.h"
#include "indicator.h"
#include "object.h"
#include "record.h"

int bridge_register(lua_State *L);
int bridge_set_rules(lua_State *L);
int bridge_set_rule(lua_State *L);

/// native.set_state(table): the table that sauda_encode_state and sauda_decode_state work on.
static int set_state(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_key_state);
  return 0;
}

/// native.error_at_script(message): raises it with the position of the nearest script frame.
static int error_at_script(lua_State *L) {
  luaL_checkstring(L, 1);
  lua_settop(L, 1);
  return bridge_raise_at_script(L);
}

/// native.load_module(text, name): compiles a script's module; returns its function.
static int load_module(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  const char *name = luaL_checkstring(L, 2);
  bridge_compile(L, text, length, name, false);
  return 1;
}

/// native.is_script_function(value): a Lua function that a script defined.
static int is_script_function(lua_State *L) {
  luaL_checkany(L, 1);
  bool found = false;
  if (lua_type(L, 1) == LUA_TFUNCTION) {
    lua_Debug frame;
    lua_settop(L, 1);
    lua_getinfo(L, ">S", &frame);
    found = bridge_is_script_chunk(&frame);
  }
  lua_pushboolean(L, found);
  return 1;
}

/// native.where(): "file.lua:12" of the nearest script frame, or nil.
static int where(lua_State *L) {
  lua_Debug frame;
  if (bridge_script_frame(bridge_script(L), &frame)) {
    lua_pushfstring(L, "%s:%d", frame.source + 1, frame.currentline);
  } else {
    lua_pushnil(L);
  }
  return 1;
}

/// native.definition(function): file and line where a script's function begins, or nil.
static int definition(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_Debug frame;
  lua_settop(L, 1);
  lua_getinfo(L, ">S", &frame);
  if (!bridge_is_script_chunk(&frame)) return 0;
  lua_pushstring(L, frame.source + 1);
  lua_pushinteger(L, frame.linedefined > 0 ? frame.linedefined : 1);
  return 2;
}

/// native.is_tick(value)
static int is_tick(lua_State *L) {
  bool same = false;
  if (lua_type(L, 1) == LUA_TUSERDATA && lua_getmetatable(L, 1)) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_tick_meta);
    same = lua_rawequal(L, -1, -2);
  }
  lua_pushboolean(L, same);
  return 1;
}

/// native.printable(text): one line of printable UTF-8, for log lines and messages.
static int printable(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  if (length > 65536) length = 65536;
  size_t size = length * 10 + 1;  // the longest escape is \u{10ffff} for four bytes
  char *shown = lua_newuserdatauv(L, size, 0);
  lua_pushlstring(L, shown, bridge_append_printable(shown, size, 0, text, length));
  return 1;
}

/// native.describe(value): a short text for any value, without metamethods.
static int describe(lua_State *L) {
  char text[512];
  luaL_checkany(L, 1);
  lua_pushlstring(L, text, bridge_append_value(L, 1, text, sizeof text, 0));
  return 1;
}

void bridge_push_natives(lua_State *L) {
  static const luaL_Reg own[] = {{"host", bridge_host},
                                 {"look", bridge_look},
                                 {"register", bridge_register},
                                 {"set_state", set_state},
                                 {"set_rules", bridge_set_rules},
                                 {"set_rule", bridge_set_rule},
                                 {"encode", bridge_encode},
                                 {"decode", bridge_decode},
                                 {"error_at_script", error_at_script},
                                 {"load_module", load_module},
                                 {"is_script_function", is_script_function},
                                 {"where", where},
                                 {"definition", definition},
                                 {"new_tick", bridge_new_tick},
                                 {"is_tick", is_tick},
                                 {"printable", printable},
                                 {"describe", describe},
                                 {"order_function", bridge_order_function},
                                 {"order_statement", bridge_order_statement},
                                 {"holding_function", bridge_holding_function},
                                 {"denial", bridge_denial},
                                 {"indicator_update", bridge_indicator_update},
                                 {"indicator_reader", bridge_indicator_reader},
                                 {"record_kind", bridge_record_kind},
                                 {"object_kind", bridge_object_kind},
                                 {"position_function", bridge_position_function},
                                 {"account_function", bridge_account_function},
                                 {"order_index", bridge_order_index},
                                 {"quote_function", bridge_quote_function},
                                 {"new_bar", bridge_new_bar},
                                 {"bars_index", bridge_bars_index},
                                 {"fields", bridge_fields},
                                 {"is_record", bridge_is_record_value},
                                 {"field_get", bridge_rawget},
                                 {NULL, NULL}};
  static const char *const raw[] = {"rawget", "rawset", "rawequal", "rawlen", "next",
                                    "type",   "pairs",  "ipairs",   "pcall",  "error"};
  luaL_newlibtable(L, own);
  lua_pushboolean(L, 0);  // an upvalue makes each an object of the arena, as those of the sandbox
  luaL_setfuncs(L, own, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  for (size_t i = 0; i < sizeof raw / sizeof *raw; i++) {
    lua_getfield(L, -1, raw[i]);
    lua_setfield(L, -3, raw[i]);
  }
  lua_setfield(L, -2, "globals");
}
