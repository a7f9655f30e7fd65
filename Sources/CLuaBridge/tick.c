// The tick as a script sees it: an object of its own for each tick, read-only.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bridge.h"
#include "object.h"
#include "tick_fields.h"

const char bridge_key_symbols = 0, bridge_key_symbol_index = 0, bridge_key_tick_meta = 0;

enum { FIELD_COUNT = SAUDA_FIELD_MID + 1 };

static const char *const field_names[FIELD_COUNT] = {
    "symbol", "seq",     "time",    "ltp", "bid", "ask",
    "volume", "bid_qty", "ask_qty", "oi",  "ltq", "mid"};

/// What a tick object is made of.
typedef struct {
  int64_t number;
  sauda_tick tick;
} numbered_tick;

void bridge_fill_tick(lua_State *L, int index, const sauda_tick *tick, int64_t number) {
  *(numbered_tick *)lua_touserdata(L, index) = (numbered_tick){number, *tick};
}

void bridge_push_tick(lua_State *L, const sauda_tick *tick, int64_t number, int meta) {
  numbered_tick *object = lua_newuserdatauv(L, sizeof *object, 0);
  *object = (numbered_tick){number, *tick};
  if (meta != 0) {
    lua_pushvalue(L, meta);
  } else {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_tick_meta);
  }
  lua_setmetatable(L, -2);
}

/// Pushes one field; `symbols` is the stack index of the table of names.
static void push_field(lua_State *L, int symbols, const numbered_tick *object, int32_t field) {
  if (field == SAUDA_FIELD_SYMBOL) {
    lua_rawgeti(L, symbols, (lua_Integer)object->tick.symbol + 1);
  } else {
    push_tick_field(L, &object->tick, object->number, field);
  }
}

/// The tick at stack index 1, or an error: methods can be called with anything.
static numbered_tick *check_tick(lua_State *L) {
  if (lua_type(L, 1) == LUA_TUSERDATA && lua_getmetatable(L, 1)) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_tick_meta);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    if (same) return lua_touserdata(L, 1);
  }
  luaL_typeerror(L, 1, "tick");
  return NULL;
}

/// Two names differ by one letter more, less, other or by two letters swapped.
static bool is_near(const char *a, const char *b) {
  size_t la = strlen(a), lb = strlen(b), i = 0;
  while (a[i] != 0 && a[i] == b[i]) i++;
  if (la == lb) {
    if (a[i] == 0) return true;
    bool swapped = a[i + 1] != 0 && a[i] == b[i + 1] && a[i + 1] == b[i];
    return strcmp(a + i + 1, b + i + 1) == 0 || (swapped && strcmp(a + i + 2, b + i + 2) == 0);
  }
  if (la == lb + 1) return strcmp(a + i + 1, b + i) == 0;
  return lb == la + 1 && strcmp(a + i, b + i + 1) == 0;
}

static const char *guess(const char *name) {
  static const char *const synonyms[][2] = {
      {"last", "ltp"},   {"price", "ltp"},   {"close", "ltp"},     {"timestamp", "time"},
      {"ts", "time"},    {"sym", "symbol"},  {"vol", "volume"},    {"last_price", "ltp"},
      {"bid_price", "bid"}, {"ask_price", "ask"}, {"open_interest", "oi"}, {"sequence", "seq"}};
  for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
    if (strcmp(name, synonyms[i][0]) == 0) return synonyms[i][1];
  }
  for (int i = 0; i < FIELD_COUNT; i++) {
    if (is_near(name, field_names[i])) return field_names[i];
  }
  return NULL;
}

static int unknown_field(lua_State *L) {
  if (lua_type(L, 2) != LUA_TSTRING) {
    lua_pushfstring(L, "a tick's fields have names, not a %s", bridge_type_name(L, 2));
    return bridge_raise_at_script(L);
  }
  char name[80];
  size_t count;
  const char *bytes = lua_tolstring(L, 2, &count);
  bridge_append_printable(name, sizeof name, 0, bytes, count);
  const char *near = guess(name);
  if (near != NULL) {
    lua_pushfstring(L, "tick has no field '%s' (did you mean '%s'?)", name, near);
  } else {
    lua_pushfstring(L, "tick has no field '%s'", name);
  }
  return bridge_raise_at_script(L);
}

/// tick.field; upvalues: 1 the table of field numbers by name, 2 the table of symbol names,
/// 3 the function `copy`.
static int tick_index(lua_State *L) {
  // Only this metatable leads here, and scripts cannot read it; rawget on userdata is refused.
  const numbered_tick *tick = lua_touserdata(L, 1);
  if (tick == NULL) return luaL_typeerror(L, 1, "tick");
  // Short texts are one object each: most reads end here.
  if (lua_type(L, 2) == LUA_TSTRING) {
    const char *key = lua_tostring(L, 2), *const *keys = bridge_script(L)->tick_keys;
    if (key == keys[SAUDA_FIELD_LTP]) return push_price(L, tick->tick.ltp), 1;
    if (key == keys[SAUDA_FIELD_BID]) return push_side(L, tick->tick.bid), 1;
    if (key == keys[SAUDA_FIELD_ASK]) return push_side(L, tick->tick.ask), 1;
  }
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  lua_rawget(L, lua_upvalueindex(1));
  int found = 0;
  lua_Integer field = lua_tointegerx(L, 3, &found);
  if (!found) return unknown_field(L);
  if (field < 0) {
    lua_pushvalue(L, lua_upvalueindex(3));
  } else {
    push_field(L, lua_upvalueindex(2), tick, (int32_t)field);
  }
  return 1;
}

static int tick_write(lua_State *L) {
  lua_pushliteral(L, "a tick is read-only");
  return bridge_raise_at_script(L);
}

static int tick_copy(lua_State *L) {
  const numbered_tick *tick = check_tick(L);
  lua_settop(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols);
  lua_createtable(L, 0, FIELD_COUNT);
  for (int32_t field = 0; field < FIELD_COUNT; field++) {
    push_field(L, 2, tick, field);
    lua_setfield(L, 3, field_names[field]);
  }
  return 1;
}

static int tick_text(lua_State *L) {
  const numbered_tick *tick = check_tick(L);
  lua_settop(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols);
  push_field(L, 2, tick, SAUDA_FIELD_SYMBOL);
  lua_pushfstring(L, "tick %s %I", lua_tostring(L, -1), (LUAI_UACINT)tick->number);
  return 1;
}

void bridge_open_ticks(lua_State *L) {
  lua_createtable(L, 0, 0);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_key_symbol_index);
  lua_createtable(L, 0, 0);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols);
  int symbols = lua_gettop(L);
  lua_createtable(L, 0, 8);
  lua_createtable(L, 0, FIELD_COUNT + 1);
  for (int field = 0; field < FIELD_COUNT; field++) {
    // The table keeps the text, so that its address stands.
    bridge_script(L)->tick_keys[field] = lua_pushstring(L, field_names[field]);
    lua_pushinteger(L, field);
    lua_rawset(L, -3);
  }
  lua_pushinteger(L, -1);
  lua_setfield(L, -2, "copy");
  lua_pushvalue(L, symbols);
  lua_pushboolean(L, 0);  // see `replace` in sandbox.c
  lua_pushcclosure(L, tick_copy, 1);
  lua_pushcclosure(L, tick_index, 3);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, tick_write);
  lua_setfield(L, -2, "__newindex");
  lua_pushcfunction(L, tick_text);
  lua_setfield(L, -2, "__tostring");
  lua_pushliteral(L, "tick");
  lua_setfield(L, -2, "__name");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_key_tick_meta);
  lua_pop(L, 1);
}

static int64_t price_argument(lua_State *L, int index) {
  double price = luaL_checknumber(L, index) * PRICE_UNIT;
  luaL_argcheck(L, price > -9e18 && price < 9e18, index, "price out of range");
  return llround(price);
}

/// native.new_tick(symbol, seq, time, ltp, bid, ask, volume[, bid_qty, ask_qty, oi, ltq])
int bridge_new_tick(lua_State *L) {
  sauda_tick tick = {0};
  luaL_checktype(L, 1, LUA_TSTRING);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbol_index);
  lua_pushvalue(L, 1);
  if (lua_rawget(L, -2) != LUA_TNUMBER) return luaL_argerror(L, 1, "unknown symbol");
  tick.symbol = (int32_t)lua_tointeger(L, -1);
  lua_pop(L, 2);
  int64_t number = luaL_checkinteger(L, 2);
  int64_t time = luaL_checkinteger(L, 3);
  luaL_argcheck(L, time > -9000000000000 && time < 9000000000000, 3, "time out of range");
  tick.time_nanoseconds = time * NANOSECONDS_PER_MS;
  tick.ltp = price_argument(L, 4);
  tick.bid = price_argument(L, 5);
  tick.ask = price_argument(L, 6);
  tick.volume = luaL_checkinteger(L, 7);
  tick.bid_quantity = luaL_optinteger(L, 8, -1);
  tick.ask_quantity = luaL_optinteger(L, 9, -1);
  tick.open_interest = luaL_optinteger(L, 10, -1);
  tick.last_quantity = luaL_optinteger(L, 11, -1);
  bridge_push_tick(L, &tick, number, 0);
  return 1;
}

enum { QUOTE_FUNCTION = 1, QUOTE_IDS, QUOTE_SLOW };

/// quote(symbol): its last tick, or nil.
static int quote(lua_State *L) {
  bridge_poll(L);
  lua_settop(L, 1);
  lua_pushvalue(L, 1);
  lua_rawget(L, lua_upvalueindex(QUOTE_IDS));
  sauda_value id = {.kind = SAUDA_INTEGER};
  int found = 0;
  id.integer = lua_tointegerx(L, -1, &found);
  if (!found) {
    lua_pushvalue(L, lua_upvalueindex(QUOTE_SLOW));
    lua_pushvalue(L, 1);
    lua_call(L, 1, 0);
    return 0;
  }
  const sauda_views *views = &bridge_script(L)->views;
  sauda_tick tick;
  int64_t number = 0;
  if (views->quote == NULL ||
      !views->quote(views->context, (int32_t)id.integer, &tick, &number)) {
    return bridge_ask_host(L, (int)lua_tointeger(L, lua_upvalueindex(QUOTE_FUNCTION)), &id, 1);
  }
  bridge_poll(L);
  if (number == 0) {
    lua_pushnil(L);
    return 1;
  }
  bridge_push_tick(L, &tick, number, 0);
  return 1;
}

int bridge_quote_function(lua_State *L) {
  lua_settop(L, 3);
  lua_pushcclosure(L, quote, 3);
  return 1;
}

typedef struct {
  const char *const *names;
  const size_t *lengths;
  int32_t count;
} symbol_list;

static int symbols_body(lua_State *L) {
  const symbol_list *list = lua_touserdata(L, 1);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbol_index);
  for (int32_t i = 0; i < list->count; i++) {
    lua_pushlstring(L, list->names[i], list->lengths[i]);
    lua_pushvalue(L, -1);
    lua_pushinteger(L, i);
    lua_rawset(L, 3);
    lua_rawseti(L, 2, (lua_Integer)i + 1);
  }
  return 0;
}

bool sauda_set_symbols(sauda_script *script, const char *const *names, const size_t *lengths,
                       int32_t count) {
  symbol_list list = {names, lengths, count};
  if (count < 0) return false;
  script->shown_symbol = -1;
  memset(script->known_symbols, 0, sizeof script->known_symbols);  // their texts are made anew
  return bridge_enter(script, symbols_body, &list, -1, INT64_MAX).status == SAUDA_OK;
}

bool sauda_set_tick_mode(sauda_script *script, int32_t mode, const int32_t *fields, int32_t count) {
  if (mode < SAUDA_TICK_OBJECT || mode > SAUDA_TICK_SHARED) return false;
  if (count < 0 || count > MAX_POSITIONAL) return false;
  for (int32_t i = 0; i < count; i++) {
    if (fields[i] < 0 || fields[i] >= FIELD_COUNT) return false;
  }
  script->tick_mode = mode;
  script->tick_name[0] = 0;
  script->field_count = mode == SAUDA_TICK_POSITIONAL ? count : 0;
  script->reads_symbol = false;
  for (int32_t i = 0; i < script->field_count; i++) {
    script->fields[i] = fields[i];
    if (fields[i] == SAUDA_FIELD_SYMBOL) script->reads_symbol = true;
  }
  return true;
}

bool sauda_set_tick_name(sauda_script *script, const char *name, size_t length) {
  if (length >= sizeof script->tick_name) return false;
  memcpy(script->tick_name, name, length);
  script->tick_name[length] = 0;
  return true;
}

/// The field that a variable of a rewritten script stands for: `bid` for `t_bid`; NULL for another.
static const char *field_of(const sauda_script *script, const char *name) {
  size_t length = strlen(script->tick_name);
  if (strncmp(name, script->tick_name, length) != 0 || name[length] != '_') return NULL;
  for (int32_t i = 0; i < script->field_count; i++) {
    const char *field = field_names[script->fields[i]], *rest = name + length + 1;
    size_t count = strlen(field);
    if (strncmp(rest, field, count) == 0 && rest[count] == '\'') return field;
  }
  return NULL;
}

bool bridge_restore_names(const sauda_script *script, char *message) {
  static const char *const kinds[] = {"(local '", "(upvalue '"};
  bool changed = false;
  if (script->tick_name[0] == 0) return false;
  for (int i = 0; i < 2; i++) {
    for (char *at = message; (at = strstr(at, kinds[i])) != NULL; at++) {
      const char *name = at + strlen(kinds[i]), *field = field_of(script, name);
      if (field == NULL) continue;
      const char *rest = strchr(name, '\'');
      // Never longer than what it replaces: the name and its underscore go.
      at += sprintf(at, "(field '%s", field);
      memmove(at, rest, strlen(rest) + 1);
      changed = true;
    }
  }
  return changed;
}

void bridge_restore_error(lua_State *L) {
  const sauda_script *script = bridge_script(L);
  size_t length;
  if (script->tick_name[0] == 0 || lua_type(L, -1) != LUA_TSTRING) return;
  const char *text = lua_tolstring(L, -1, &length);
  // Lua's own messages are short, and have no zero byte.
  if (length >= MESSAGE_SIZE || strlen(text) != length || strstr(text, script->tick_name) == NULL) {
    return;
  }
  char message[MESSAGE_SIZE];
  memcpy(message, text, length + 1);
  if (!bridge_restore_names(script, message)) return;
  lua_pushstring(L, message);
  lua_replace(L, -2);
}
