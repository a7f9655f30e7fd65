// The bare C host of the basket: one tick as a userdata, C functions, lua_pcall, and of the books no more
// than the decisions need. No sandbox, no budgets, no exact report, no journal. It runs the very files that
// Sauda runs.
//
//   basket SCRIPT TICKS.bin    prints fills, cash and the seconds its loop took, by the clock and of processor time
#include <fcntl.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "basket.h"

basket host = {.book = {.cash = 500000ll * 1000000}};

int basket_object(lua_State *L, lua_CFunction index) {
  lua_newuserdatauv(L, 1, 0);
  lua_newtable(L);
  lua_pushcfunction(L, index);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  return luaL_ref(L, LUA_REGISTRYINDEX);
}

void *basket_checked(lua_State *L, int index, const void *metatable, const char *name) {
  void *object = lua_touserdata(L, index);
  if (object && lua_getmetatable(L, index)) {
    bool is = lua_topointer(L, -1) == metatable;
    lua_pop(L, 1);
    if (is) return object;
  }
  luaL_error(L, "expected %s", name);
  return NULL;
}

static int tick_field(lua_State *L) {
  const char *key = lua_tostring(L, 2);
  if (key == host.keys[ltp_key]) lua_pushnumber(L, (double)host.now->ltp / 1e6);
  else if (key == host.keys[bid_key]) lua_pushnumber(L, (double)host.now->bid / 1e6);
  else if (key == host.keys[ask_key]) lua_pushnumber(L, (double)host.now->ask / 1e6);
  else if (key == host.keys[symbol_key]) lua_pushstring(L, host.symbol);
  else if (key == host.keys[seq_key]) lua_pushinteger(L, host.sequence);
  else if (key == host.keys[time_key]) lua_pushinteger(L, host.now->time);
  else if (key == host.keys[volume_key]) lua_pushinteger(L, host.now->volume);
  else return luaL_error(L, "a tick has no field %s", key ? key : "of that kind");
  return 1;
}

static void open_keys(lua_State *L) {
  static const char *const names[key_count] = {
      "ltp", "bid", "ask", "symbol", "seq", "time", "volume", "is_flat", "pnl", "avg_price",
      "qty", "stop", "best", "value", "ready", "update", "open", "high", "low", "close"};
  for (int key = 0; key < key_count; key++) {
    host.keys[key] = lua_pushstring(L, names[key]);
    luaL_ref(L, LUA_REGISTRYINDEX);  // kept, so that its address stands
  }
  host.symbol = lua_pushstring(L, "SIM:IBM");
  luaL_ref(L, LUA_REGISTRYINDEX);
}

static int reference_of_global(lua_State *L, const char *name) {
  if (lua_getglobal(L, name) == LUA_TFUNCTION) return luaL_ref(L, LUA_REGISTRYINDEX);
  lua_pop(L, 1);
  return 0;
}

static const record *map(const char *path, size_t *count) {
  int file = open(path, O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) perror(path), exit(74);
  void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  close(file);
  if (bytes == MAP_FAILED) perror(path), exit(74);
  *count = (size_t)status.st_size / sizeof(record);
  return bytes;
}

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// Runs on_tick over all ticks; what a script raises ends the program.
static int run(lua_State *L) {
  const record *first = lua_touserdata(L, 1), *end = first + lua_tointeger(L, 2);
  int on_tick = reference_of_global(L, "on_tick");
  host.on_bar = reference_of_global(L, "on_bar");
  for (const record *each = first; each < end; each++) {
    host.now = each;
    host.sequence++;
    if (host.bar_length) basket_bar(L);
    if (each->time >= host.day_end) basket_new_day(L);
    if (basket_is_watching()) basket_protect(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, on_tick);
    lua_rawgeti(L, LUA_REGISTRYINDEX, host.tick);
    if (lua_pcall(L, 1, 0, 0) != LUA_OK) return lua_error(L);
  }
  return 0;
}

static int load(lua_State *L, const char *script) {
  open_keys(L);
  host.tick = basket_object(L, tick_field);
  basket_open_orders(L);
  basket_open_indicators(L);
  basket_open_bars(L);
  basket_open_words(L);
  return luaL_dofile(L, script);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: basket SCRIPT TICKS.bin\n");
    return 64;
  }
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  size_t count;
  const record *ticks = map(argv[2], &count);
  int status = load(L, argv[1]);
  double began = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_THREAD_CPUTIME_ID);
  if (status == LUA_OK) {
    lua_pushcfunction(L, run);
    lua_pushlightuserdata(L, (void *)ticks);
    lua_pushinteger(L, (lua_Integer)count);
    status = lua_pcall(L, 2, 0, 0);
  }
  double spent = seconds(CLOCK_MONOTONIC) - began;
  processor = seconds(CLOCK_THREAD_CPUTIME_ID) - processor;
  if (status != LUA_OK) {
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    return 70;
  }
  printf("{\"ticks\": %zu, \"fills\": %lld, \"denied\": %lld, \"cash\": %.2f, \"seconds\": %.6f, \"processor_seconds\": %.6f}\n",
         count, (long long)host.book.fills, (long long)host.book.denied, (double)host.book.cash / 1e6,
         spent, processor);
  return 0;
}
