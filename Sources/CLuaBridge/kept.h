// Kept tables: `state` and the tables in it know what is written to them.
//
// What a script holds is an empty table. Its entries stand in another one, its contents, which is the
// `__index` of a metatable that scripts cannot reach: reads cost no call. Writes go through `__newindex`,
// which notes what stood there before it writes: the log. So a callback that returned is kept without a
// look at anything it did not write, and one that failed is undone from the log.
//
// Everything that reads tables raw has to look through (kept_look_through), or it sees an empty table.
// No kept table has a key that begins with two underscores: Lua looks for those in metatables, raw.
#ifndef SAUDA_KEPT_H
#define SAUDA_KEPT_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sauda_script;

/// What is known of a script's state.
typedef struct {
  bool is_known;       // how a table lies in memory (insides.h); without that no table is kept
  bool is_wanted;      // tables become kept ones where the state is encoded
  bool is_refused;     // one of them may be a metatable: never again
  bool is_logging;     // all tables of the state are kept, and what is written to them is logged
  bool is_odd;         // the log has what only a look at the tables can judge
  bool holds_tables;   // it holds tables, which shall not outlive it
  bool is_shared;      // a table stands in the state twice: only a walk can tell its size
  bool is_stale;       // `bytes` are not those of the last callback that went well
  bool is_behind_rules;  // `bytes` are older than what rules keep of their positions (rule_state.c)
  bool is_unread;      // the host has not seen the bytes of that callback
  int32_t count;       // entries of the log; without logging not 0 when there may be something to look at
  int32_t used;        // entries whose values the log still holds
  size_t limit;        // the most bytes of a state
  size_t bound;        // the bytes of the state are no more than this
  size_t growth;       // and these, by the callback that runs
  lua_Integer walk;    // the number of the last walk through the whole
  uint8_t *bytes;      // the state as of the last callback that went well, unless it is logged
  size_t length, capacity;
} kept_state;

/// If the table at `index` is a kept one, pushes its contents; whether it is.
bool kept_push_contents(lua_State *L, int index);
/// Puts the contents of the table at `index` in its place, if it is a kept one.
void kept_look_through(lua_State *L, int index);
/// Sets a field of the table at `index` to the value on top, with the key below it, and pops both: raw,
/// and logged if the table is a kept one. May raise.
void kept_set(lua_State *L, int index);

/// Makes a kept table of the plain one at `index`, at a depth and in a walk. May raise.
void kept_adopt(lua_State *L, int index, int depth, lua_Integer walk);
/// Makes a plain table of the one at `index`, because something is to be done with it that Lua does raw.
/// What the callback that runs has written is from here on undone from bytes. May raise.
void kept_release(lua_State *L, int index);
/// The depth of a kept table whose metatable is at `index`, and the walk that found it last.
int kept_depth(lua_State *L, int index);
/// Notes them; whether the walk had found it before.
bool kept_note(lua_State *L, int index, int depth, lua_Integer walk);

/// Puts the bytes of the last callback that went well into `bytes`, and ends the log. May raise.
void kept_secure(lua_State *L);
/// Ends the log's count: what it has is kept, or undone by other means. Never raises.
void kept_forget(lua_State *L);
/// Keeps what the callback that returned has written, if that can be told without a look; whether so.
/// Never raises.
bool kept_commit(struct sauda_script *script);

/// Pushes a table with, for each kept table that was written to, a table of its keys and what stood there.
void kept_push_overlays(lua_State *L);
/// What stands for nil in it.
extern const char kept_nothing;

/// Whether a frame is that of a function of kept tables, of which tracebacks say nothing. Never raises.
bool kept_is_own_frame(lua_State *L, lua_Debug *frame);

int kept_rawget(lua_State *L);
int kept_rawset(lua_State *L);
int kept_rawlen(lua_State *L);

#endif
