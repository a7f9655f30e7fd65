// Short ways from Lua to the host for what scripts call often: market orders, and what a position
// holds. Arguments that are not plain take the long way, so that there is one place for messages.
#include <string.h>

#include "bridge.h"

/// What is left of a denied order until somebody reads its table; the texts of the denial lie behind it.
typedef struct {
  int32_t side, symbol;
  int64_t quantity;
  sauda_denial denial;
  char texts[];
} denied_order;

enum { ORDER_VERB = 1, ORDER_IDS, ORDER_META, ORDER_ROW, ORDER_SLOW };
enum { STATEMENT_IDS = 1, STATEMENT_SLOW };
enum { HOLDING_FACT = 1, HOLDING_IDS, HOLDING_SLOW };
enum { FACT_QUANTITY = 0, FACT_FLAT, FACT_LONG, FACT_SHORT };

void sauda_set_shortcuts(sauda_script *script, void *context, sauda_order_function order,
                         sauda_holding_function holding, sauda_settle_function settle) {
  script->configuration.order = order;
  script->configuration.holding = holding;
  script->configuration.settle = settle;
  script->configuration.shortcut_context = context;
}

/// The line of the script's own file that called this function; 0 when something else did.
static int32_t calling_line(lua_State *L, const sauda_script *script) {
  lua_Debug frame;
  if (!lua_getstack(L, 1, &frame) || lua_getinfo(L, "Sl", &frame) == 0) return 0;
  if (!bridge_is_script_chunk(&frame) || frame.currentline <= 0) return 0;
  const chunk_name *main = script->chunks;
  while (main != NULL && main->next != NULL) main = main->next;
  return main != NULL && strcmp(main->text, frame.source + 1) == 0 ? frame.currentline : 0;
}

/// Whether a text is the very object that stands in the table of names, which keeps it: then nothing else
/// will ever lie where it does.
static bool is_name_itself(lua_State *L, const void *text, lua_Integer symbol) {
  const int top = lua_gettop(L);
  bool is = lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols) == LUA_TTABLE &&
            lua_rawgeti(L, -1, symbol + 1) == LUA_TSTRING && lua_topointer(L, -1) == text;
  lua_settop(L, top);
  return is;
}

int32_t bridge_symbol_of(lua_State *L, int index, int ids) {
  sauda_script *script = bridge_script(L);
  const void *text = lua_topointer(L, index);
  known_symbol *known = &script->known_symbols[(uintptr_t)text >> 5 & (KNOWN_SYMBOLS - 1)];
  if (__builtin_expect(known->text == text && text != NULL, 1)) return known->symbol;
  lua_pushvalue(L, index);
  lua_rawget(L, lua_upvalueindex(ids));
  int found = 0;
  lua_Integer symbol = lua_tointegerx(L, -1, &found);
  lua_pop(L, 1);
  if (!found) return -1;
  if (known->text == NULL && is_name_itself(L, text, symbol)) {
    *known = (known_symbol){text, (int32_t)symbol};
  }
  return (int32_t)symbol;
}

/// Calls the function of the long way with the arguments as they came.
static int long_way(lua_State *L, int function) {
  int count = lua_gettop(L);
  luaL_checkstack(L, 2, NULL);
  lua_pushvalue(L, lua_upvalueindex(function));
  lua_insert(L, 1);
  lua_call(L, count, 1);
  return 1;
}

static int nothing(lua_State *L) {
  (void)L;
  return 0;
}

/// Raises where the long way would: at the depth of calls that Lua allows.
static void call_as_deep(lua_State *L) {
  lua_pushcfunction(L, nothing);
  lua_call(L, 0, 0);
}

static void push_denied(lua_State *L, int32_t symbol, const sauda_answer *answer) {
  const sauda_denial *denial = &answer->denial;
  size_t size = denial->reason_length + denial->detail_length;
  denied_order *row = lua_newuserdatauv(L, sizeof *row + size, 0);
  *row = (denied_order){answer->side, symbol, answer->quantity, *denial};
  row->denial.reason = memcpy(row->texts, denial->reason, denial->reason_length);
  if (denial->detail == NULL) return;
  row->denial.detail =
      memcpy(row->texts + denial->reason_length, denial->detail, denial->detail_length);
}

/// Pushes the order table: its place, or why it was denied.
static int push_order(lua_State *L, int32_t symbol, const sauda_answer *answer) {
  lua_createtable(L, 0, 1);
  lua_pushvalue(L, lua_upvalueindex(ORDER_ROW));
  if (answer->is_placed) {
    lua_pushinteger(L, answer->index);
  } else {
    push_denied(L, symbol, answer);
  }
  lua_rawset(L, -3);
  lua_pushvalue(L, lua_upvalueindex(ORDER_META));
  lua_setmetatable(L, -2);
  return 1;
}

/// buy(symbol, qty), sell(symbol, qty), close(symbol)
static int order(lua_State *L) {
  bridge_poll(L);
  sauda_script *script = bridge_script(L);
  script->called_host = true;
  const int32_t verb = (int32_t)lua_tointeger(L, lua_upvalueindex(ORDER_VERB));
  const bool has_quantity = verb != SAUDA_VERB_CLOSE;
  if (script->configuration.order == NULL || lua_gettop(L) != 1 + has_quantity ||
      lua_type(L, 1) != LUA_TSTRING || (has_quantity && !lua_isinteger(L, 2))) {
    return long_way(L, ORDER_SLOW);
  }
  int32_t symbol = bridge_symbol_of(L, 1, ORDER_IDS), line = calling_line(L, script);
  if (symbol < 0 || line == 0) return long_way(L, ORDER_SLOW);
  call_as_deep(L);
  sauda_answer answer = {0};
  int64_t quantity = has_quantity ? lua_tointeger(L, 2) : 0;
  if (!script->configuration.order(script->configuration.shortcut_context, verb, symbol, quantity, line,
                                   &answer)) {
    return long_way(L, ORDER_SLOW);
  }
  bridge_poll(L);
  return push_order(L, symbol, &answer);
}

/// buy_at_line(line, symbol, qty) and its like, into which a statement `buy(symbol, qty)` of the
/// script was rewritten: nobody looks at the order.
static inline int order_statement(lua_State *L, const int32_t verb) {
  bridge_poll(L);
  sauda_script *script = bridge_script(L);
  script->called_host = true;
  const bool has_quantity = verb != SAUDA_VERB_CLOSE;
  if (script->configuration.order != NULL && lua_gettop(L) == 2 + has_quantity &&
      lua_type(L, 2) == LUA_TSTRING && (!has_quantity || lua_isinteger(L, 3))) {
    const int32_t symbol = bridge_symbol_of(L, 2, STATEMENT_IDS), line = (int32_t)lua_tointeger(L, 1);
    const int64_t quantity = has_quantity ? lua_tointeger(L, 3) : 0;
    call_as_deep(L);
    if (symbol >= 0 && script->configuration.order(script->configuration.shortcut_context, verb, symbol,
                                                   quantity, line, NULL)) {
      bridge_poll(L);
      return 0;
    }
  }
  lua_remove(L, 1);
  long_way(L, STATEMENT_SLOW);
  return 0;
}

static int buy_statement(lua_State *L) { return order_statement(L, SAUDA_VERB_BUY); }
static int sell_statement(lua_State *L) { return order_statement(L, SAUDA_VERB_SELL); }
static int close_statement(lua_State *L) { return order_statement(L, SAUDA_VERB_CLOSE); }

/// One fact of position(symbol): qty, is_flat, is_long or is_short.
static int holding(lua_State *L) {
  bridge_poll(L);
  sauda_script *script = bridge_script(L);
  int64_t quantity = 0;
  int32_t symbol = lua_gettop(L) == 1 && lua_type(L, 1) == LUA_TSTRING &&
                           script->configuration.holding != NULL
                       ? bridge_symbol_of(L, 1, HOLDING_IDS)
                       : -1;
  if (symbol < 0 ||
      !script->configuration.holding(script->configuration.shortcut_context, symbol, &quantity)) {
    return long_way(L, HOLDING_SLOW);
  }
  switch (lua_tointeger(L, lua_upvalueindex(HOLDING_FACT))) {
    case FACT_QUANTITY: lua_pushinteger(L, quantity); break;
    case FACT_FLAT: lua_pushboolean(L, quantity == 0); break;
    case FACT_LONG: lua_pushboolean(L, quantity > 0); break;
    default: lua_pushboolean(L, quantity < 0);
  }
  return 1;
}

/// native.order_function(verb, ids, meta, row, slow)
int bridge_order_function(lua_State *L) {
  lua_settop(L, 5);
  lua_pushcclosure(L, order, 5);
  return 1;
}

/// native.order_statement(verb, ids, slow): for a script whose text was rewritten.
int bridge_order_statement(lua_State *L) {
  static const lua_CFunction statements[] = {buy_statement, sell_statement, close_statement};
  const lua_Integer verb = luaL_checkinteger(L, 1);
  luaL_argcheck(L, verb >= 0 && verb <= SAUDA_VERB_CLOSE, 1, "a verb");
  bridge_script(L)->rewrites_orders = true;
  lua_settop(L, 3);
  lua_pushcclosure(L, statements[verb], 2);
  return 1;
}

/// native.holding_function(fact, ids, slow): likewise.
int bridge_holding_function(lua_State *L) {
  bridge_script(L)->rewrites_positions = true;
  lua_settop(L, 3);
  lua_pushcclosure(L, holding, 3);
  return 1;
}

/// native.denial(row): side, symbol, quantity, reason, detail or nil, need, available
int bridge_denial(lua_State *L) {
  const denied_order *row = lua_touserdata(L, 1);
  if (row == NULL) return luaL_typeerror(L, 1, "denied order");
  const sauda_denial *denial = &row->denial;
  lua_pushinteger(L, row->side);
  lua_pushinteger(L, row->symbol);
  lua_pushinteger(L, row->quantity);
  lua_pushlstring(L, denial->reason, denial->reason_length);
  if (denial->detail != NULL) {
    lua_pushlstring(L, denial->detail, denial->detail_length);
  } else {
    lua_pushnil(L);
  }
  lua_pushinteger(L, denial->need);
  lua_pushinteger(L, denial->available);
  return 7;
}
