// Runs of ticks: one protected call for many callbacks.
//
// The engine hands over ticks that need nothing but on_tick. Between two callbacks no code of the
// host runs unless one asked for something, so what a tick costs is what Lua costs. A tick that comes
// alone goes the same way, so that a callback finds the same room below it: Lua bounds its depth.
#include "bridge.h"
#include "rule.h"
#include "tick_fields.h"

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

/// Whether a run goes on after a callback that has called the host. What it asked for is carried out, but where a
/// rule is asked: it may be another one then, or none.
static bool settles(sauda_script *script, const sauda_rule_run *rule) {
  const sauda_configuration *host = &script->configuration;
  if (rule != NULL) {
    if (!rule->call.is_quiet(rule->call.context)) return false;
  } else if (host->settle == NULL || !host->settle(host->shortcut_context)) {
    return false;
  }
  script->called_host = false;
  return true;
}

/// Whether a run goes on after a callback that has returned.
static inline bool goes_on(sauda_script *script, const sauda_rule_run *rule) {
  if (__builtin_expect(script->tripped != 0, 0)) return false;
  if (script->kept.count != 0 && !kept_commit(script)) return false;
  return __builtin_expect(!script->called_host, 1) || settles(script, rule);
}

/// Whether the handler follows a rule that has answered: the rule changed nothing, and asked for nothing.
static bool leaves_all(sauda_script *script, const sauda_rule_run *rule) {
  const sauda_rule_answer *answer = &rule->answer;
  if (script->tripped != 0) return false;
  // What is logged is judged by the log.
  if (answer->has_changed && !(answer->has_state && script->kept.is_logging)) return false;
  if (script->kept.count != 0 && !kept_commit(script)) return false;
  if (script->called_host && !settles(script, rule)) return false;
  return answer->kind == SAUDA_KEEP ||
         rule->call.keeps(rule->call.context, rule->call.symbol, answer);
}

/// Asks the rule at a tick; whether the handler follows.
static bool ask_rule(lua_State *L, sauda_script *script, sauda_rule_run *rule, const sauda_tick *tick,
                     int64_t number) {
  rule->is_pending = true;
  rule_ask(L, rule, tick, number);
  if (rule->call.is_alone || !leaves_all(script, rule)) return false;
  rule->is_pending = false;
  return true;
}

/// Takes what a run needs beside its arguments.
static void prepare(lua_State *L, sauda_rule_run *rule, const sauda_tick *first, bool shares_object) {
  luaL_checkstack(L, RUN_ARGUMENTS + 8, NULL);
  lua_settop(L, RUN_TICK);
  if (shares_object && (rule == NULL || !rule->call.is_alone)) {
    bridge_push_tick(L, first, 0, RUN_META);
    lua_replace(L, RUN_TICK);
  }
  if (rule == NULL) return;
  rule->is_pending = true;
  rule_prepare(L, rule);
}

static int run_body(lua_State *L) {
  const sauda_run run = *(const sauda_run *)lua_touserdata(L, RUN_REQUEST);
  sauda_script *script = bridge_script(L);
  watch_slot *slot = watch_slot_of_thread();
  const int32_t mode = script->tick_mode;
  // However many fields the handler takes, its calls begin at the same height: a script may find out how
  // deep it can go.
  const int height = RUN_ARGUMENTS - (script->field_count == 0 ? 1 : script->field_count);
  prepare(L, run.rule, run.ticks, mode == SAUDA_TICK_SHARED);
  lua_settop(L, height);
  int32_t symbol = run.ticks[place_of(&run, 0)].symbol;
  const bool names = script->reads_symbol;
  for (int32_t i = 0;; i++) {
    const sauda_tick *tick = &run.ticks[place_of(&run, i)];
    const int64_t number = number_of(&run, i);
    if (names && tick->symbol != symbol) show_symbol(L, symbol = tick->symbol);
    script->tick_index = i;
    if (run.rule != NULL) {
      watch_show(run.rule->call.entry);
      watch_step(slot, number);
      if (!ask_rule(L, script, run.rule, tick, number)) return 0;
      lua_settop(L, height);
      watch_show(SAUDA_ENTRY_TICK);
    }
    watch_step(slot, number);
    lua_pushvalue(L, RUN_HANDLER);
    int count = 1;
    if (__builtin_expect(mode == SAUDA_TICK_POSITIONAL, 1)) {
      count = push_arguments(L, script, tick, number, RUN_SYMBOL);
    } else if (mode == SAUDA_TICK_OBJECT) {
      bridge_push_tick(L, tick, number, RUN_META);
    } else {
      bridge_fill_tick(L, RUN_TICK, tick, number);
      lua_pushvalue(L, RUN_TICK);
    }
    lua_call(L, count, 0);
    if (i + 1 == run.count || !goes_on(script, run.rule)) return 0;
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
