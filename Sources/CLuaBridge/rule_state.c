// What a rule keeps of its position: the table `st`.
//
// Where no rule lets its `st` out of sight, only its own call can have written to it. What it held last is then
// kept beside it: a call that has written other numbers is kept by noting them there, one that failed is undone
// from there, and the state as a whole is encoded only when somebody asks for its bytes.
#include <stdlib.h>
#include <string.h>

#include "rule.h"

rule_note *rule_note_of(lua_State *L, int32_t symbol) {
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

// MARK: Finding it

/// Pushes a field of the table at AT_KEPT.
static int push_kept_field(lua_State *L, const char *name) {
  lua_pushvalue(L, AT_KEPT);
  kept_look_through(L, -1);
  lua_pushstring(L, name);
  int type = lua_rawget(L, -2);
  lua_remove(L, -2);
  return type;
}

/// Whether the table at AT_KEPT is that of a trip.
static bool is_of_trip(lua_State *L, int64_t trip) {
  push_kept_field(L, "trip");
  bool is_same = lua_isinteger(L, -1) && lua_tointeger(L, -1) == trip;
  lua_pop(L, 1);
  return is_same;
}

/// Puts the table that stands among those that rules keep, and its `st`, on the stack; false when there is none
/// of the trip.
static bool find_kept(lua_State *L, const sauda_rule_call *call) {
  lua_rawgeti(L, AT_RULES, PART_STATES);
  kept_look_through(L, -1);
  rule_push_symbol(L, call->symbol);
  lua_rawget(L, -2);
  lua_replace(L, AT_KEPT);
  lua_pop(L, 1);
  if (lua_type(L, AT_KEPT) != LUA_TTABLE || !is_of_trip(L, call->trip)) return false;
  bool is_there = push_kept_field(L, "st") == LUA_TTABLE;
  lua_replace(L, AT_ST);
  return is_there;
}

static void make_kept(lua_State *L, int64_t trip) {
  lua_createtable(L, 0, 2);
  lua_replace(L, AT_KEPT);
  lua_createtable(L, 0, 0);
  lua_replace(L, AT_ST);
  lua_pushliteral(L, "trip");
  lua_pushinteger(L, trip);
  lua_rawset(L, AT_KEPT);
  lua_pushliteral(L, "st");
  lua_pushvalue(L, AT_ST);
  lua_rawset(L, AT_KEPT);
}

bool rule_put_kept(lua_State *L, const sauda_rule_call *call, rule_note *note) {
  const bool again = (call->again & SAUDA_AGAIN_STATE) != 0;
  if (again && note->is_held && note->trip == call->trip) {
    if (lua_type(L, AT_ST) == LUA_TTABLE) return note->is_kept;  // of the tick before
    lua_rawgeti(L, AT_SLOT, SLOT_KEPT);
    lua_replace(L, AT_KEPT);
    lua_rawgeti(L, AT_SLOT, SLOT_ST);
    lua_replace(L, AT_ST);
    return note->is_kept;
  }
  bool is_kept = find_kept(L, call);
  if (!is_kept) make_kept(L, call->trip);
  *note = (rule_note){call->trip, -1, again, is_kept};
  if (!again) return is_kept;
  lua_pushvalue(L, AT_KEPT);
  lua_rawseti(L, AT_SLOT, SLOT_KEPT);
  lua_pushvalue(L, AT_ST);
  lua_rawseti(L, AT_SLOT, SLOT_ST);
  return is_kept;
}

// MARK: Comparing it with what was kept last

typedef enum { SAME, OTHER_NUMBERS, OTHER } difference;

/// How the value on top of the stack differs from the one below it.
static difference compare(lua_State *L) {
  int type = lua_type(L, -1);
  if (type != lua_type(L, -2)) return OTHER;
  switch (type) {
    case LUA_TNUMBER: {
      bool is_whole = lua_isinteger(L, -1);
      if (is_whole != lua_isinteger(L, -2)) return OTHER_NUMBERS;
      if (is_whole) return lua_tointeger(L, -1) == lua_tointeger(L, -2) ? SAME : OTHER_NUMBERS;
      double a = lua_tonumber(L, -1), b = lua_tonumber(L, -2);
      return memcmp(&a, &b, sizeof a) == 0 ? SAME : OTHER_NUMBERS;
    }
    case LUA_TBOOLEAN: return lua_rawequal(L, -1, -2) ? SAME : OTHER_NUMBERS;
    case LUA_TSTRING: return lua_rawequal(L, -1, -2) ? SAME : OTHER;
    default: return OTHER;
  }
}

/// How `st` differs from the table on top of the stack, which has what it held last. Numbers and booleans
/// under the same keys take as many bytes as before.
static difference compare_state(lua_State *L, int64_t count) {
  const int last = lua_gettop(L);
  difference most = SAME;
  int64_t seen = 0;
  lua_pushnil(L);
  while (lua_next(L, AT_ST) != 0) {
    lua_pushvalue(L, -2);
    lua_rawget(L, last);
    difference found = compare(L);
    lua_settop(L, last + 1);
    if (found > most) most = found;
    if (most == OTHER) break;
    seen++;
  }
  lua_settop(L, last);
  return seen == count ? most : OTHER;
}

/// Copies the fields of one table to another.
static void copy_fields(lua_State *L, int from, int to) {
  lua_pushnil(L);
  while (lua_next(L, from) != 0) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, to);
  }
}

// MARK: Keeping it

/// Keeps `st` by noting its numbers, if that is all that has changed; whether it is kept.
static bool keep_numbers(lua_State *L, const rule_note *note) {
  if (note->count < 1) return false;
  lua_rawgeti(L, AT_SLOT, SLOT_LAST);
  difference found = compare_state(L, note->count);
  sauda_script *script = bridge_script(L);
  if (found == OTHER_NUMBERS && !script->kept.is_logging && script->tripped == 0) {
    copy_fields(L, AT_ST, lua_gettop(L));
    script->kept.is_behind_rules = script->kept.is_unread = true;
    found = SAME;
  }
  lua_settop(L, AT_ANSWER);
  return found == SAME;
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
  rule_push_symbol(L, symbol);
  bool was_there = lua_rawget(L, -2) != LUA_TNIL;
  lua_settop(L, states);
  rule_push_symbol(L, symbol);
  if (has_state) {
    lua_pushvalue(L, AT_KEPT);
  } else {
    lua_pushnil(L);
  }
  kept_set(L, states);
  lua_settop(L, AT_ANSWER);
  return was_there;
}

void rule_keep_state(lua_State *L, sauda_rule_run *run, rule_note *note, bool is_kept) {
  const sauda_rule_call *call = &run->call;
  sauda_rule_answer *answer = &run->answer;
  const bool again = (call->again & SAUDA_AGAIN_STATE) != 0;
  if (again && is_kept && keep_numbers(L, note)) {
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

// MARK: Undoing it

void rule_restore_states(lua_State *L) {
  sauda_script *script = bridge_script(L);
  luaL_checkstack(L, 12, NULL);
  rule_push_table(L);
  const int rules = lua_gettop(L), slots = rules + 1, slot = rules + 2, st = rules + 3, last = rules + 4;
  lua_rawgeti(L, rules, PART_SLOTS);
  for (int32_t symbol = 0; symbol < script->rule_note_count; symbol++) {
    const rule_note *note = &script->rule_notes[symbol];
    if (!note->is_held || !note->is_kept || note->count < 1) continue;
    lua_settop(L, slots);
    if (lua_rawgeti(L, slots, (lua_Integer)symbol + 1) != LUA_TTABLE) continue;
    if (lua_rawgeti(L, slot, SLOT_ST) != LUA_TTABLE) continue;
    if (lua_rawgeti(L, slot, SLOT_LAST) != LUA_TTABLE) continue;
    lua_pushnil(L);
    while (lua_next(L, st) != 0) {
      lua_pop(L, 1);
      lua_pushvalue(L, -1);
      lua_pushnil(L);
      lua_rawset(L, st);
    }
    copy_fields(L, last, st);
  }
  lua_settop(L, rules - 1);
}
