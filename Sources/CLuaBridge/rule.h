// What the files about rules share, and the stack of a run of ticks.
#ifndef SAUDA_RULE_H
#define SAUDA_RULE_H

#include "bridge.h"

/// The stack of run_body (run.c): its arguments, what a rule is asked with, the handler's own arguments up to
/// RUN_ARGUMENTS, and behind them the call of the rule.
enum {
  RUN_REQUEST = 1, RUN_HANDLER, RUN_SYMBOL, RUN_META,
  RUN_TICK,      // the object that the ticks of a run share
  AT_RULES,      // the table of rules
  AT_FUNCTION,   // of the rule
  AT_POSITION,   // the objects that are given again, and the arguments; nil where they are made anew
  AT_TICK,
  AT_ARGUMENTS,
  AT_SLOT,
  AT_KEPT,       // the table that is kept for the position, and its `st`
  AT_ST,
  RUN_ARGUMENTS = AT_ST + MAX_POSITIONAL,
  AT_ANSWER
};

/// What the table of rules has, and then each rule's function and name.
enum {
  PART_STATES = 1,  // the tables that rules keep, by symbol
  PART_ANSWER,      // reads an answer that is neither nil nor made of plain prices
  PART_SLOTS,       // by symbol, what is kept between calls
  PART_POSITION,    // the position and the tick that are given again
  PART_TICK,
  PART_COUNT = PART_TICK
};

/// What Lua holds between the calls for the position in a symbol.
enum {
  SLOT_ARGUMENTS = 1,
  SLOT_KEPT,  // the table that is kept for the position, and its `st`
  SLOT_ST,
  SLOT_LAST,  // what `st` held when it was last kept
  SLOT_TEXT,  // of exit()
  SLOT_SIZE = SLOT_TEXT
};

/// What is known of the position in a symbol between the calls.
struct rule_note {
  int64_t trip;   // the position's
  int64_t count;  // of the values that `st` held when it was last kept; -1: not known
  bool is_held;   // whether SLOT_KEPT and SLOT_ST are this trip's
  bool is_kept;   // whether they stand among the tables that rules keep
};

// MARK: rule.c

/// Pushes the table of rules. Never raises.
void rule_push_table(lua_State *L);
/// Pushes the name of a symbol. Never raises.
void rule_push_symbol(lua_State *L, int32_t symbol);
/// Puts what a rule is asked with at its places on the stack. May raise.
void rule_prepare(lua_State *L, sauda_rule_run *run);
/// Asks the rule at a tick; its answer, and what became of `st`, stand in the run. Raises what the rule does.
void rule_ask(lua_State *L, sauda_rule_run *run, const sauda_tick *tick, int64_t number);

// MARK: rule_state.c

/// The note on the position in a symbol. Raises without memory.
rule_note *rule_note_of(lua_State *L, int32_t symbol);
/// Puts the table that is kept for the position and its `st` on the stack, empty ones when its trip has just
/// begun; whether they are kept already.
bool rule_put_kept(lua_State *L, const sauda_rule_call *call, rule_note *note);
/// Keeps `st` of a rule that has answered, unless it is empty. May raise.
void rule_keep_state(lua_State *L, sauda_rule_run *run, rule_note *note, bool is_kept);
/// Makes every `st` that was kept without a look at the whole what it was when it was last kept. May raise.
void rule_restore_states(lua_State *L);

// MARK: rule_answer.c

/// Reads the answer at AT_ANSWER; raises what is wrong with it.
void rule_read_answer(lua_State *L, const sauda_rule_call *call, sauda_rule_answer *answer);

#endif
