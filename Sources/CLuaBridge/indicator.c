// Indicators of scripts: update() and their fields, without a question to the host.
//
// What a script asks of an indicator it asks of plain numbers that the host keeps up to date. Where the
// bridge was not shown them, and for whatever is not plain, the host is asked: there is one place for
// messages.
#include "indicator.h"

#include <math.h>
#include <stdlib.h>

#include "bridge.h"

enum { UPDATE_KEY = 1, UPDATE_FUNCTION, UPDATE_SLOW };
enum { READ_PLACE = 1, READ_OUTPUTS, READ_VALUE, READ_PAST, READ_READY, READ_UNKNOWN };
// A field that is no output.
enum { FIELD_READY = -1, NAME_OF_READY = SAUDA_INDICATOR_OUTPUTS };
enum { MOST_NUMBERS = 4 };

// MARK: What lies in the record

bool sauda_indicator_take(sauda_indicator *self, double high, double low, double close,
                          double volume) {
  const double largest = self->largest;  // a comparison with NaN is false
  if (!(fabs(close) <= largest)) return false;
  if (self->reads_range && !(fabs(high) <= largest && fabs(low) <= largest)) return false;
  if (self->reads_volume && !(fabs(volume) <= largest)) return false;
  self->step(self, high, low, close, volume);
  self->past[self->past_next] = self->outputs[0];
  self->past_next = (self->past_next + 1) & (SAUDA_INDICATOR_PAST - 1);
  if (self->past_count < SAUDA_INDICATOR_PAST) self->past_count++;
  return true;
}

double sauda_indicator_past(const sauda_indicator *self, int64_t place) {
  if (place < 1 || place > self->past_count) return NAN;
  return self->past[(self->past_next - (int32_t)place) & (SAUDA_INDICATOR_PAST - 1)];
}

bool sauda_indicator_is_ready(const sauda_indicator *self) {
  for (int32_t i = 0; i < self->output_count; i++) {
    if (isnan(self->outputs[i])) return false;
  }
  return true;
}

bool sauda_show_indicator(sauda_script *script, int32_t place, sauda_indicator *indicator) {
  if (place < 0) return false;
  if (place >= script->indicator_count) {
    const int32_t count = place < 8 ? 16 : 2 * place;
    sauda_indicator **grown =
        realloc(script->indicators, (size_t)count * sizeof *script->indicators);
    if (grown == NULL) return false;
    for (int32_t i = script->indicator_count; i < count; i++) grown[i] = NULL;
    script->indicators = grown;
    script->indicator_count = count;
  }
  script->indicators[place] = indicator;
  return true;
}

static inline sauda_indicator *shown(const sauda_script *script, lua_Integer place) {
  if (place < 0 || place >= script->indicator_count) return NULL;
  return script->indicators[place];
}

// MARK: What scripts call

/// Begins a question: Lua's limits hold alike, whoever answers it.
static sauda_script *begin(lua_State *L) {
  bridge_poll(L);
  luaL_checkstack(L, SAUDA_MAX_VALUES + 8, NULL);
  return bridge_script(L);
}

static inline int push_output(lua_State *L, double value) {
  if (isnan(value)) {
    lua_pushnil(L);
  } else {
    lua_pushnumber(L, value);
  }
  return 1;
}

/// The function that an upvalue of the running one is the number of.
static inline int32_t function_at(lua_State *L, int upvalue) {
  return (int32_t)lua_tointeger(L, lua_upvalueindex(upvalue));
}

/// Updates the indicator at a place by one number, or by three or four of a bar.
static int update_by(lua_State *L, lua_Integer place, int count) {
  sauda_indicator *own = shown(begin(L), place);
  double n[MOST_NUMBERS] = {0};
  for (int i = 0; i < count; i++) n[i] = lua_tonumber(L, i + 2);
  bool is_taken = false;
  if (own == NULL) {
    // The host is asked.
  } else if (count == 1) {
    is_taken = own->takes_number && sauda_indicator_take(own, n[0], n[0], n[0], 0);
  } else if (count == 4 || !own->reads_volume) {
    is_taken = own->takes_bar && sauda_indicator_take(own, n[0], n[1], n[2], n[3]);
  }
  if (is_taken) return push_output(L, own->outputs[0]);
  sauda_value arguments[MOST_NUMBERS + 1] = {{.kind = SAUDA_INTEGER, .integer = place}};
  for (int i = 0; i < count; i++) {
    arguments[i + 1] = (sauda_value){.kind = SAUDA_NUMBER, .number = n[i]};
  }
  return bridge_look_at_host(L, function_at(L, UPDATE_FUNCTION), arguments, count + 1);
}

/// indicator:update(x) or indicator:update(high, low, close[, volume])
static int update(lua_State *L) {
  const int count = lua_gettop(L) - 1;
  bool is_plain = (count == 1 || count == 3 || count == 4) && lua_type(L, 1) == LUA_TTABLE;
  for (int i = 0; is_plain && i < count; i++) is_plain = lua_type(L, i + 2) == LUA_TNUMBER;
  if (is_plain) {
    lua_pushvalue(L, lua_upvalueindex(UPDATE_KEY));
    if (lua_rawget(L, 1) == LUA_TNUMBER && lua_isinteger(L, -1)) {
      const lua_Integer place = lua_tointeger(L, -1);
      lua_pop(L, 1);
      return update_by(L, place, count);
    }
    lua_pop(L, 1);
  }
  luaL_checkstack(L, 2, NULL);
  lua_pushvalue(L, lua_upvalueindex(UPDATE_SLOW));
  lua_insert(L, 1);
  lua_call(L, count + 1, 1);
  return 1;
}

/// Asks the host about the indicator at a place; `second` goes with it unless it is NULL.
static int ask(lua_State *L, lua_Integer place, int function, const sauda_value *second) {
  sauda_value arguments[2] = {{.kind = SAUDA_INTEGER, .integer = place}};
  if (second != NULL) arguments[1] = *second;
  return bridge_look_at_host(L, function_at(L, function), arguments, second == NULL ? 1 : 2);
}

/// indicator[n]: the first output n updates ago.
static int read_past(lua_State *L, const sauda_indicator *own, lua_Integer place) {
  int is_whole = 0;
  const lua_Integer back = lua_tointegerx(L, 2, &is_whole);
  if (own != NULL && is_whole && back >= 1) return push_output(L, sauda_indicator_past(own, back));
  sauda_value key;
  bridge_read_value(L, 2, &key, false);
  return ask(L, place, READ_PAST, &key);
}

/// Pushes a field that was read before, known by its text; whether it is one.
static inline bool push_known(lua_State *L, const sauda_indicator *own, const void *text) {
  for (int32_t i = 0; i < own->output_count; i++) {
    if (own->names[i] == text) return push_output(L, own->outputs[i]);
  }
  if (own->names[NAME_OF_READY] != text) return false;
  lua_pushboolean(L, sauda_indicator_is_ready(own));
  return true;
}

/// Notes the text of a field. A name as short as these is the very object that the table of outputs has, and
/// keeps for as long as somebody can read the indicator.
static void note_name(lua_State *L, sauda_indicator *own, lua_Integer field) {
  const lua_Integer place = field == FIELD_READY ? NAME_OF_READY : field;
  if (own != NULL && place >= 0 && place <= NAME_OF_READY) own->names[place] = lua_topointer(L, 2);
}

/// indicator.field or indicator[n]
static int read(lua_State *L) {
  const sauda_script *script = begin(L);
  const lua_Integer place = lua_tointeger(L, lua_upvalueindex(READ_PLACE));
  sauda_indicator *own = shown(script, place);
  const void *text = lua_topointer(L, 2);
  if (own != NULL && text != NULL && push_known(L, own, text)) return 1;
  if (lua_type(L, 2) == LUA_TNUMBER) return read_past(L, own, place);
  lua_pushvalue(L, 2);
  lua_rawget(L, lua_upvalueindex(READ_OUTPUTS));
  if (!lua_isinteger(L, -1)) {
    lua_pushvalue(L, lua_upvalueindex(READ_UNKNOWN));
    lua_pushvalue(L, lua_upvalueindex(READ_OUTPUTS));
    lua_pushvalue(L, 2);
    lua_call(L, 2, 0);
    return 0;
  }
  const lua_Integer field = lua_tointeger(L, -1);
  note_name(L, own, field);
  if (field == FIELD_READY) {
    if (own == NULL) return ask(L, place, READ_READY, NULL);
    lua_pushboolean(L, sauda_indicator_is_ready(own));
    return 1;
  }
  if (own != NULL && field < own->output_count) return push_output(L, own->outputs[field]);
  const sauda_value output = {.kind = SAUDA_INTEGER, .integer = field};
  return ask(L, place, READ_VALUE, &output);
}

int bridge_indicator_update(lua_State *L) {
  lua_settop(L, 3);
  lua_pushcclosure(L, update, 3);
  return 1;
}

int bridge_indicator_reader(lua_State *L) {
  lua_settop(L, 6);
  luaL_checkinteger(L, READ_PLACE);
  luaL_checktype(L, READ_OUTPUTS, LUA_TTABLE);
  lua_pushcclosure(L, read, 6);
  return 1;
}
