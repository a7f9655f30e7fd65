// What the files of the bridge share. Nothing here is visible to Swift.
//
// Rules inside the bridge:
// - A function that may raise a Lua error runs under lua_pcall, or says so in its comment.
// - Every C function that a script can reach and that may work for long polls `tripped`.
// - The outcome of a call is judged by `tripped`, never by what Lua returned.
#ifndef SAUDA_BRIDGE_H
#define SAUDA_BRIDGE_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <signal.h>

#include "CLuaBridge.h"
#include "arena.h"
#include "kept.h"
#include "watchdog.h"

enum {
  MESSAGE_SIZE = 1024 + 1,
  SOURCE_SIZE = 256,
  TRACEBACK_SIZE = 8192 + 1,
  MAX_NESTING = 100,     // coroutines resumed or closed inside each other
  MAX_SOURCE_BYTES = 256 * 1024,
  MAX_DATA_DEPTH = 100,
  MAX_POSITIONAL = 16,
  TICK_NAME_SIZE = 100,
  CURSORS = 4,           // traversals by `next` that are remembered
  KNOWN_SYMBOLS = 16,    // powers of two
  KNOWN_FIELDS = 32,
};

/// The kinds of objects whose fields are made when they are read (object.h).
enum { SAUDA_OBJECT_POSITION, SAUDA_OBJECT_ACCOUNT, SAUDA_OBJECT_BAR, SAUDA_OBJECT_KINDS };

/// Slots at the bottom of the main stack that stay for the life of the script; the hot path reads
/// them without a table access.
enum {
  STACK_HANDLER = 1,
  STACK_TICK = 2,     // the tick handler
  STACK_SYMBOLS = 3,  // the table of symbol names
  STACK_SYMBOL = 4,   // the name of `shown_symbol`
  STACK_TICK_META = 5,
  STACK_FIXED = 5
};

/// Texts of the last outcome. Plain arrays: they can be filled when Lua has no memory left.
typedef struct {
  char message[MESSAGE_SIZE];
  char source[SOURCE_SIZE];
  char traceback[TRACEBACK_SIZE];
  char interrupted[SOURCE_SIZE];  // where the script stood when its time ran out
} outcome_text;

/// The names of chunks loaded so far, newest first: they tell a position of Lua's apart from text
/// of the script that merely looks like one.
typedef struct chunk_name {
  struct chunk_name *next;
  char text[SOURCE_SIZE];
} chunk_name;

/// A symbol whose name was given to a short way: its text's place in memory tells it without a table.
typedef struct {
  const void *text;  // of the table of names, which keeps it; NULL: none yet
  int32_t symbol;
} known_symbol;

/// A field of an object that was read before, likewise.
typedef struct {
  const void *text;  // of the table of the kind's fields, which keeps it; NULL: none yet
  int32_t number;
} known_field;

/// A traversal by `next` that is under way: its keys stand in the registry.
typedef struct {
  const void *table;
  lua_Integer count, position;
} table_cursor;

/// What rule.c knows of a position between two calls of its rule.
typedef struct rule_note rule_note;

struct sauda_script {
  lua_State *main;
  arena *arena;
  volatile sig_atomic_t tripped;  // SAUDA_OK, or SAUDA_TIME or SAUDA_MEMORY until the next call
  int64_t tick_sequence;          // of the last tick, for the beacon
  int32_t depth;                  // calls of the host into this script, inside each other
  volatile int32_t nesting;       // index of the running coroutine in `states`
  lua_State *volatile states[MAX_NESTING + 2];  // the main state, then the chain of resumes
  sauda_configuration configuration;
  sauda_views views;
  bool seeded;                    // the hash seed is the fixed one
  int32_t live_handles;
  bool tick_stale;                // the tick handler was registered anew: refresh STACK_TICK
  int32_t tick_mode;
  int32_t field_count;
  int32_t fields[MAX_POSITIONAL];
  const char *tick_keys[SAUDA_FIELD_MID + 1];  // the interned names of a tick's fields
  char tick_name[TICK_NAME_SIZE];  // of the rewritten parameter, or ""
  bool reads_symbol;              // whether the symbol is among them
  bool rewrites_orders;           // the script's text calls `buy_at_line` for `buy`, and so on
  bool rewrites_positions;        // and `position_qty` for `position`
  bool called_host;               // a callback asked the host for something
  known_symbol known_symbols[KNOWN_SYMBOLS];
  known_field known_fields[SAUDA_OBJECT_KINDS][KNOWN_FIELDS];
  int32_t tick_index;             // of the tick of a run that is being handled
  int32_t shown_symbol;           // whose name stands at STACK_SYMBOL, or -1
  int64_t budget;                 // of the call that runs, for messages
  int32_t last_status;
  rule_note *rule_notes;          // by symbol
  int32_t rule_note_count;
  kept_state kept;
  chunk_name *chunks;
  table_cursor cursors[CURSORS];
  int32_t oldest_cursor;
  sauda_indicator **indicators;   // by place; NULL: one that was not shown
  int32_t indicator_count;        // of `indicators`
  outcome_text text;
};

static inline sauda_script *bridge_script(lua_State *L) {
  return *(sauda_script **)lua_getextraspace(L);
}

/// The state that runs now: the main one or the innermost coroutine.
static inline lua_State *bridge_running(const sauda_script *script) {
  return script->states[script->nesting];
}

// MARK: Keys of the registry (their addresses are the keys)

extern const char bridge_key_entries, bridge_key_handles, bridge_key_results, bridge_key_state,
    bridge_key_symbols, bridge_key_symbol_index, bridge_key_tick_meta, bridge_key_tripped,
    bridge_key_cursors, bridge_key_function_ranks, bridge_key_log;

// MARK: outcome.c and position.c

/// Raises the sticky error again when the budget is spent. Raises.
void bridge_raise_tripped(lua_State *L);
/// Arms the hook that keeps raising it in this state. Safe in a signal handler.
void bridge_arm(lua_State *L);
static inline void bridge_poll(lua_State *L) {
  if (__builtin_expect(bridge_script(L)->tripped != 0, 0)) bridge_raise_tripped(L);
}
/// Marks the script's memory as spent and sees to it that nothing of the script goes on.
void bridge_trip_memory(sauda_script *script);
/// Raises "not enough memory" after having marked it as final. Raises.
int bridge_raise_memory(lua_State *L);
/// After an error: marks the memory as spent if the allocator refused something. Lua's status does not
/// tell: it is that of a memory error too when a script raises the words of one.
void bridge_note_refusal(sauda_script *script);
int bridge_message_handler(lua_State *L);
/// Fills the outcome's texts from the error value at `index`; the first `skip` frames of the
/// innermost state are not shown. Never raises, never allocates.
void bridge_describe_error(sauda_script *script, lua_State *L, int index, int skip);
void bridge_clear_outcome(sauda_script *script);
sauda_outcome bridge_judge(sauda_script *script, lua_State *L, int status);
sauda_outcome bridge_outcome(const sauda_script *script);

/// The nearest frame of a script chunk, from the innermost coroutine outward. Never raises.
bool bridge_script_frame(const sauda_script *script, lua_Debug *frame);
/// The number of frames of a state. Never raises.
int bridge_depth(lua_State *L);
/// Writes "file.lua:12" of the place where the outermost script function of this call begins.
void bridge_outermost_source(const sauda_script *script, char *text, size_t size);
/// Raises the text on top of the stack with the position of the nearest script frame. Raises.
int bridge_raise_at_script(lua_State *L);
bool bridge_is_script_chunk(const lua_Debug *frame);

// MARK: printable.c

/// Appends bytes as printable UTF-8 on one line; returns the new length (always below size).
size_t bridge_append_printable(char *text, size_t size, size_t length, const char *bytes,
                               size_t count);
size_t bridge_append(char *text, size_t size, size_t length, const char *more);
size_t bridge_append_number(char *text, size_t size, size_t length, int64_t number);
/// Appends a short rendering of the value at `index`, without metamethods. Never raises.
size_t bridge_append_value(lua_State *L, int index, char *text, size_t size, size_t length);

// MARK: values.c

/// Pushes a host's value; may raise for lack of memory.
void bridge_push_value(lua_State *L, const sauda_value *value);
/// Reads the value at `index`. With `handles`, functions become handles (may raise).
void bridge_read_value(lua_State *L, int index, sauda_value *value, bool handles);

// MARK: entering (call.c)

/// Runs `body` with a light userdata under lua_pcall, budget and judgement.
sauda_outcome bridge_enter(sauda_script *script, lua_CFunction body, void *argument,
                           int32_t entry, int64_t cpu_nanoseconds);

/// Runs `body` likewise for ticks, the first of which is of `symbol`. Its arguments are the request,
/// the tick handler, the symbol's name and the metatable of tick objects.
int32_t bridge_enter_run(sauda_script *script, lua_CFunction body, void *request, int32_t symbol,
                         int64_t cpu_nanoseconds);

// MARK: script.c

/// Sets how eagerly garbage is collected, from the size of the heap.
void bridge_pace_collector(sauda_script *script);

// MARK: hash_seed.c

/// A new state whose strings are hashed alike in every process (`seeded` tells whether so).
lua_State *bridge_new_state(arena *memory, bool *seeded);

// MARK: what scripts and the prelude see

void bridge_open_sandbox(lua_State *L);        // raises
void bridge_push_natives(lua_State *L);        // raises
void bridge_push_private_environment(lua_State *L);  // raises
int bridge_host(lua_State *L);
/// Asks the host and pushes its answer; how many values. Raises what it refuses.
int bridge_ask_host(lua_State *L, int32_t function, const sauda_value *arguments, int32_t count);
/// The same for a question that asks nothing of the desk: a run of ticks goes on after it.
int bridge_look_at_host(lua_State *L, int32_t function, const sauda_value *arguments, int32_t count);
int bridge_look(lua_State *L);
/// Compiles a text chunk; pushes the function or raises.
void bridge_compile(lua_State *L, const char *text, size_t length, const char *name, bool trusted);

void bridge_open_ticks(lua_State *L);          // raises
/// Pushes a tick object; `meta` is the stack index of its metatable, or 0.
void bridge_push_tick(lua_State *L, const sauda_tick *tick, int64_t number, int meta);
/// Lets the tick object at a stack index be another tick.
void bridge_fill_tick(lua_State *L, int index, const sauda_tick *tick, int64_t number);
int bridge_new_tick(lua_State *L);
/// native.quote_function(function, ids, slow)
int bridge_quote_function(lua_State *L);
/// Names fields of the tick in an error message as the script's author wrote them; whether there were
/// any. Never raises.
bool bridge_restore_names(const sauda_script *script, char *message);
/// The same for the error value on top of the stack; may raise for lack of memory.
void bridge_restore_error(lua_State *L);

// MARK: shortcuts.c

int bridge_order_function(lua_State *L);
int bridge_order_statement(lua_State *L);
int bridge_holding_function(lua_State *L);
int bridge_denial(lua_State *L);
/// The engine's number of the symbol at a stack index, by the running function's upvalue `ids`; -1 when there
/// is none.
int32_t bridge_symbol_of(lua_State *L, int index, int ids);

/// Pushes the text of any value as `tostring` gives it, without addresses. May call a metamethod.
const char *bridge_push_text(lua_State *L, int index, size_t *length);

// MARK: plain_data.c and state.c

int bridge_encode(lua_State *L);
int bridge_decode(lua_State *L);
/// Encodes the logged state as of the last callback that went well. May raise.
void bridge_encode_past(lua_State *L);
/// Encodes the state again if its bytes are older than what rules keep; all of it must be as it was kept. May
/// raise.
void bridge_encode_rules(lua_State *L);

#endif
