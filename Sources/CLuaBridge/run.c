// Runs of ticks: one protected call for many callbacks.
//
// The engine hands over ticks that need nothing but on_tick. Between two callbacks no code of the
// host runs unless one asked for something, so what a tick costs is what Lua costs.
#include "bridge.h"
#include "tick_fields.h"

typedef struct {
  const sauda_quote *ticks;
  const int32_t *picks;    // places of the run's ticks among `ticks`; NULL: all, one after the other
  const int64_t *numbers;  // with picks: the number of each of `ticks`
  int32_t count;
  int64_t sequence;        // without: the number of the first
} tick_run;

/// The arguments of run_body.
enum { RUN_REQUEST = 1, RUN_HANDLER, RUN_SYMBOL, RUN_META };

static sauda_tick numbered(const sauda_quote *quote, int64_t sequence) {
  sauda_tick tick = {sequence,
                     quote->time_nanoseconds,
                     quote->bid,
                     quote->ask,
                     quote->ltp,
                     quote->volume,
                     quote->last_quantity,
                     quote->bid_quantity,
                     quote->ask_quantity,
                     quote->open_interest,
                     quote->symbol,
                     0};
  return tick;
}

static inline void push_quote_field(lua_State *L, const sauda_quote *tick, int64_t sequence,
                                    int32_t field) {
  switch (field) {
    case SAUDA_FIELD_SYMBOL: lua_pushvalue(L, RUN_SYMBOL); break;
    case SAUDA_FIELD_SEQ: lua_pushinteger(L, sequence); break;
    case SAUDA_FIELD_TIME: lua_pushinteger(L, whole_milliseconds(tick->time_nanoseconds)); break;
    case SAUDA_FIELD_LTP: push_price(L, tick->ltp); break;
    case SAUDA_FIELD_BID: push_price(L, tick->bid); break;
    case SAUDA_FIELD_ASK: push_price(L, tick->ask); break;
    case SAUDA_FIELD_VOLUME: lua_pushinteger(L, tick->volume); break;
    case SAUDA_FIELD_BID_QTY: push_known(L, tick->bid_quantity); break;
    case SAUDA_FIELD_ASK_QTY: push_known(L, tick->ask_quantity); break;
    case SAUDA_FIELD_OI: push_known(L, tick->open_interest); break;
    case SAUDA_FIELD_LTQ: push_known(L, tick->last_quantity); break;
    default: lua_pushnil(L);
  }
}

/// Puts the name of another symbol where the handler's argument is taken from.
static void show_symbol(lua_State *L, int32_t symbol) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols);
  lua_rawgeti(L, -1, (lua_Integer)symbol + 1);
  lua_replace(L, RUN_SYMBOL);
  lua_pop(L, 1);
}

static bool reads_symbol(const sauda_script *script) {
  for (int32_t i = 0; i < script->field_count; i++) {
    if (script->fields[i] == SAUDA_FIELD_SYMBOL) return true;
  }
  return false;
}

/// Whether a run goes on after a callback that has returned.
static inline bool goes_on(sauda_script *script) {
  if (__builtin_expect(script->tripped != 0, 0)) return false;
  if (__builtin_expect(!script->called_host, 1)) return true;
  const sauda_configuration *host = &script->configuration;
  if (host->settle == NULL || !host->settle(host->shortcut_context)) return false;
  script->called_host = false;
  return true;
}

static int run_body(lua_State *L) {
  const tick_run *run = lua_touserdata(L, RUN_REQUEST);
  sauda_script *script = bridge_script(L);
  watch_slot *slot = watch_slot_of_thread();
  const int32_t mode = script->tick_mode, fields = script->field_count;
  luaL_checkstack(L, MAX_POSITIONAL + 8, NULL);
  int32_t symbol = run->ticks[run->picks == NULL ? 0 : run->picks[0]].symbol;
  const bool names = mode != SAUDA_TICK_OBJECT && reads_symbol(script);
  for (int32_t i = 0;; i++) {
    const int32_t place = run->picks == NULL ? i : run->picks[i];
    const sauda_quote *tick = &run->ticks[place];
    const int64_t sequence = run->picks == NULL ? run->sequence + i : run->numbers[place];
    if (names && tick->symbol != symbol) show_symbol(L, symbol = tick->symbol);
    script->tick_index = i;
    watch_step(slot, sequence);
    lua_pushvalue(L, RUN_HANDLER);
    int count = fields;
    if (mode == SAUDA_TICK_OBJECT) {
      count = 1;
      sauda_tick object = numbered(tick, sequence);
      bridge_push_tick(L, &object, RUN_META);
    } else {
      for (int32_t field = 0; field < fields; field++) {
        push_quote_field(L, tick, sequence, script->fields[field]);
      }
    }
    lua_call(L, count, 0);
    if (i + 1 == run->count || !goes_on(script)) return 0;
  }
}

static int32_t call_run(sauda_script *script, tick_run *run, int64_t cpu_nanoseconds,
                        int32_t *done) {
  *done = 0;
  if (run->count <= 0) return SAUDA_OK;
  script->called_host = false;
  script->tick_index = -1;
  const int32_t first = run->picks == NULL ? 0 : run->picks[0];
  int32_t status =
      bridge_enter_run(script, run_body, run, run->ticks[first].symbol, cpu_nanoseconds);
  *done = script->tick_index + 1;
  return status;
}

int32_t sauda_call_ticks(sauda_script *script, const sauda_quote *ticks, int32_t count,
                         int64_t sequence, int64_t cpu_nanoseconds, int32_t *done) {
  tick_run run = {ticks, NULL, NULL, count, sequence};
  return call_run(script, &run, cpu_nanoseconds, done);
}

int32_t sauda_call_picked_ticks(sauda_script *script, const sauda_quote *ticks,
                                const int32_t *picks, const int64_t *numbers, int32_t count,
                                int64_t cpu_nanoseconds, int32_t *done) {
  tick_run run = {ticks, picks, numbers, count, 0};
  return call_run(script, &run, cpu_nanoseconds, done);
}

int32_t sauda_tick_index(const sauda_script *script) { return script->tick_index; }
