// What the files about rules share.
#ifndef SAUDA_RULE_H
#define SAUDA_RULE_H

#include "bridge.h"

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

/// The stack of rule_body.
enum { AT_REQUEST = 1, AT_RULES, AT_SLOT, AT_KEPT, AT_ST, AT_ANSWER };

/// Reads the answer at AT_ANSWER; raises what is wrong with it.
void rule_read_answer(lua_State *L, const sauda_rule_call *call, sauda_rule_answer *answer);

#endif
