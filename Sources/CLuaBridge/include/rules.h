// Rules of positions: what the host hands over, and the answer, as plain numbers.
#ifndef SAUDA_RULES_H
#define SAUDA_RULES_H

#include "CLuaBridge.h"

/// What a rule may be given again because its text only reads fields of it (RuleReading): nothing of the
/// script can tell then, and no object is made a tick.
enum {
  SAUDA_AGAIN_POSITION = 1,
  SAUDA_AGAIN_TICK = 2,
  SAUDA_AGAIN_ARGUMENTS = 4,  // as long as they are the same, and hold no tables
  SAUDA_AGAIN_STATE = 8       // no rule lets its `st` out of sight: only it can have written to it
};

/// One call of a rule.
typedef struct {
  int32_t rule;               // its number, from 1 in the order of the script
  int32_t symbol;             // of the position
  int64_t trip;               // the position's; another one begins with an empty `st`
  const sauda_position *position;
  int32_t again;
  const sauda_tick *tick;
  int64_t number;             // the tick's
  const uint8_t *arguments;   // encoded; as in the call before when `has_arguments` is false
  size_t arguments_length;
  bool has_arguments;
} sauda_rule_call;

enum { SAUDA_UNIT_NONE = -1, SAUDA_UNIT_PRICE = 0 };
enum { SAUDA_KEEP = 0, SAUDA_LEVELS = 1, SAUDA_EXIT = 2 };

/// A level of an answer.
typedef struct {
  int32_t unit;               // SAUDA_UNIT_PRICE, that of a distance, or none
  bool is_whole;              // whether it is Lua's integer
  int64_t integer;
  double number;
} sauda_level;

/// What a rule answered, checked but for the distances' numbers.
typedef struct {
  int32_t kind;
  bool has_state;             // whether `st` holds anything
  bool has_changed;           // whether it may hold something else than when it was last kept; without a
                              // state, whether there was one
  sauda_level stop, target;
  const char *text;           // of exit(); stands until the next call of a rule of the symbol
  size_t text_length;
} sauda_rule_answer;

/// Calls a rule under a budget. Returns the status only; sauda_last_outcome has the rest when it is not
/// SAUDA_OK. `entry` is the number by which the beacon shows the call.
int32_t sauda_call_rule(sauda_script *script, const sauda_rule_call *call, sauda_rule_answer *answer,
                        int32_t entry, int64_t cpu_nanoseconds);

#endif
