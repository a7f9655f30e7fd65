// The trampoline: the one C function through which Lua reaches the host.
#include "bridge.h"

/// Pushes what the host answered; how many values. Raises what it refused, now that it has returned.
static int push_answer(lua_State *L, const sauda_value *results, int32_t count) {
  bridge_poll(L);  // a host function that worked past the deadline changes nothing any more
  if (count < 0) {
    bridge_push_value(L, &results[0]);
    if (lua_type(L, -1) != LUA_TSTRING) {
      lua_pop(L, 1);
      lua_pushliteral(L, "the host refused the call");
    }
    return bridge_raise_at_script(L);
  }
  if (count > SAUDA_MAX_VALUES) count = SAUDA_MAX_VALUES;
  for (int32_t i = 0; i < count; i++) bridge_push_value(L, &results[i]);
  return count;
}

int bridge_look_at_host(lua_State *L, int32_t function, const sauda_value *arguments, int32_t count) {
  bridge_poll(L);
  sauda_script *script = bridge_script(L);
  luaL_checkstack(L, SAUDA_MAX_VALUES + 8, NULL);
  sauda_value results[SAUDA_MAX_VALUES];
  results[0] = (sauda_value){0};  // a host that raises without a message writes nothing
  int32_t found = script->configuration.host(script->configuration.context, function, arguments,
                                             count, results, SAUDA_MAX_VALUES);
  return push_answer(L, results, found);
}

int bridge_ask_host(lua_State *L, int32_t function, const sauda_value *arguments, int32_t count) {
  bridge_script(L)->called_host = true;
  return bridge_look_at_host(L, function, arguments, count);
}

/// Reads what was passed to native.host or native.look; the number of arguments.
static int32_t read_arguments(lua_State *L, int32_t *function, sauda_value *arguments) {
  bridge_poll(L);  // before functions among the arguments become handles
  int32_t count = lua_gettop(L) - 1;
  *function = (int32_t)luaL_checkinteger(L, 1);
  if (count > SAUDA_MAX_VALUES) luaL_error(L, "too many arguments");
  for (int32_t i = 0; i < count; i++) bridge_read_value(L, i + 2, &arguments[i], true);
  return count;
}

/// native.host(function, ...). No Lua error can pass through the frame of the host: arguments are
/// read before, results are pushed and errors raised after it has returned.
int bridge_host(lua_State *L) {
  sauda_value arguments[SAUDA_MAX_VALUES];
  int32_t function, count = read_arguments(L, &function, arguments);
  return bridge_ask_host(L, function, arguments, count);
}

/// native.look(function, ...): the same for what asks nothing of the desk.
int bridge_look(lua_State *L) {
  sauda_value arguments[SAUDA_MAX_VALUES];
  int32_t function, count = read_arguments(L, &function, arguments);
  return bridge_look_at_host(L, function, arguments, count);
}
