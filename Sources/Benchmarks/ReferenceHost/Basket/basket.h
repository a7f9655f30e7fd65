// The bare C host of the basket: the least that the host calls of its scripts cost.
#ifndef BASKET_H
#define BASKET_H
#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

// A tick of a .bin file: milliseconds, and millionths of a rupee.
typedef struct {
  int64_t time, bid, ask, ltp, volume, symbol;
} record;

// The names of fields: strings this short exist once in Lua, so that comparing addresses is enough.
enum { ltp_key, bid_key, ask_key, symbol_key, seq_key, time_key, volume_key, key_of_ticks };
enum { is_flat_key = key_of_ticks, pnl_key, avg_price_key, qty_key, stop_key, best_key };
enum { value_key = best_key + 1, ready_key, update_key, open_key, high_key, low_key, close_key, key_count };

// What of a position, or of a resting order, decides something.
typedef struct {
  int64_t quantity, average, best;
  int64_t stop, target, target_quantity;             // 0: none
  int64_t trail_nanos, activation;                   // 0: none; the trail's distance in 10^-9 percent
  int64_t limit_price, limit_quantity;               // of the order that rests; 0: none
  int rule, rule_state, rule_arguments;              // references; 0: none
  int64_t cash, commission, fills, denied;
} book;

typedef struct {
  const record *now;
  int64_t sequence;
  const char *keys[key_count];
  const char *symbol;
  book book;
  int tick, position, rules, state, on_bar;          // references; on_bar is 0 where there is none
  int64_t bar_length;                                // milliseconds; 0: the script has no bars
  int64_t day_end;                                   // when state.day is emptied
} basket;

extern basket host;

// Makes a userdata whose fields a C function reads, and keeps it.
int basket_object(lua_State *L, lua_CFunction index);
// Whether the value is a userdata with this metatable, which is cheaper to see than its name.
void *basket_checked(lua_State *L, int index, const void *metatable, const char *name);

void basket_open_orders(lua_State *L);
// A tick of a symbol that is held or has an order resting: what fires, and the rule's say.
void basket_protect(lua_State *L);
// Whether anything of the book looks at ticks.
static inline bool basket_is_watching(void) {
  return host.book.quantity != 0 || host.book.limit_quantity != 0;
}

void basket_open_indicators(lua_State *L);
void basket_open_bars(lua_State *L);
// Takes the tick into the bar under way; a bar that ended before it is closed first.
void basket_bar(lua_State *L);

void basket_open_words(lua_State *L);
// Empties state.day on a new date.
void basket_new_day(lua_State *L);

// An indicator's next value, of a bar or by hand.
typedef struct indicator indicator;
void basket_update(indicator *each, double high, double low, double close);
#endif
