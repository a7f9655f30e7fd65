// The ways in: every call of the host into Lua passes one of these functions.
#include <string.h>

#include "bridge.h"

const char bridge_key_entries = 0, bridge_key_results = 0;

static sauda_outcome refusal(sauda_script *script, int32_t status, const char *message) {
  bridge_clear_outcome(script);
  bridge_append(script->text.message, MESSAGE_SIZE, 0, message);
  script->last_status = status;
  return bridge_outcome(script);
}

/// Puts the call on record and clears the flags of the one before. Returns NULL without memory.
static watch_slot *begin(sauda_script *script, watch_frame *frame, int32_t entry,
                         int64_t cpu_nanoseconds) {
  watch_slot *slot = watch_slot_of_thread();
  if (slot == NULL) return NULL;
  if (script->depth++ == 0) {
    if (script->tripped != 0) {
      arena_end_reserve(script->arena);
      lua_sethook(script->main, NULL, 0, 0);
      script->tripped = 0;
    }
    script->budget = cpu_nanoseconds;
    if (script->last_status != SAUDA_OK) bridge_clear_outcome(script);
  }
  watch_enter(slot, frame, script, entry, cpu_nanoseconds);
  return slot;
}

/// Judges a call that went wrong or was interrupted.
static sauda_outcome fail(sauda_script *script, lua_State *L, int status) {
  sauda_outcome outcome = bridge_judge(script, L, status);
  if (script->depth == 0 && outcome.status != SAUDA_OK) {
    lua_settop(L, STACK_FIXED);
    lua_sethook(L, NULL, 0, 0);
    // What filled the memory is garbage now; the next callback shall start with room.
    if (outcome.status == SAUDA_MEMORY) {
      lua_gc(L, LUA_GCCOLLECT);
      bridge_pace_collector(script);
    }
  }
  return outcome;
}

/// A call from inside a host function: the state that runs may be a coroutine in mid-function, so
/// nothing is assumed about its stack.
static sauda_outcome enter_nested(sauda_script *script, lua_CFunction body, void *argument,
                                  watch_slot *slot, watch_frame *frame) {
  lua_State *L = bridge_running(script);
  if (script->depth > MAX_NESTING || !lua_checkstack(L, 8)) {
    script->depth--;
    watch_leave(slot, frame);
    return refusal(script, SAUDA_ERROR, "calls into the script are nested too deeply");
  }
  lua_pushcfunction(L, bridge_message_handler);
  int handler = lua_gettop(L);
  lua_pushcfunction(L, body);
  lua_pushlightuserdata(L, argument);
  int status = lua_pcall(L, 1, 0, handler);
  watch_leave(slot, frame);
  script->depth--;
  sauda_outcome outcome = fail(script, L, status);
  lua_settop(L, handler - 1);
  return outcome;
}

sauda_outcome bridge_enter(sauda_script *script, lua_CFunction body, void *argument,
                           int32_t entry, int64_t cpu_nanoseconds) {
  watch_frame frame;
  watch_slot *slot = begin(script, &frame, entry, cpu_nanoseconds);
  if (slot == NULL) return refusal(script, SAUDA_ERROR, "no memory to watch over the call");
  if (script->depth > 1) return enter_nested(script, body, argument, slot, &frame);
  lua_State *L = script->main;
  lua_pushcfunction(L, body);
  lua_pushlightuserdata(L, argument);
  int status = lua_pcall(L, 1, 0, STACK_HANDLER);
  watch_leave(slot, &frame);
  script->depth--;
  return fail(script, L, status);
}

typedef struct {
  int32_t entry;
  const sauda_value *arguments;
  int32_t argument_count;
  sauda_value *results;
  int32_t capacity;
  int32_t count;
} call_request;

static int call_body(lua_State *L) {
  call_request *request = lua_touserdata(L, 1);
  luaL_checkstack(L, request->argument_count + 8, "too many arguments");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_entries);
  if (lua_rawgeti(L, -1, request->entry) != LUA_TFUNCTION) {
    return luaL_error(L, "no function is registered as entry %d", (int)request->entry);
  }
  for (int32_t i = 0; i < request->argument_count; i++) {
    bridge_push_value(L, &request->arguments[i]);
  }
  lua_call(L, request->argument_count, LUA_MULTRET);
  int32_t count = lua_gettop(L) - 2;
  if (count > request->capacity) count = request->capacity;
  luaL_checkstack(L, 4, NULL);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_results);
  int anchor = lua_gettop(L);
  for (int32_t i = 0; i < count; i++) {
    bridge_read_value(L, i + 3, &request->results[i], false);
    if (request->results[i].kind == SAUDA_STRING) {
      lua_pushvalue(L, i + 3);
      lua_rawseti(L, anchor, i + 1);
    }
  }
  request->count = count;
  return 0;
}

sauda_outcome sauda_call(sauda_script *script, int32_t entry, const sauda_value *arguments,
                         int32_t argument_count, sauda_value *results, int32_t capacity,
                         int32_t *count, int64_t cpu_nanoseconds) {
  if (count != NULL) *count = 0;
  if (argument_count < 0 || argument_count > SAUDA_MAX_VALUES) {
    return refusal(script, SAUDA_ERROR, "too many arguments");
  }
  call_request request = {entry, arguments, argument_count, results, capacity, 0};
  sauda_outcome outcome = bridge_enter(script, call_body, &request, entry, cpu_nanoseconds);
  if (outcome.status == SAUDA_OK && count != NULL) *count = request.count;
  return outcome;
}

/// The tick handler's slot on the main stack follows the table of entries.
static void refresh_tick(sauda_script *script, lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_entries);
  lua_rawgeti(L, -1, SAUDA_ENTRY_TICK);
  lua_replace(L, STACK_TICK);
  lua_pop(L, 1);
  script->tick_stale = false;
}

/// Puts the name of a symbol at STACK_SYMBOL. It mostly stands there: ticks come in runs of one symbol.
static inline void show_symbol(sauda_script *script, lua_State *L, int32_t symbol) {
  if (script->shown_symbol == symbol) return;
  lua_rawgeti(L, STACK_SYMBOLS, (lua_Integer)symbol + 1);
  lua_replace(L, STACK_SYMBOL);
  script->shown_symbol = symbol;
}

/// Begins a call of the tick handler; NULL, with the refusal noted, when it cannot begin.
static watch_slot *begin_ticks(sauda_script *script, watch_frame *frame, int64_t cpu_nanoseconds) {
  if (script->depth > 0) {
    refusal(script, SAUDA_ERROR, "ticks come to no running call");
    return NULL;
  }
  watch_slot *slot = begin(script, frame, SAUDA_ENTRY_TICK, cpu_nanoseconds);
  if (slot == NULL) {
    refusal(script, SAUDA_ERROR, "no memory to watch over the call");
    return NULL;
  }
  if (script->tick_stale) refresh_tick(script, script->main);
  return slot;
}

/// Ends it, judged by what lua_pcall gave.
static inline int32_t end_ticks(sauda_script *script, watch_slot *slot, watch_frame *frame,
                                int status) {
  watch_leave(slot, frame);
  script->depth--;
  if (__builtin_expect((status | script->tripped) == 0, 1)) {
    script->last_status = SAUDA_OK;
    return SAUDA_OK;
  }
  return fail(script, script->main, status).status;
}

int32_t bridge_enter_run(sauda_script *script, lua_CFunction body, void *request, int32_t symbol,
                         int64_t cpu_nanoseconds) {
  watch_frame frame;
  watch_slot *slot = begin_ticks(script, &frame, cpu_nanoseconds);
  if (slot == NULL) return script->last_status;
  lua_State *L = script->main;
  show_symbol(script, L, symbol);
  lua_pushcfunction(L, body);
  lua_pushlightuserdata(L, request);
  lua_pushvalue(L, STACK_TICK);
  lua_pushvalue(L, STACK_SYMBOL);
  lua_pushvalue(L, STACK_TICK_META);
  return end_ticks(script, slot, &frame, lua_pcall(L, 4, 0, STACK_HANDLER));
}

/// Fills the table of entries; called by the prelude as native.register(entry, function).
int bridge_register(lua_State *L) {
  lua_Integer entry = luaL_checkinteger(L, 1);
  luaL_argcheck(L, entry >= 0 && entry < SAUDA_MAX_ENTRIES, 1, "no such entry");
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_entries);
  lua_insert(L, 2);
  lua_rawseti(L, 2, entry);
  if (entry == SAUDA_ENTRY_TICK) bridge_script(L)->tick_stale = true;
  return 0;
}
