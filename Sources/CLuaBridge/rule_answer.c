// What a rule answers: nil, a price, levels, or something that the prelude reads.
#include <math.h>
#include <string.h>

#include "rule.h"

/// Reads the price at a stack index; false for anything but a finite number above 0.
static bool read_price(lua_State *L, int index, sauda_level *level) {
  if (lua_type(L, index) != LUA_TNUMBER) return false;
  level->is_whole = lua_isinteger(L, index);
  level->integer = level->is_whole ? lua_tointeger(L, index) : 0;
  level->number = lua_tonumber(L, index);
  if (!(level->number > 0 && level->number < HUGE_VAL)) return false;
  level->unit = SAUDA_UNIT_PRICE;
  return true;
}

/// The level that a key of an answer means; NULL for another key.
static sauda_level *level_named(lua_State *L, int index, sauda_rule_answer *answer) {
  size_t length;
  if (lua_type(L, index) != LUA_TSTRING) return NULL;
  const char *name = lua_tolstring(L, index, &length);
  if (length == 9 && memcmp(name, "stop_loss", 9) == 0) return &answer->stop;
  return length == 11 && memcmp(name, "take_profit", 11) == 0 ? &answer->target : NULL;
}

/// Reads { stop_loss = price, take_profit = price }; false for any other value.
static bool read_levels(lua_State *L, sauda_rule_answer *answer) {
  if (lua_type(L, AT_ANSWER) != LUA_TTABLE || lua_getmetatable(L, AT_ANSWER)) return false;
  bool is_plain = true;
  lua_pushnil(L);
  while (is_plain && lua_next(L, AT_ANSWER) != 0) {
    sauda_level *level = level_named(L, -2, answer);
    is_plain = level != NULL && read_price(L, -1, level);
    lua_pop(L, 1);
  }
  return is_plain;
}

/// Reads a unit and a number that the prelude gave.
static void read_level(lua_State *L, int index, sauda_level *level) {
  level->unit = SAUDA_UNIT_NONE;
  if (lua_type(L, index) != LUA_TNUMBER) return;
  level->unit = (int32_t)lua_tointeger(L, index);
  level->is_whole = lua_isinteger(L, index + 1);
  level->integer = level->is_whole ? lua_tointeger(L, index + 1) : 0;
  level->number = lua_tonumber(L, index + 1);
}

/// Lets the prelude read the answer, or raise what is wrong with it.
static void read_by_prelude(lua_State *L, const sauda_rule_call *call, sauda_rule_answer *answer) {
  lua_rawgeti(L, AT_RULES, PART_ANSWER);
  lua_rawgeti(L, AT_RULES, PART_COUNT + 2 * (lua_Integer)call->rule);
  lua_pushvalue(L, AT_ANSWER);
  lua_call(L, 2, 5);
  answer->kind = (int32_t)lua_tointeger(L, AT_ANSWER + 1);
  answer->stop.unit = answer->target.unit = SAUDA_UNIT_NONE;
  if (answer->kind == SAUDA_LEVELS) {
    read_level(L, AT_ANSWER + 2, &answer->stop);
    read_level(L, AT_ANSWER + 4, &answer->target);
  } else if (answer->kind == SAUDA_EXIT) {
    answer->text = lua_tolstring(L, AT_ANSWER + 2, &answer->text_length);
    lua_pushvalue(L, AT_ANSWER + 2);
    lua_rawseti(L, AT_SLOT, SLOT_TEXT);
  }
}

void rule_read_answer(lua_State *L, const sauda_rule_call *call, sauda_rule_answer *answer) {
  answer->kind = SAUDA_LEVELS;
  if (lua_type(L, AT_ANSWER) == LUA_TNIL) {
    answer->kind = SAUDA_KEEP;
  } else if (!read_price(L, AT_ANSWER, &answer->stop) && !read_levels(L, answer)) {
    lua_settop(L, AT_ANSWER);
    read_by_prelude(L, call, answer);
  }
}
