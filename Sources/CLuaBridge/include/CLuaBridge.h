// The one door between Swift and Lua.
//
// Rules of this door:
// - Swift never sees a lua_State. It calls the functions below; each of them is total: it never
//   raises, because whatever may raise runs inside lua_pcall.
// - Lua calls Swift only through `sauda_host_function`, which takes and returns plain values. When it
//   asks for an error, the C side raises after Swift has returned, so no Swift frame is ever jumped.
// - One sauda_script is one lua_State with an arena, budgets and a sandbox of its own. A script is
//   used by one thread at a time.
#ifndef CLUABRIDGE_H
#define CLUABRIDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sauda_indicator.h"

typedef struct sauda_script sauda_script;

// MARK: Values

enum {
  SAUDA_NIL = 0,
  SAUDA_BOOLEAN = 1,   // .integer 0 or 1
  SAUDA_INTEGER = 2,   // .integer
  SAUDA_NUMBER = 3,    // .number
  SAUDA_STRING = 4,    // .text, .length (may hold NUL and invalid UTF-8)
  SAUDA_FUNCTION = 5,  // a Lua function as argument to the host: .integer is a fresh registry handle
                       // that the host owns (sauda_release). As a value to Lua: pushes that function.
  SAUDA_OTHER = 6,     // table, userdata, thread, light userdata: .text is its type name
  SAUDA_POSITION = 7,  // to Lua only: .text points to the bytes of a sauda_position
  SAUDA_ACCOUNT = 8,   // likewise of a sauda_account
  SAUDA_TICK = 9,      // likewise of a sauda_tick; .integer is its number
  SAUDA_SYMBOL = 10    // to Lua only: the name of the symbol of index .integer
};

/// One plain value. Texts point into Lua's memory (arguments, valid during the host call) or into the
/// host's (results, valid until the next host call of this script).
typedef struct {
  int32_t kind;
  int32_t reserved;
  int64_t integer;
  double number;
  const char *text;
  size_t length;
} sauda_value;

enum { SAUDA_MAX_VALUES = 32, SAUDA_RAISE = -1 };

/// The host's side of a call from Lua. Returns the number of results written, or SAUDA_RAISE with the
/// message in results[0]; C then raises it as a Lua error prefixed with `file:line:` of the nearest
/// frame that belongs to a script (not to the prelude).
typedef int32_t (*sauda_host_function)(void *context, int32_t function, const sauda_value *arguments,
                                       int32_t count, sauda_value *results, int32_t capacity);

/// Appends to the text of a log line etc. is NOT here: logging is an ordinary host function.

/// Why an order was denied. Scripts run into the two refusals of figures on every tick, so their sentence
/// is put together only when somebody reads it; others come with theirs.
typedef struct {
  const char *reason, *detail;  // the code, and the sentence or NULL; stand until the next host call
  size_t reason_length, detail_length;
  int64_t need, available;      // without a sentence: in millionths of a rupee or units, by the reason
} sauda_denial;

/// The answer to an order that took the short way.
typedef struct {
  bool is_placed;
  int32_t side;         // 0 buy, 1 sell
  int64_t quantity;     // asked for
  int64_t index;        // of an order that was placed: its place in the list of orders
  sauda_denial denial;  // of another
} sauda_answer;

/// The short ways of calls that scripts make often and with plain arguments. Each returns false,
/// having done nothing, when the call has to go the long way through `sauda_host_function`.
enum { SAUDA_VERB_BUY = 0, SAUDA_VERB_SELL = 1, SAUDA_VERB_CLOSE = 2 };
/// `answer` is NULL where nobody looks at the order.
typedef bool (*sauda_order_function)(void *context, int32_t verb, int32_t symbol, int64_t quantity,
                                     int32_t line, sauda_answer *answer);
typedef bool (*sauda_holding_function)(void *context, int32_t symbol, int64_t *quantity);

/// Carries out what a callback asked for in the middle of a run; whether the run may go on. It must not
/// call Lua.
typedef bool (*sauda_settle_function)(void *context);

// MARK: What scripts look at

/// A tick as the engine's own memory holds it: prices in millionths.
typedef struct {
  int64_t time_nanoseconds;
  int32_t symbol;  // index into the names given to sauda_set_symbols
  int32_t reserved;
  int64_t bid, ask, ltp;
  int64_t volume;
  int64_t last_quantity, bid_quantity, ask_quantity, open_interest;  // -1: unknown
} sauda_tick;

/// A position as it was when somebody asked. Sums and prices are in millionths; INT64_MIN stands for a
/// price or a time that is not there.
typedef struct {
  int32_t symbol;    // index into the names given to sauda_set_symbols
  int32_t tag;       // number of the entry's label, for `text` below; 0: none, or it comes as text
  int64_t quantity;  // below zero when short
  int64_t cost, unrealized, realized, commission;
  int64_t last, stop, target, best, worst;
  int64_t opened_at;  // in milliseconds since 1970
  int64_t bars_held;
  // Profit over first risk: in millionths, or what `multiple` below makes it of when it is read.
  int64_t risk_multiple;
  int64_t risk_denominator;  // 0: risk_multiple is known, or INT64_MIN
  uint64_t risk_low;         // the numerator, of 128 bits
  int64_t risk_high;
  const char *text;  // on the way to Lua: the label, or NULL
  size_t text_length;
} sauda_position;

/// The account's sums in millionths of a rupee.
typedef struct {
  int64_t cash, free, equity, realized, unrealized, commission;
} sauda_account;

/// A closed bar; `time` is its start in milliseconds since 1970.
typedef struct {
  int64_t time, volume;
  double open, high, low, close;
} sauda_bar;

/// Answers to what scripts look at, straight into the memory of what they get. Those that are NULL, or
/// give false with nothing done, leave the question to `sauda_host_function`. None may call Lua.
typedef struct {
  void *context;
  bool (*position)(void *context, int32_t symbol, sauda_position *position);
  bool (*account)(void *context, sauda_account *account);
  /// The number is 0 before the first tick.
  bool (*quote)(void *context, int32_t symbol, sauda_tick *tick, int64_t *number);
  /// One field of an order, by its place in the list.
  bool (*order)(void *context, int64_t place, int64_t field, sauda_value *value);
  /// False beyond the oldest bar; places count from 1, the newest.
  bool (*bar)(void *context, int64_t series, int64_t place, sauda_bar *bar);
  /// The text of a number in a sauda_position; it stands until the next call.
  void (*text)(void *context, int32_t number, sauda_value *text);
  bool (*multiple)(const sauda_position *position, int64_t *millionths);
  /// Writes the ten characters of a time's date in India.
  void (*date)(int64_t milliseconds, char *text);
} sauda_views;

// MARK: Opening and closing

typedef struct {
  size_t memory_cap;             // bytes a script may hold (67,108,864)
  uint64_t seed;                 // of math.random
  int32_t slot;                  // 0...; picks the arena's address, so that those of several scripts do
                                 // not push each other out of the processor's caches
  void *context;                 // handed to `host`
  sauda_host_function host;
  sauda_order_function order;      // NULL: all orders go the long way
  sauda_holding_function holding;  // NULL: likewise for what a position holds
  sauda_settle_function settle;    // NULL: runs end with what a callback asks
  void *shortcut_context;          // handed to `order`, `holding` and `settle`
} sauda_configuration;

/// Lets others than the configuration's answer the short ways, with a context of their own.
/// `settle` may be NULL: then every run of ticks ends with the first callback that asks for something.
void sauda_set_shortcuts(sauda_script *script, void *context, sauda_order_function order,
                         sauda_holding_function holding, sauda_settle_function settle);

/// Lets others answer what a script looks at.
void sauda_set_views(sauda_script *script, const sauda_views *views);

/// Shows the bridge the indicator that the host has at a place, so that a script's updates and reads of
/// it need no question; it stands until the script is closed. False without memory: then they do.
bool sauda_show_indicator(sauda_script *script, int32_t place, sauda_indicator *indicator);

/// A new sandboxed script, or NULL when memory for it cannot be had.
sauda_script *sauda_open(const sauda_configuration *configuration);

/// Closes the state and gives its memory back. Returns the bytes still counted by the allocator
/// after lua_close (0 unless something leaked).
size_t sauda_close(sauda_script *script);

/// Whether Lua's string hashes are seeded alike in every process (false with a Lua whose insides
/// are unknown to the bridge: then only `#` of lists with holes may differ from run to run).
bool sauda_is_deterministic(const sauda_script *script);

/// Bytes held now, and the highest ever.
size_t sauda_memory_used(const sauda_script *script);
size_t sauda_memory_peak(const sauda_script *script);

/// Registry handles now held by the host (functions, tables): 0 after everything was released.
int32_t sauda_live_handles(const sauda_script *script);

// MARK: Outcomes

enum { SAUDA_OK = 0, SAUDA_ERROR = 1, SAUDA_TIME = 2, SAUDA_MEMORY = 3 };

/// How a call ended, judged by the host's own flags and never by a status or a text of Lua's.
/// Texts live in the script and stand until its next call. They are printable UTF-8 on one line
/// (control bytes, direction marks and broken UTF-8 escaped as \xNN or \u{...}).
typedef struct {
  int32_t status;
  const char *message;    // at most 1 KiB, without position for errors raised with a position
  const char *source;     // "file.lua:12" where it happened; for SAUDA_TIME the line where the
                          // interrupted callback's function begins (deterministic); "" if unknown
  const char *traceback;  // many lines separated by '\n', each printable; at most 8 KiB
} sauda_outcome;

// MARK: Loading

/// Runs trusted text (the prelude) with one argument: a table of native functions
/// (raw functions of Lua and those listed in the prelude section below).
sauda_outcome sauda_load_prelude(sauda_script *script, const char *text, size_t length,
                                 const char *name);

/// Compiles and runs a script's top level as a text chunk in the sandboxed globals.
/// `name` is shown in messages ("ema_cross.lua"). cpu_nanoseconds: budget.
sauda_outcome sauda_load_script(sauda_script *script, const char *text, size_t length,
                                const char *name, int64_t cpu_nanoseconds);

// MARK: Calls

/// Calls a function the prelude registered under `entry` with plain arguments and plain results
/// (at most `capacity`; *count receives how many). All of it under the budget.
sauda_outcome sauda_call(sauda_script *script, int32_t entry, const sauda_value *arguments,
                         int32_t argument_count, sauda_value *results, int32_t capacity,
                         int32_t *count, int64_t cpu_nanoseconds);

/// Names of the symbols, by index; interned once so that a tick pushes no text.
bool sauda_set_symbols(sauda_script *script, const char *const *names, const size_t *lengths,
                       int32_t count);

/// How on_tick takes its tick.
enum {
  SAUDA_TICK_OBJECT = 0,      // one fresh read-only object a tick (kept ticks keep their values)
  SAUDA_TICK_POSITIONAL = 1,  // on_tick(nil, field, field, …): the fields listed, in that order
  SAUDA_TICK_SHARED = 2       // one read-only object for all ticks of a run: the script keeps none
};
enum {
  SAUDA_FIELD_SYMBOL = 0, SAUDA_FIELD_SEQ, SAUDA_FIELD_TIME, SAUDA_FIELD_LTP, SAUDA_FIELD_BID,
  SAUDA_FIELD_ASK, SAUDA_FIELD_VOLUME, SAUDA_FIELD_BID_QTY, SAUDA_FIELD_ASK_QTY, SAUDA_FIELD_OI,
  SAUDA_FIELD_LTQ, SAUDA_FIELD_MID
};
bool sauda_set_tick_mode(sauda_script *script, int32_t mode, const int32_t *fields, int32_t count);

/// The name of the parameter whose fields a rewritten script takes as plain values: what it calls
/// `t_bid` is the field `bid` of `t`, and messages say so. False when the name is too long.
bool sauda_set_tick_name(sauda_script *script, const char *name, size_t length);

/// The function that gets the ticks (registered by the prelude as entry SAUDA_ENTRY_TICK).
enum { SAUDA_ENTRY_TICK = 0, SAUDA_MAX_ENTRIES = 64 };

/// See rules.h.
typedef struct sauda_rule_run sauda_rule_run;

/// Ticks that come one after the other, each with its number. One tick is a run of one.
typedef struct {
  const sauda_tick *ticks;
  const int32_t *picks;    // the places of the run's among `ticks`, of any symbols; NULL: the first ones
  const int64_t *numbers;  // with picks: the number of each of `ticks`
  int64_t first_number;    // without: the number of the first
  int32_t count;           // of the run's ticks, at least one
  sauda_rule_run *rule;    // is asked at each tick, before the handler; NULL: no rule is
} sauda_run;

/// The hot path: calls the handler for ticks, each with the budget of a callback of its own. It ends
/// early after a tick whose callback called the host, but for what it looks at (`sauda_views`), unless
/// `settle` lets it go on, and after one that failed. With a rule it also ends where that has answered
/// something that is not for the bridge to follow. Not for use inside a call that runs.
/// Returns the status only; sauda_last_outcome has the rest when it is not SAUDA_OK.
int32_t sauda_call_ticks(sauda_script *script, const sauda_run *run, int64_t cpu_nanoseconds);
/// Which tick of the run is being handled, or was the last: its index, -1 before the first.
int32_t sauda_tick_index(const sauda_script *script);
sauda_outcome sauda_last_outcome(sauda_script *script);

/// After SAUDA_TIME: "file.lua:12" where the script stood when it was interrupted, or "". This
/// depends on the machine's speed: for people to read, never for a record that must repeat.
const char *sauda_interrupted_at(const sauda_script *script);

/// During a host call: the script's file name and line of the nearest frame that belongs to a
/// script chunk. False when there is none. Never raises.
bool sauda_current_line(sauda_script *script, const char **file, int32_t *line);

/// Where a function held by handle is defined.
bool sauda_function_line(sauda_script *script, int64_t handle, const char **file, int32_t *line);

void sauda_release(sauda_script *script, int64_t handle);

// MARK: Plain data

/// Keeps the state that a callback has left, whatever it has written: encodes the table in `state` (kept
/// by the prelude through native.set_state) as bytes: plain data only (nil, booleans, integers, numbers,
/// strings, tables), depth <= 100, no cycles, no metatables, at most `limit` bytes. Deterministic: keys in
/// defined order. The bytes live in the script until the next function of this section. On SAUDA_ERROR the
/// message says which path is at fault ("state.orders[3]: a function is no plain data").
sauda_outcome sauda_encode_state(sauda_script *script, size_t limit, const uint8_t **bytes,
                                 size_t *length);

/// From the next sauda_encode_state on, lets the tables of the state note what is written to them, so that
/// sauda_commit_state need not look at the others. Where that cannot be, nothing changes.
void sauda_log_state(sauda_script *script);
/// Whether they do now.
bool sauda_logs_state(const sauda_script *script);

/// Keeps the state that a callback has left, by what it has written alone; false, when that does not tell
/// whether it may be kept: then sauda_encode_state does. In a run of ticks each callback but the last one
/// is followed by this.
bool sauda_commit_state(sauda_script *script);

/// Undoes what was written to the state since it was kept last: its root gets fresh tables, which the
/// prelude has to hand on to the script's.
sauda_outcome sauda_undo_state(sauda_script *script);

/// The bytes of the state that was kept last. False when memory for them cannot be had: nothing changes
/// then.
bool sauda_state_bytes(sauda_script *script, const uint8_t **bytes, size_t *length);
/// Whether these may have changed since they were asked for.
bool sauda_state_is_stale(const sauda_script *script);

/// Replaces the contents of `state` in place by decoded bytes (length 0: empties it). Strictly
/// decoded: any malformed input is SAUDA_ERROR and changes nothing. It is kept with the next
/// sauda_encode_state.
sauda_outcome sauda_decode_state(sauda_script *script, const uint8_t *bytes, size_t length);

// MARK: Watchdog (one a process)

/// Starts the thread that interrupts callbacks past their CPU budget. It does not survive a fork:
/// the child starts its own. Without it no budget of time holds. Each start is undone by one stop.
/// False when it cannot start. Takes SIGURG for the process, and unblocks it in threads that drive
/// scripts.
bool sauda_watchdog_start(void);

/// Undoes one start; the last one ends the thread (tests).
void sauda_watchdog_stop(void);

/// Says that the script on this thread has asked the host something and waits, or waits no longer: a host
/// that takes its time, because it was stopped or has no processor, is no fault of the script.
void sauda_wait_for_host(bool waits);

/// A word in memory shared with the supervising process (or NULL): the bridge stores there, around
/// each call, the script's slot, the tick sequence and the CLOCK_MONOTONIC start of the call that is
/// running, so that a supervisor can name what was running when this process died or hung.
typedef struct {
  volatile int64_t active;            // 1 while a call runs
  volatile int64_t slot;
  volatile int64_t entry;
  volatile int64_t tick_sequence;     // of the last tick
  volatile int64_t started_nanoseconds;  // 0 in a call's first milliseconds: the watchdog fills it in
} sauda_beacon;
void sauda_set_beacon(sauda_beacon *beacon);

#include "rules.h"

#endif
