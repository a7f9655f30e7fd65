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

/// The prices that the best and the worst of a position follow.
enum { SAUDA_WATCHED_LAST = 0, SAUDA_WATCHED_BID = 1, SAUDA_WATCHED_ASK = 2 };

/// What a rule is asked with, at one tick or at each of a run, all of its position's symbol.
typedef struct {
  int32_t rule;               // its number, from 1 in the order of the script
  int32_t symbol;             // of the position
  int64_t trip;               // the position's; another one begins with an empty `st`
  int32_t again;
  int32_t watched;
  bool moves;                 // whether the position is that of the tick before, and moves with each
  bool has_arguments;
  bool is_alone;              // only the rule is asked, at one tick
  const uint8_t *arguments;   // encoded; as in the call before when `has_arguments` is false
  size_t arguments_length;
  int32_t entry;              // the number by which the beacon shows the call
  /// Whether an answer leaves everything as it is. It must not call Lua, and the desk may be behind.
  bool (*keeps)(void *context, int32_t symbol, const sauda_rule_answer *answer);
  /// Whether a callback of the run that called the host asked for nothing, so that the run goes on after it.
  bool (*is_quiet)(void *context);
  void *context;
} sauda_rule_call;

/// The rule of the position in the symbol of a run's ticks.
struct sauda_rule_run {
  sauda_rule_call call;
  sauda_position position;
  /// Of the rule that was asked last.
  sauda_rule_answer answer;
  /// Whether that one ended the run: the handler was not called for its tick.
  bool is_pending;
  /// Whether any `st` held something since the run began.
  bool has_state;
};

#endif
