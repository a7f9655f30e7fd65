#include <string.h>

#include "bridge.h"
#include "object.h"

void bridge_push_value(lua_State *L, const sauda_value *value) {
  switch (value->kind) {
    case SAUDA_BOOLEAN:
      lua_pushboolean(L, value->integer != 0);
      break;
    case SAUDA_INTEGER:
      lua_pushinteger(L, value->integer);
      break;
    case SAUDA_NUMBER:
      lua_pushnumber(L, value->number);
      break;
    case SAUDA_STRING:
      lua_pushlstring(L, value->text != NULL ? value->text : "", value->length);
      break;
    case SAUDA_SYMBOL:
      lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols);
      lua_rawgeti(L, -1, value->integer + 1);
      lua_remove(L, -2);
      break;
    case SAUDA_TICK: {
      sauda_tick tick;
      memcpy(&tick, value->text, sizeof tick);
      bridge_push_tick(L, &tick, value->integer, 0);
      break;
    }
    case SAUDA_POSITION: {
      sauda_position position;
      memcpy(&position, value->text, sizeof position);
      bridge_push_position(L, &position);
      break;
    }
    case SAUDA_ACCOUNT: {
      sauda_account account;
      memcpy(&account, value->text, sizeof account);
      bridge_push_account(L, &account);
      break;
    }
    case SAUDA_FUNCTION:
      lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_handles);
      lua_rawgeti(L, -1, value->integer);
      lua_remove(L, -2);
      // A released handle's slot holds a number of the free list: never hand that out.
      if (lua_type(L, -1) != LUA_TFUNCTION) {
        lua_pop(L, 1);
        lua_pushnil(L);
      }
      break;
    default:
      lua_pushnil(L);
  }
}

void bridge_read_value(lua_State *L, int index, sauda_value *value, bool handles) {
  int type = lua_type(L, index);
  value->reserved = 0;
  value->integer = 0;
  value->number = 0;
  value->text = NULL;
  value->length = 0;
  switch (type) {
    case LUA_TNONE:
    case LUA_TNIL:
      value->kind = SAUDA_NIL;
      return;
    case LUA_TBOOLEAN:
      value->kind = SAUDA_BOOLEAN;
      value->integer = lua_toboolean(L, index);
      return;
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) {
        value->kind = SAUDA_INTEGER;
        value->integer = lua_tointeger(L, index);
        value->number = (double)value->integer;
      } else {
        value->kind = SAUDA_NUMBER;
        value->number = lua_tonumber(L, index);
      }
      return;
    case LUA_TSTRING:
      value->kind = SAUDA_STRING;
      value->text = lua_tolstring(L, index, &value->length);
      return;
    default:
      break;
  }
  if (type == LUA_TFUNCTION && handles) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_handles);
    lua_pushvalue(L, index);
    value->integer = luaL_ref(L, -2);
    lua_pop(L, 1);
    value->kind = SAUDA_FUNCTION;
    bridge_script(L)->live_handles++;
    return;
  }
  value->kind = SAUDA_OTHER;
  value->text = bridge_type_name(L, index);
  while (value->text[value->length] != 0) value->length++;
}

void sauda_release(sauda_script *script, int64_t handle) {
  lua_State *L = bridge_running(script);
  if (handle <= 0 || handle > INT32_MAX || !lua_checkstack(L, 4)) return;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_handles);
  // Only slots that exist are written: no memory is asked for, so nothing can raise.
  if (lua_rawgeti(L, -1, handle) == LUA_TFUNCTION) {
    luaL_unref(L, -2, (int)handle);
    script->live_handles--;
  }
  lua_pop(L, 2);
}

int32_t sauda_live_handles(const sauda_script *script) { return script->live_handles; }

bool sauda_function_line(sauda_script *script, int64_t handle, const char **file, int32_t *line) {
  lua_State *L = bridge_running(script);
  if (handle <= 0 || handle > INT32_MAX || !lua_checkstack(L, 4)) return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_handles);
  bool found = false;
  if (lua_rawgeti(L, -1, handle) == LUA_TFUNCTION) {
    lua_Debug frame;
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">S", &frame);
    found = bridge_is_script_chunk(&frame);
    if (found) {
      *file = frame.source + 1;
      *line = frame.linedefined > 0 ? frame.linedefined : 1;
    }
  }
  lua_pop(L, 2);
  return found;
}
