#include "order.h"

#include <string.h>

#include "bridge.h"

const char bridge_key_function_ranks = 0;

enum { ON_STACK = 48, RUN = 12, POLL_EVERY = 4096 };

enum { RANK_NUMBER, RANK_STRING, RANK_BOOLEAN, RANK_BUILTIN, RANK_OBJECT };

/// Most texts differ within eight bytes: comparing those as one number spares most calls of memcmp.
static uint64_t head_of(const char *text, size_t length) {
  uint64_t head = 0;
  if (length >= sizeof head) {
    memcpy(&head, text, sizeof head);
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_bswap64(head) : head;
  }
  for (size_t i = 0; i < sizeof head; i++) {
    head = head << 8 | (i < length ? (unsigned char)text[i] : 0);
  }
  return head;
}

order_key order_read(lua_State *L, int index, uint32_t number) {
  order_key key = {.index = number};
  switch (lua_type(L, index)) {
    case LUA_TNUMBER:
      key.rank = RANK_NUMBER;
      key.is_float = !lua_isinteger(L, index);
      if (key.is_float) {
        key.value.number = lua_tonumber(L, index);
      } else {
        key.value.integer = lua_tointeger(L, index);
      }
      break;
    case LUA_TSTRING:
      key.rank = RANK_STRING;
      key.text = lua_tolstring(L, index, &key.value.length);
      key.head = head_of(key.text, key.value.length);
      break;
    case LUA_TBOOLEAN:
      key.rank = RANK_BOOLEAN;
      key.value.integer = lua_toboolean(L, index);
      break;
    default:
      key.rank = RANK_OBJECT;
      key.value.integer =
          (lua_Integer)arena_creation(bridge_script(L)->arena, lua_topointer(L, index));
      if (lua_iscfunction(L, index)) {
        lua_pushvalue(L, index);
        lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_function_ranks);
        lua_insert(L, -2);
        if (lua_rawget(L, -2) == LUA_TNUMBER) {
          key.rank = RANK_BUILTIN;
          key.value.integer = lua_tointeger(L, -1);
        }
        lua_pop(L, 2);
      }
  }
  return key;
}

bool order_is_integer(const order_key *key) {
  return key->rank == RANK_NUMBER && !key->is_float;
}

/// An integer against a float, exactly: neither is turned into the other where that would round.
static int compare_mixed(lua_Integer i, lua_Number f) {
  if (f >= 9223372036854775808.0) return -1;
  if (f < -9223372036854775808.0) return 1;
  lua_Integer whole = (lua_Integer)f;
  if (i != whole) return i < whole ? -1 : 1;
  lua_Number rest = f - (lua_Number)whole;
  return rest > 0 ? -1 : rest < 0;
}

static int compare_numbers(const order_key *a, const order_key *b) {
  if (!a->is_float && !b->is_float) {
    return (a->value.integer > b->value.integer) - (a->value.integer < b->value.integer);
  }
  if (a->is_float && b->is_float) {
    return (a->value.number > b->value.number) - (a->value.number < b->value.number);
  }
  return a->is_float ? -compare_mixed(b->value.integer, a->value.number)
                     : compare_mixed(a->value.integer, b->value.number);
}

int order_compare(const order_key *a, const order_key *b) {
  if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
  switch (a->rank) {
    case RANK_NUMBER:
      return compare_numbers(a, b);
    case RANK_STRING: {
      if (a->head != b->head) return a->head < b->head ? -1 : 1;
      size_t la = a->value.length, lb = b->value.length;
      int order = memcmp(a->text, b->text, la < lb ? la : lb);
      return order != 0 ? order : (la > lb) - (la < lb);
    }
    default:
      return (a->value.integer > b->value.integer) - (a->value.integer < b->value.integer);
  }
}

static void insertion_sort(order_key *keys, size_t count) {
  for (size_t i = 1; i < count; i++) {
    order_key key = keys[i];
    size_t at = i;
    for (; at > 0 && order_compare(&key, &keys[at - 1]) < 0; at--) keys[at] = keys[at - 1];
    keys[at] = key;
  }
}

static void merge(const order_key *left, size_t left_count, const order_key *right,
                  size_t right_count, order_key *out) {
  while (left_count > 0 && right_count > 0) {
    if (order_compare(right, left) < 0) {
      *out++ = *right++;
      right_count--;
    } else {
      *out++ = *left++;
      left_count--;
    }
  }
  memcpy(out, left, left_count * sizeof *out);
  memcpy(out + left_count, right, right_count * sizeof *out);
}

order_key *order_sort(lua_State *L, order_key *keys, order_key *spare, size_t count) {
  for (size_t at = 0; at < count; at += RUN) {
    insertion_sort(keys + at, count - at < RUN ? count - at : RUN);
  }
  for (size_t width = RUN; width < count; width *= 2) {
    size_t since_poll = 0;
    for (size_t at = 0; at < count; at += 2 * width) {
      size_t left = count - at < width ? count - at : width;
      size_t right = count - at - left < width ? count - at - left : width;
      merge(keys + at, left, keys + at + left, right, spare + at);
      since_poll += left + right;
      if (since_poll >= POLL_EVERY) {
        since_poll = 0;
        bridge_poll(L);
      }
    }
    order_key *swap = keys;
    keys = spare;
    spare = swap;
  }
  return keys;
}

/// Few keys: they stand on the Lua stack, their order in an array of C's.
static void push_few(lua_State *L, int table, lua_Integer count) {
  order_key keys[ON_STACK];
  luaL_checkstack(L, ON_STACK + 8, NULL);
  int base = lua_gettop(L);
  uint32_t found = 0;
  lua_pushnil(L);
  while (found < (uint32_t)count && lua_next(L, table) != 0) {
    lua_pop(L, 1);
    keys[found] = order_read(L, lua_gettop(L), (uint32_t)(base + 1) + found);
    found++;
    lua_pushvalue(L, -1);
  }
  insertion_sort(keys, found);
  lua_createtable(L, (int)found, 0);
  int sorted = lua_gettop(L);
  for (uint32_t i = 0; i < found; i++) {
    lua_pushvalue(L, (int)keys[i].index);
    lua_rawseti(L, sorted, (lua_Integer)i + 1);
  }
  lua_replace(L, base + 1);
  lua_settop(L, base + 1);
}

/// Many keys: they stand in a table, their order in memory of Lua's.
static void push_many(lua_State *L, int table, lua_Integer count) {
  luaL_checkstack(L, 12, NULL);
  int base = lua_gettop(L);
  lua_createtable(L, (int)count, 0);  // base + 1: the keys as found
  order_key *keys = lua_newuserdatauv(L, (size_t)count * 2 * sizeof *keys, 0);
  uint32_t found = 0;
  lua_pushnil(L);
  while (found < (uint32_t)count && lua_next(L, table) != 0) {
    lua_pop(L, 1);
    keys[found] = order_read(L, lua_gettop(L), found + 1);
    found++;
    lua_pushvalue(L, -1);
    lua_rawseti(L, base + 1, found);
    if (found % POLL_EVERY == 0) bridge_poll(L);
  }
  lua_settop(L, base + 2);
  order_key *sorted = order_sort(L, keys, keys + count, found);
  lua_createtable(L, (int)found, 0);
  for (uint32_t i = 0; i < found; i++) {
    lua_rawgeti(L, base + 1, sorted[i].index);
    lua_rawseti(L, base + 3, (lua_Integer)i + 1);
  }
  lua_replace(L, base + 1);
  lua_settop(L, base + 1);
}

lua_Integer order_push_keys(lua_State *L, int table) {
  table = lua_absindex(L, table);
  luaL_checkstack(L, 8, NULL);
  lua_Integer count = 0;
  bool sequence = true;
  lua_pushnil(L);
  while (lua_next(L, table) != 0) {
    count++;
    lua_pop(L, 1);
    // The array part comes first and in order, so a plain array passes this test key by key.
    if (sequence) sequence = lua_isinteger(L, -1) && lua_tointeger(L, -1) == count;
    if (count % POLL_EVERY == 0) bridge_poll(L);
  }
  if (sequence) {
    lua_pushnil(L);
  } else if (count <= ON_STACK) {
    push_few(L, table, count);
  } else if (count < INT32_MAX / 2) {
    push_many(L, table, count);
  } else {
    bridge_raise_memory(L);
  }
  return count;
}
