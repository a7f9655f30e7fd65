// Rules: functions of the script that look after a position, called once a tick for each that names one.
//
// What a rule is given and answers goes past the general exchange of values. Objects are made anew for every
// call, as scripts may keep them, unless the rule's text shows that it only reads their fields.
#include "rule.h"

#include "object.h"

/// Under it the registry has the table of rules.
static const char rules_key = 0;

/// native.set_rules(states, answer)
int bridge_set_rules(lua_State *L) {
  lua_settop(L, 2);
  lua_createtable(L, PART_COUNT + 4, 0);
  for (int part = PART_STATES; part <= PART_ANSWER; part++) {
    lua_pushvalue(L, part);
    lua_rawseti(L, -2, part);
  }
  lua_createtable(L, 4, 0);
  lua_rawseti(L, -2, PART_SLOTS);
  // Numbers keep a list a list until there is something to put there.
  for (int part = PART_POSITION; part <= PART_COUNT; part++) {
    lua_pushinteger(L, 0);
    lua_rawseti(L, -2, part);
  }
  lua_rawsetp(L, LUA_REGISTRYINDEX, &rules_key);
  return 0;
}

/// native.set_rule(number, name, function)
int bridge_set_rule(lua_State *L) {
  lua_Integer number = luaL_checkinteger(L, 1);
  lua_settop(L, 3);
  rule_push_table(L);
  lua_insert(L, 2);
  lua_rawseti(L, 2, PART_COUNT + 2 * number - 1);
  lua_rawseti(L, 2, PART_COUNT + 2 * number);
  return 0;
}

void rule_push_table(lua_State *L) { lua_rawgetp(L, LUA_REGISTRYINDEX, &rules_key); }

void rule_push_symbol(lua_State *L, int32_t symbol) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols);
  lua_rawgeti(L, -1, (lua_Integer)symbol + 1);
  lua_remove(L, -2);
}

/// Puts what Lua holds between the calls for the position in a symbol at its place on the stack.
static void put_slot(lua_State *L, int32_t symbol) {
  lua_rawgeti(L, AT_RULES, PART_SLOTS);
  const int slots = lua_gettop(L);
  if (lua_rawgeti(L, slots, (lua_Integer)symbol + 1) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_createtable(L, SLOT_SIZE, 0);
    for (int place = 1; place <= SLOT_SIZE; place++) {
      lua_pushinteger(L, 0);
      lua_rawseti(L, -2, place);
    }
    lua_pushvalue(L, -1);
    lua_rawseti(L, slots, (lua_Integer)symbol + 1);
  }
  lua_replace(L, AT_SLOT);
  lua_pop(L, 1);
}

/// Puts an object that is given again at its place on the stack, made by `push` when there is none yet.
static void put_again(lua_State *L, int part, int place, void (*push)(lua_State *, const void *),
                      const void *fields) {
  if (lua_rawgeti(L, AT_RULES, part) != LUA_TUSERDATA) {
    lua_pop(L, 1);
    push(L, fields);
    lua_pushvalue(L, -1);
    lua_rawseti(L, AT_RULES, part);
  }
  lua_replace(L, place);
}

static void push_position(lua_State *L, const void *position) { bridge_push_position(L, position); }

static void push_tick(lua_State *L, const void *tick) { bridge_push_tick(L, tick, 0, 0); }

/// Whether the table on top of the stack holds no tables.
static bool is_flat(lua_State *L) {
  int table = lua_gettop(L);
  bool is_plain = true;
  lua_pushnil(L);
  while (lua_next(L, table) != 0) {
    if (lua_type(L, -1) == LUA_TTABLE) is_plain = false;
    lua_pop(L, 1);
  }
  return is_plain;
}

static void push_fresh_arguments(lua_State *L, const sauda_rule_call *call) {
  if (call->arguments_length == 0) {
    lua_createtable(L, 0, 0);
    return;
  }
  lua_pushcfunction(L, bridge_decode);
  lua_pushlstring(L, (const char *)call->arguments, call->arguments_length);
  lua_call(L, 1, 1);
}

/// Puts the arguments at their place on the stack, if the same are given at every call.
static void put_arguments(lua_State *L, const sauda_rule_call *call) {
  if ((call->again & SAUDA_AGAIN_ARGUMENTS) == 0) return;
  if (call->has_arguments) {
    push_fresh_arguments(L, call);
    if (!is_flat(L)) {
      lua_pop(L, 1);
      lua_pushinteger(L, 0);
    }
    lua_rawseti(L, AT_SLOT, SLOT_ARGUMENTS);
  }
  if (lua_rawgeti(L, AT_SLOT, SLOT_ARGUMENTS) == LUA_TTABLE) {
    lua_replace(L, AT_ARGUMENTS);
  } else {
    lua_pop(L, 1);
  }
}

void rule_prepare(lua_State *L, sauda_rule_run *run) {
  const sauda_rule_call *call = &run->call;
  luaL_checkstack(L, RUN_ARGUMENTS + 40, NULL);
  lua_settop(L, RUN_TICK);
  lua_settop(L, RUN_ARGUMENTS);
  rule_push_table(L);
  lua_replace(L, AT_RULES);
  put_slot(L, call->symbol);
  if (lua_rawgeti(L, AT_RULES, PART_COUNT + 2 * (lua_Integer)call->rule - 1) != LUA_TFUNCTION) {
    luaL_error(L, "no rule has the number %d", (int)call->rule);
  }
  lua_replace(L, AT_FUNCTION);
  rule_note *note = rule_note_of(L, call->symbol);
  if (call->has_arguments) {
    // Another rule, or the first call: what was noted is not enough any more to undo this one.
    bridge_encode_rules(L);
    *note = (rule_note){.count = -1};
  }
  if ((call->again & SAUDA_AGAIN_POSITION) != 0) {
    put_again(L, PART_POSITION, AT_POSITION, push_position, &run->position);
  }
  if ((call->again & SAUDA_AGAIN_TICK) != 0) {
    const sauda_tick none = {.symbol = call->symbol};
    put_again(L, PART_TICK, AT_TICK, push_tick, &none);
  }
  put_arguments(L, call);
  lua_settop(L, RUN_ARGUMENTS);
}

/// Lets the position be that of its symbol's next tick. Sums wrap harmlessly where the ledger finds them out
/// of range.
static void move_position(sauda_position *position, int32_t watched, const sauda_tick *tick) {
  const uint64_t step = (uint64_t)tick->ltp - (uint64_t)position->last;
  position->unrealized =
      (int64_t)((uint64_t)position->unrealized + step * (uint64_t)position->quantity);
  position->last = tick->ltp;
  const int64_t price = watched == SAUDA_WATCHED_LAST  ? tick->ltp
                        : watched == SAUDA_WATCHED_BID ? tick->bid
                                                       : tick->ask;
  if (price <= 0) return;
  const bool is_long = position->quantity > 0;
  if (position->best == INT64_MIN || (is_long ? price > position->best : price < position->best)) {
    position->best = price;
  }
  if (position->worst == INT64_MIN || (is_long ? price < position->worst : price > position->worst)) {
    position->worst = price;
  }
}

void rule_ask(lua_State *L, sauda_rule_run *run, const sauda_tick *tick, int64_t number) {
  const sauda_rule_call *call = &run->call;
  run->answer = (sauda_rule_answer){.stop.unit = SAUDA_UNIT_NONE, .target.unit = SAUDA_UNIT_NONE};
  if (call->moves) move_position(&run->position, call->watched, tick);
  lua_settop(L, RUN_ARGUMENTS);
  rule_note *note = rule_note_of(L, call->symbol);
  const bool is_kept = rule_put_kept(L, call, note);
  lua_pushvalue(L, AT_FUNCTION);
  if ((call->again & SAUDA_AGAIN_POSITION) != 0) {
    lua_pushvalue(L, AT_POSITION);
    bridge_renew_position(L, &run->position);
  } else {
    bridge_push_position(L, &run->position);
  }
  if ((call->again & SAUDA_AGAIN_TICK) != 0) {
    bridge_fill_tick(L, AT_TICK, tick, number);
    lua_pushvalue(L, AT_TICK);
  } else {
    bridge_push_tick(L, tick, number, 0);
  }
  lua_pushvalue(L, AT_ST);
  if (lua_type(L, AT_ARGUMENTS) == LUA_TTABLE) {
    lua_pushvalue(L, AT_ARGUMENTS);
  } else {
    push_fresh_arguments(L, call);
  }
  lua_call(L, 4, 1);
  rule_read_answer(L, call, &run->answer);
  lua_settop(L, AT_ANSWER);
  rule_keep_state(L, run, note, is_kept);
  if (run->answer.has_state) run->has_state = true;
}
