// Runs of ticks: one protected call for many callbacks.
//
// The engine hands over ticks that need nothing but on_tick. Between two callbacks no code of the
// host runs unless one asked for something, so what a tick costs is what Lua costs. A tick that comes
// alone goes the same way, so that a callback finds the same room below it: Lua bounds its depth.
#include "bridge.h"
#include "tick_fields.h"

/// The arguments of run_body, and how far up the stack the handler's own go.
enum {
  RUN_REQUEST = 1, RUN_HANDLER, RUN_SYMBOL, RUN_META,
  RUN_TICK,  // the object that the ticks of a run share
  RUN_ARGUMENTS = RUN_TICK + MAX_POSITIONAL
};

static inline int32_t place_of(const sauda_run *run, int32_t index) {
  return run->picks == NULL ? index : run->picks[index];
}

static inline int64_t number_of(const sauda_run *run, int32_t index) {
  return run->picks == NULL ? run->first_number + index : run->numbers[run->picks[index]];
}

/// Puts the name of another symbol where the handler's argument is taken from.
static void show_symbol(lua_State *L, int32_t symbol) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols);
  lua_rawgeti(L, -1, (lua_Integer)symbol + 1);
  lua_replace(L, RUN_SYMBOL);
  lua_pop(L, 1);
}

/// Whether a run goes on after a callback that has returned.
static inline bool goes_on(sauda_script *script) {
  if (__builtin_expect(script->tripped != 0, 0)) return false;
  if (script->kept.count != 0 && !kept_commit(script)) return false;
  if (__builtin_expect(!script->called_host, 1)) return true;
  const sauda_configuration *host = &script->configuration;
  if (host->settle == NULL || !host->settle(host->shortcut_context)) return false;
  script->called_host = false;
  return true;
}

static int run_body(lua_State *L) {
  const sauda_run *run = lua_touserdata(L, RUN_REQUEST);
  sauda_script *script = bridge_script(L);
  watch_slot *slot = watch_slot_of_thread();
  const bool makes_objects = script->tick_mode == SAUDA_TICK_OBJECT;
  const bool shares_object = script->tick_mode == SAUDA_TICK_SHARED;
  luaL_checkstack(L, RUN_ARGUMENTS + 8, NULL);
  // However many fields the handler takes, its calls begin at the same height: a script may find out how
  // deep it can go.
  lua_settop(L, RUN_ARGUMENTS - (script->field_count == 0 ? 1 : script->field_count));
  if (shares_object) {
    bridge_push_tick(L, run->ticks, 0, RUN_META);
    lua_replace(L, RUN_TICK);
  }
  int32_t symbol = run->ticks[place_of(run, 0)].symbol;
  const bool names = script->reads_symbol;
  for (int32_t i = 0;; i++) {
    const sauda_tick *tick = &run->ticks[place_of(run, i)];
    const int64_t number = number_of(run, i);
    if (names && tick->symbol != symbol) show_symbol(L, symbol = tick->symbol);
    script->tick_index = i;
    watch_step(slot, number);
    lua_pushvalue(L, RUN_HANDLER);
    int count = 1;
    if (makes_objects) {
      bridge_push_tick(L, tick, number, RUN_META);
    } else if (shares_object) {
      bridge_fill_tick(L, RUN_TICK, tick, number);
      lua_pushvalue(L, RUN_TICK);
    } else {
      count = push_arguments(L, script, tick, number, RUN_SYMBOL);
    }
    lua_call(L, count, 0);
    if (i + 1 == run->count || !goes_on(script)) return 0;
  }
}

int32_t sauda_call_ticks(sauda_script *script, const sauda_run *run, int64_t cpu_nanoseconds) {
  const sauda_tick *first = &run->ticks[place_of(run, 0)];
  script->tick_sequence = number_of(run, 0);
  script->called_host = false;
  script->tick_index = -1;
  int32_t status =
      bridge_enter_run(script, run_body, (void *)run, first->symbol, cpu_nanoseconds);
  if (script->tick_index > 0) script->tick_sequence = number_of(run, script->tick_index);
  return status;
}

int32_t sauda_tick_index(const sauda_script *script) { return script->tick_index; }
