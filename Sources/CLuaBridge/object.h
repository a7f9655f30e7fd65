// Objects of the API: read-only tables to scripts, blocks of memory to the bridge.
//
// What `position`, `account` and the bars give lies as it came in one user datum, and a field is made a
// value of Lua's when it is read: most callbacks read one or two. Everything that a script can find out
// about a value says "table": whoever asks for a value's type asks here, and no function of Lua's own
// that does is left in the sandbox.
#ifndef SAUDA_OBJECT_H
#define SAUDA_OBJECT_H

#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

#include "CLuaBridge.h"

/// One kind of object, by the class of the catalogue that lists its fields.
typedef struct {
  const char *class_name;
  const char *const *fields;  // their names, by number; NULL behind the last
  lua_CFunction index;        // object.field; its upvalues are for bridge_field
  const char *meta_key;       // under it the registry has the metatable
} object_kind;

extern const object_kind bridge_position_kind, bridge_account_kind, bridge_bar_kind;

/// native.object_kind(class, meta, fields, unknown): completes the metatable of a kind. `fields` are the
/// names in the order of the catalogue; `unknown` raises the error for another one.
int bridge_object_kind(lua_State *L);

/// The number of the field that `__index` of a kind was asked for; raises for an unknown one.
int bridge_field(lua_State *L, int kind);

/// Sets the metatable of a kind for the user datum on top of the stack.
void bridge_set_kind(lua_State *L, const object_kind *kind);

/// The type of a value as scripts see it: that of an object is LUA_TTABLE.
int bridge_type(lua_State *L, int index);
const char *bridge_type_name(lua_State *L, int index);
/// Raises as Lua does when an argument is no table. May raise.
void bridge_check_table(lua_State *L, int index);

// MARK: position_object.c

/// Pushes a position as scripts see it. May raise for lack of memory.
void bridge_push_position(lua_State *L, const sauda_position *position);
/// Lets the position object on top of the stack be another position. May raise for lack of memory.
void bridge_renew_position(lua_State *L, const sauda_position *position);
/// native.position_function(function, ids, slow)
int bridge_position_function(lua_State *L);

// MARK: account_object.c

void bridge_push_account(lua_State *L, const sauda_account *account);
/// native.account_function(function)
int bridge_account_function(lua_State *L);

// MARK: order_object.c

/// native.order_index(function, codes, row, slow): the `__index` of orders, which are tables with a place
/// under the key `row`; `codes` has the number of each field.
int bridge_order_index(lua_State *L);

// MARK: bar_object.c

/// native.new_bar(names, time, open, high, low, close, volume): a bar of the symbol and the interval that
/// the table `names` has at 1 and 2.
int bridge_new_bar(lua_State *L);
/// native.bars_index(function, series, names, slow): the `__index` of bars, which are tables with the
/// number of a series and their names under those keys.
int bridge_bars_index(lua_State *L);

#endif
