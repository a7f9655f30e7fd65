// The bare C host that Sauda's speed is measured against: a tick file, a Lua script, lua_pcall, and
// nothing else. No sandbox, no budgets, no exact report, no journal: what it costs is what Lua costs.
//
//   host convert DAY.csv DAY.bin     48-byte records
//   host run SCRIPT DAY.bin|DAY.csv  prints fills, cash and the seconds its loop took
//
// The script defines on_tick(ltp) and calls buy(n), sell(n), position().
#include <fcntl.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  int64_t time, bid, ask, ltp, volume, symbol;
} record;

static struct {
  const record *now;
  int64_t cash, quantity, commission, fills, denied;
} book = {.cash = 500000ll * 1000000};

static int64_t charge(int64_t value) {
  __int128 exact = (__int128)value * 500000;
  __int128 paisa = (__int128)10000 * 1000000000;
  return (int64_t)((exact + paisa / 2) / paisa) * 10000;
}

static int host_buy(lua_State *L) {
  int64_t n = luaL_checkinteger(L, 1), value = n * book.now->ask, cost = charge(value);
  if (book.cash < value + cost) {
    book.denied++;
    return 0;
  }
  book.cash -= value + cost, book.quantity += n, book.commission += cost, book.fills++;
  return 0;
}

static int host_sell(lua_State *L) {
  int64_t n = luaL_checkinteger(L, 1), value = n * book.now->bid, cost = charge(value);
  if (book.quantity < n) return 0;
  book.cash += value - cost, book.quantity -= n, book.commission += cost, book.fills++;
  return 0;
}

static int host_position(lua_State *L) {
  lua_pushinteger(L, book.quantity);
  return 1;
}

static int64_t number(const char **at, int decimals) {
  int64_t value = 0;
  int places = -1;
  for (; **at != ',' && **at != '\n' && **at; ++*at) {
    if (**at == '.') {
      places = 0;
    } else {
      value = value * 10 + (**at - '0');
      if (places >= 0) places++;
    }
  }
  if (**at) ++*at;
  for (places = places < 0 ? 0 : places; places < decimals; places++) value *= 10;
  return value;
}

// time,symbol,bid,ask,ltp,volume,…
static const char *parse(const char *at, const char *end, record *r) {
  r->time = number(&at, 0);
  while (*at++ != ',') {}
  r->bid = number(&at, 6), r->ask = number(&at, 6), r->ltp = number(&at, 6), r->volume = number(&at, 0);
  r->symbol = 0;
  const char *line = memchr(at, '\n', (size_t)(end - at));
  return line ? line + 1 : end;
}

static const char *map(const char *path, size_t *length) {
  int file = open(path, O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) perror(path), exit(74);
  *length = (size_t)status.st_size;
  const char *bytes = mmap(NULL, *length, PROT_READ, MAP_PRIVATE, file, 0);
  close(file);
  if (bytes == MAP_FAILED) perror(path), exit(74);
  return bytes;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void tick(lua_State *L, int function) {
  lua_pushvalue(L, function);
  lua_pushnumber(L, (double)book.now->ltp / 1e6);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) {
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    exit(70);
  }
}

static int run(const char *script, const char *path) {
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  lua_register(L, "buy", host_buy);
  lua_register(L, "sell", host_sell);
  lua_register(L, "position", host_position);
  if (luaL_dofile(L, script) != LUA_OK) {
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    return 65;
  }
  lua_getglobal(L, "on_tick");
  int function = lua_gettop(L);
  size_t length;
  const char *bytes = map(path, &length), *end = bytes + length;
  int64_t count = 0;
  double began = now();
  if (strcmp(path + strlen(path) - 4, ".bin") == 0) {
    for (const record *r = (const record *)bytes; (const char *)r < end; r++, count++) {
      book.now = r;
      tick(L, function);
    }
  } else {
    const char *at = (const char *)memchr(bytes, '\n', length) + 1;
    record row;
    book.now = &row;
    for (; at < end; count++) {
      at = parse(at, end, &row);
      tick(L, function);
    }
  }
  double spent = now() - began;
  printf("{\"ticks\": %lld, \"fills\": %lld, \"denied\": %lld, \"cash\": %.2f, \"commission\": %.2f, \"seconds\": %.6f, \"ns_per_tick\": %.2f}\n",
         (long long)count, (long long)book.fills, (long long)book.denied, (double)book.cash / 1e6,
         (double)book.commission / 1e6, spent / 1e9, spent / (double)count);
  return 0;
}

static int convert(const char *from, const char *to) {
  size_t length;
  const char *bytes = map(from, &length), *end = bytes + length;
  FILE *out = fopen(to, "wb");
  if (!out) return 74;
  record r;
  for (const char *at = (const char *)memchr(bytes, '\n', length) + 1; at < end;) {
    at = parse(at, end, &r);
    fwrite(&r, sizeof r, 1, out);
  }
  return fclose(out) == 0 ? 0 : 74;
}

int main(int argc, char **argv) {
  if (argc == 4 && strcmp(argv[1], "convert") == 0) return convert(argv[2], argv[3]);
  if (argc == 4 && strcmp(argv[1], "run") == 0) return run(argv[2], argv[3]);
  fprintf(stderr, "usage: host convert CSV BIN | run SCRIPT FILE\n");
  return 64;
}
