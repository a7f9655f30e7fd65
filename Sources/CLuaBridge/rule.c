// Rules: functions of the script that look after a position, called once a tick for each that names one.
//
// What a rule is given and answers goes past the general exchange of values. Objects are made anew for every
// call, as scripts may keep them, unless the rule's text shows that it only reads their fields.
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "rule.h"

/// Under it the registry has the table of rules.
static const char rules_key = 0;

typedef struct {
  const sauda_rule_call *call;
  sauda_rule_answer *answer;
} rule_request;

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
  lua_rawgetp(L, LUA_REGISTRYINDEX, &rules_key);
  lua_insert(L, 2);
  lua_rawseti(L, 2, PART_COUNT + 2 * number - 1);
  lua_rawseti(L, 2, PART_COUNT + 2 * number);
  return 0;
}

/// What is known of the position in a symbol between the calls.
struct rule_note {
  int64_t trip;   // the position's
  int64_t count;  // of the values that `st` held when it was last kept; -1: not known
  bool is_held;   // whether SLOT_KEPT and SLOT_ST are this trip's
  bool is_kept;   // whether they stand among the tables that rules keep
};

/// The note on the position in a symbol. Raises without memory.
static rule_note *note_of(lua_State *L, int32_t symbol) {
  sauda_script *script = bridge_script(L);
  if (symbol >= script->rule_note_count) {
    int32_t count = symbol + 1;
    rule_note *notes = realloc(script->rule_notes, (size_t)count * sizeof *notes);
    if (notes == NULL) luaL_error(L, "no memory for the rules of %d symbols", (int)count);
    for (int32_t i = script->rule_note_count; i < count; i++) notes[i] = (rule_note){.count = -1};
    script->rule_notes = notes;
    script->rule_note_count = count;
  }
  return &script->rule_notes[symbol];
}

/// Pushes what Lua holds between the calls for the position in a symbol.
static void push_slot(lua_State *L, int32_t symbol) {
  lua_rawgeti(L, AT_RULES, PART_SLOTS);
  if (lua_rawgeti(L, -1, (lua_Integer)symbol + 1) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_createtable(L, SLOT_SIZE, 0);
    for (int place = 1; place <= SLOT_SIZE; place++) {
      lua_pushinteger(L, 0);
      lua_rawseti(L, -2, place);
    }
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, (lua_Integer)symbol + 1);
  }
  lua_replace(L, AT_SLOT);
}

static void push_symbol(lua_State *L, int32_t symbol) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols);
  lua_rawgeti(L, -1, (lua_Integer)symbol + 1);
  lua_remove(L, -2);
}

/// Pushes `st` out of the table that is kept for the position; false, with nothing pushed, when there is none.
static bool push_st(lua_State *L) {
  lua_pushvalue(L, AT_KEPT);
  kept_look_through(L, -1);
  lua_pushliteral(L, "st");
  bool is_there = lua_rawget(L, -2) == LUA_TTABLE;
  if (is_there) lua_replace(L, AT_ST);
  lua_settop(L, is_there ? AT_ST : AT_KEPT);
  return is_there;
}

/// Whether the table at AT_KEPT is that of a trip.
static bool is_of_trip(lua_State *L, int64_t trip) {
  lua_pushvalue(L, AT_KEPT);
  kept_look_through(L, -1);
  lua_pushliteral(L, "trip");
  lua_rawget(L, -2);
  bool is_same = lua_isinteger(L, -1) && lua_tointeger(L, -1) == trip;
  lua_settop(L, AT_KEPT);
  return is_same;
}

/// Pushes the table that is kept for the position and its `st`, empty ones when its trip has just begun;
/// whether they are kept already.
static bool push_kept(lua_State *L, const sauda_rule_call *call, rule_note *note) {
  const bool again = (call->again & SAUDA_AGAIN_STATE) != 0;
  if (again && note->is_held && note->trip == call->trip) {
    lua_rawgeti(L, AT_SLOT, SLOT_KEPT);
    lua_rawgeti(L, AT_SLOT, SLOT_ST);
    return note->is_kept;
  }
  lua_rawgeti(L, AT_RULES, PART_STATES);
  kept_look_through(L, AT_KEPT);
  push_symbol(L, call->symbol);
  lua_rawget(L, AT_KEPT);
  lua_replace(L, AT_KEPT);
  bool is_kept = lua_type(L, AT_KEPT) == LUA_TTABLE && is_of_trip(L, call->trip) && push_st(L);
  if (!is_kept) {
    lua_settop(L, AT_SLOT);
    lua_createtable(L, 0, 2);
    lua_createtable(L, 0, 0);
    lua_pushliteral(L, "trip");
    lua_pushinteger(L, call->trip);
    lua_rawset(L, AT_KEPT);
    lua_pushliteral(L, "st");
    lua_pushvalue(L, AT_ST);
    lua_rawset(L, AT_KEPT);
  }
  *note = (rule_note){call->trip, -1, again, is_kept};
  if (!again) return is_kept;
  lua_pushvalue(L, AT_KEPT);
  lua_rawseti(L, AT_SLOT, SLOT_KEPT);
  lua_pushvalue(L, AT_ST);
  lua_rawseti(L, AT_SLOT, SLOT_ST);
  return is_kept;
}

static void push_position(lua_State *L, const sauda_rule_call *call) {
  if ((call->again & SAUDA_AGAIN_POSITION) == 0) {
    bridge_push_position(L, call->position);
  } else if (lua_rawgeti(L, AT_RULES, PART_POSITION) == LUA_TUSERDATA) {
    bridge_renew_position(L, call->position);
  } else {
    lua_pop(L, 1);
    bridge_push_position(L, call->position);
    lua_pushvalue(L, -1);
    lua_rawseti(L, AT_RULES, PART_POSITION);
  }
}

static void push_tick(lua_State *L, const sauda_rule_call *call) {
  if ((call->again & SAUDA_AGAIN_TICK) == 0) {
    bridge_push_tick(L, call->tick, call->number, 0);
  } else if (lua_rawgeti(L, AT_RULES, PART_TICK) == LUA_TUSERDATA) {
    bridge_fill_tick(L, -1, call->tick, call->number);
  } else {
    lua_pop(L, 1);
    bridge_push_tick(L, call->tick, call->number, 0);
    lua_pushvalue(L, -1);
    lua_rawseti(L, AT_RULES, PART_TICK);
  }
}

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

static void push_rule_arguments(lua_State *L, const sauda_rule_call *call) {
  bool again = (call->again & SAUDA_AGAIN_ARGUMENTS) != 0;
  if (again && !call->has_arguments) {
    if (lua_rawgeti(L, AT_SLOT, SLOT_ARGUMENTS) == LUA_TTABLE) return;
    lua_pop(L, 1);
  }
  if (call->arguments_length == 0) {
    lua_createtable(L, 0, 0);
  } else {
    lua_pushcfunction(L, bridge_decode);
    lua_pushlstring(L, (const char *)call->arguments, call->arguments_length);
    lua_call(L, 1, 1);
  }
  if (!again) return;
  if (is_flat(L)) {
    lua_pushvalue(L, -1);
  } else {
    lua_pushinteger(L, -1);
  }
  lua_rawseti(L, AT_SLOT, SLOT_ARGUMENTS);
}

/// Whether the two values on top of the stack are one and the same to the last bit, and no tables.
static bool is_same_scalar(lua_State *L) {
  switch (lua_type(L, -2)) {
    case LUA_TNUMBER: {
      if (lua_type(L, -1) != LUA_TNUMBER) return false;
      if (lua_isinteger(L, -2) != lua_isinteger(L, -1)) return false;
      if (lua_isinteger(L, -2)) return lua_tointeger(L, -2) == lua_tointeger(L, -1);
      double a = lua_tonumber(L, -2), b = lua_tonumber(L, -1);
      return memcmp(&a, &b, sizeof a) == 0;
    }
    case LUA_TBOOLEAN:
    case LUA_TSTRING: return lua_rawequal(L, -2, -1);
    default: return false;
  }
}

/// Whether `st` may hold something else than when it was last kept.
static bool has_changed(lua_State *L, const rule_note *note) {
  if (note->count < 0) return true;
  lua_rawgeti(L, AT_SLOT, SLOT_LAST);
  int last = lua_gettop(L);
  int64_t seen = 0;
  bool is_same = true;
  lua_pushnil(L);
  while (is_same && lua_next(L, AT_ST) != 0) {
    lua_pushvalue(L, -2);
    lua_rawget(L, last);
    is_same = is_same_scalar(L);
    lua_settop(L, last + 1);
    seen++;
  }
  lua_settop(L, AT_ANSWER);
  return !is_same || seen != note->count;
}

/// Notes what `st` holds; the host keeps it after this call. One with tables in it is never known to be the
/// same.
static void note_state(lua_State *L, rule_note *note) {
  note->count = 0;
  lua_createtable(L, 0, 4);
  int last = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, AT_ST) != 0) {
    if (lua_type(L, -1) == LUA_TTABLE) {
      note->count = -1;
      break;
    }
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, last);
    note->count++;
  }
  lua_settop(L, last);
  lua_rawseti(L, AT_SLOT, SLOT_LAST);
}

/// Puts the table of the position among those that rules keep, or takes away what stands there; whether
/// something did.
static bool put_state(lua_State *L, int32_t symbol, bool has_state) {
  lua_rawgeti(L, AT_RULES, PART_STATES);
  const int states = lua_gettop(L);
  lua_pushvalue(L, states);
  kept_look_through(L, -1);
  push_symbol(L, symbol);
  bool was_there = lua_rawget(L, -2) != LUA_TNIL;
  lua_settop(L, states);
  push_symbol(L, symbol);
  if (has_state) {
    lua_pushvalue(L, AT_KEPT);
  } else {
    lua_pushnil(L);
  }
  kept_set(L, states);
  lua_settop(L, AT_ANSWER);
  return was_there;
}

/// Keeps `st`, unless it is empty.
static void keep_state(lua_State *L, const sauda_rule_call *call, sauda_rule_answer *answer,
                       bool is_kept) {
  const bool again = (call->again & SAUDA_AGAIN_STATE) != 0;
  rule_note *note = note_of(L, call->symbol);
  if (again && is_kept && note->count > 0 && !has_changed(L, note)) {
    answer->has_state = true;
    return;
  }
  lua_pushvalue(L, AT_ST);
  kept_look_through(L, -1);
  lua_pushnil(L);
  answer->has_state = lua_next(L, -2) != 0;
  lua_settop(L, AT_ANSWER);
  bool was_there = is_kept;
  // Without a state nothing stands there once this has been done.
  if (!again || answer->has_state != is_kept || note->count == -1) {
    was_there = put_state(L, call->symbol, answer->has_state);
  }
  note->is_kept = answer->has_state;
  answer->has_changed = answer->has_state;
  if (!again) return;
  if (!answer->has_state) {
    answer->has_changed = was_there;
    note->count = 0;
    return;
  }
  note_state(L, note);
}

static int rule_body(lua_State *L) {
  const rule_request *request = lua_touserdata(L, AT_REQUEST);
  const sauda_rule_call *call = request->call;
  luaL_checkstack(L, 40, NULL);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &rules_key);
  push_slot(L, call->symbol);
  rule_note *note = note_of(L, call->symbol);
  if (call->has_arguments) *note = (rule_note){.count = -1};  // another rule, or the first call
  bool is_kept = push_kept(L, call, note);
  if (lua_rawgeti(L, AT_RULES, PART_COUNT + 2 * (lua_Integer)call->rule - 1) != LUA_TFUNCTION) {
    return luaL_error(L, "no rule has the number %d", (int)call->rule);
  }
  push_position(L, call);
  push_tick(L, call);
  lua_pushvalue(L, AT_ST);
  push_rule_arguments(L, call);
  lua_call(L, 4, 1);
  keep_state(L, call, request->answer, is_kept);
  rule_read_answer(L, call, request->answer);
  return 0;
}

int32_t sauda_call_rule(sauda_script *script, const sauda_rule_call *call, sauda_rule_answer *answer,
                        int32_t entry, int64_t cpu_nanoseconds) {
  *answer = (sauda_rule_answer){.stop.unit = SAUDA_UNIT_NONE, .target.unit = SAUDA_UNIT_NONE};
  rule_request request = {call, answer};
  return bridge_enter(script, rule_body, &request, entry, cpu_nanoseconds).status;
}
