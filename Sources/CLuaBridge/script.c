// The life of a script: one Lua state with an arena and a sandbox of its own.
#include <stdlib.h>
#include <string.h>

#include "bridge.h"
#include "insides.h"

const char bridge_key_handles = 0, bridge_key_state = 0;

/// Last line: an error outside of any protected call. The functions of this bridge leave none; if
/// one is missed, the process ends here and its supervisor reports a crashed interpreter.
static int panic(lua_State *L) {
  (void)L;
  abort();
}

static void new_registry_table(lua_State *L, const char *key) {
  lua_createtable(L, 0, 0);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static int open_body(lua_State *L) {
  new_registry_table(L, &bridge_key_handles);
  new_registry_table(L, &bridge_key_results);
  new_registry_table(L, &bridge_key_state);
  new_registry_table(L, &bridge_key_cursors);
  new_registry_table(L, &bridge_key_log);
  lua_createtable(L, SAUDA_MAX_ENTRIES, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_key_entries);
  lua_pushliteral(L, "budget spent");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &bridge_key_tripped);
  bridge_open_ticks(L);
  bridge_open_sandbox(L);
  bridge_script(L)->kept.is_known = insides_are_known(L);
  return 0;
}

enum { SMALL_HEAP = 8 << 20, LARGE_HEAP = 24 << 20 };

static void pace_large(void *owner) {
  // Near the cap a collection must begin early and end soon, or the cap is met by garbage.
  lua_gc(((sauda_script *)owner)->main, LUA_GCINC, 130, 400, 0);
}

static void pace_medium(void *owner) {
  sauda_script *script = owner;
  lua_gc(script->main, LUA_GCINC, 200, 200, 0);
  arena_set_mark(script->arena, LARGE_HEAP, pace_large);
}

void bridge_pace_collector(sauda_script *script) {
  // A small heap is collected seldom; more seldom still, and it would outgrow the caches (measured).
  // (Incremental: the generational mode of 5.4.4 has bugs that end in crashes.)
  lua_gc(script->main, LUA_GCINC, 400, 200, 0);
  arena_set_mark(script->arena, SMALL_HEAP, pace_medium);
}

static void on_refusal(void *owner) { bridge_trip_memory(owner); }

/// Lays out the fixed slots of the main stack (see STACK_HANDLER and following).
static bool lay_out(sauda_script *script) {
  lua_State *L = script->main;
  if (!lua_checkstack(L, 64)) return false;
  lua_pushcfunction(L, bridge_message_handler);
  lua_pushcfunction(L, open_body);
  if (lua_pcall(L, 0, 0, 0) != LUA_OK) return false;
  lua_pushnil(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_symbols);
  lua_pushnil(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_tick_meta);
  script->shown_symbol = -1;
  return true;
}

sauda_script *sauda_open(const sauda_configuration *configuration) {
  sauda_script *script = calloc(1, sizeof *script);
  if (script == NULL) return NULL;
  script->configuration = *configuration;
  script->arena = arena_open(configuration->memory_cap, configuration->slot);
  if (script->arena == NULL) {
    free(script);
    return NULL;
  }
  lua_State *L = bridge_new_state(script->arena, &script->seeded);
  if (L == NULL) {
    arena_close(script->arena);
    free(script);
    return NULL;
  }
  lua_atpanic(L, panic);
  *(sauda_script **)lua_getextraspace(L) = script;
  script->main = L;
  script->states[0] = L;
  if (!lay_out(script)) {
    sauda_close(script);
    return NULL;
  }
  arena_set_refusal(script->arena, on_refusal, script);
  bridge_pace_collector(script);
  return script;
}

size_t sauda_close(sauda_script *script) {
  arena_set_refusal(script->arena, NULL, NULL);
  arena_set_mark(script->arena, SIZE_MAX, NULL);
  arena_use_reserve(script->arena);
  lua_close(script->main);
  size_t left = arena_close(script->arena);
  while (script->chunks != NULL) {
    chunk_name *next = script->chunks->next;
    free(script->chunks);
    script->chunks = next;
  }
  free(script->indicators);
  free(script->rule_notes);
  free(script->kept.bytes);
  free(script);
  return left;
}

void sauda_set_views(sauda_script *script, const sauda_views *views) { script->views = *views; }

bool sauda_is_deterministic(const sauda_script *script) { return script->seeded; }

size_t sauda_memory_used(const sauda_script *script) { return arena_used(script->arena); }
size_t sauda_memory_peak(const sauda_script *script) { return arena_peak(script->arena); }
