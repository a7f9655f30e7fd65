// How a call ended: texts filled while the error is raised, the verdict from the host's own flags.
#include <stdio.h>
#include <string.h>

#include "bridge.h"
#include "object.h"

const char bridge_key_tripped = 0;

enum { TOP_LEVELS = 10, BOTTOM_LEVELS = 11, SEARCHED_LEVELS = 100 };  // of a traceback
// The line part makes up for a count that a signal caught halfway.
enum { HOOK_MASK = LUA_MASKCOUNT | LUA_MASKLINE };

void bridge_clear_outcome(sauda_script *script) {
  script->text.message[0] = 0;
  script->text.source[0] = 0;
  script->text.traceback[0] = 0;
  script->text.interrupted[0] = 0;
}

/// Runs at each instruction once the budget is spent, so that nothing can go on after a catch.
static void trip_hook(lua_State *L, lua_Debug *activation) {
  (void)activation;
  if (bridge_script(L)->tripped == 0) {
    lua_sethook(L, NULL, 0, 0);  // left over in a coroutine from an earlier call
  } else {
    bridge_raise_tripped(L);
  }
}

void bridge_arm(lua_State *L) { lua_sethook(L, trip_hook, HOOK_MASK, 1); }

/// Notes once, deterministically by function and informally by line, what was interrupted.
static void note_interruption(sauda_script *script) {
  if (script->tripped != SAUDA_TIME || script->text.source[0] != 0) return;
  bridge_outermost_source(script, script->text.source, SOURCE_SIZE);
  lua_Debug frame;
  if (bridge_script_frame(script, &frame)) {
    snprintf(script->text.interrupted, SOURCE_SIZE, "%s:%d", frame.short_src, frame.currentline);
  }
}

void bridge_raise_tripped(lua_State *L) {
  note_interruption(bridge_script(L));
  bridge_arm(L);
  // The text was made at open; with LUA_MINSTACK slots for every C function there is room for it.
  lua_rawgetp(L, LUA_REGISTRYINDEX, &bridge_key_tripped);
  lua_error(L);
}

void bridge_trip_memory(sauda_script *script) {
  if (script->tripped != 0) return;
  script->tripped = SAUDA_MEMORY;
  arena_use_reserve(script->arena);
  lua_State *L = bridge_running(script);
  lua_Debug frame;
  if (bridge_script_frame(script, &frame)) {
    snprintf(script->text.source, SOURCE_SIZE, "%s:%d", frame.source + 1, frame.currentline);
  }
  bridge_arm(L);
}

void bridge_note_refusal(sauda_script *script) {
  // Buffers of Lua's own library ask only once, and make an ordinary error of a refusal.
  if (arena_is_refusing(script->arena)) bridge_trip_memory(script);
}

int bridge_raise_memory(lua_State *L) {
  bridge_trip_memory(bridge_script(L));
  bridge_raise_tripped(L);
  return 0;
}

/// Finds "file:12: " of a known chunk at the front of a message; returns its length, or 0.
static size_t position_prefix(const sauda_script *script, const char *message, size_t length,
                              char *source) {
  for (const chunk_name *chunk = script->chunks; chunk != NULL; chunk = chunk->next) {
    char shown[LUA_IDSIZE];
    size_t count = strlen(chunk->text);
    const char *name = chunk->text;
    if (count >= LUA_IDSIZE) {  // Lua shows the end of a long name
      snprintf(shown, sizeof shown, "...%s", name + count - (LUA_IDSIZE - 4));
      name = shown;
      count = strlen(name);
    }
    if (length <= count + 3 || memcmp(message, name, count) != 0) continue;
    if (message[count] != ':') continue;
    size_t at = count + 1;
    while (at < length && at < count + 12 && message[at] >= '0' && message[at] <= '9') at++;
    if (at == count + 1 || at + 1 >= length) continue;
    if (message[at] != ':' || message[at + 1] != ' ') continue;
    snprintf(source, SOURCE_SIZE, "%s:%.*s", chunk->text, (int)(at - count - 1),
             message + count + 1);
    return at + 2;
  }
  return 0;
}

/// Frames of the script, and of C functions that the script called; the prelude's are not shown.
static bool is_shown(lua_State *L, int level, lua_Debug *frame) {
  lua_Debug caller;
  if (bridge_is_script_chunk(frame)) return true;
  if (kept_is_own_frame(L, frame)) return false;
  return *frame->what == 'C' && frame->name != NULL && lua_getstack(L, level + 1, &caller) &&
         lua_getinfo(L, "S", &caller) != 0 && bridge_is_script_chunk(&caller);
}

/// The part of a function's name that the script's author wrote: rewriting the text (TickRewriting)
/// makes `buy_at_line` of `buy` and `position_qty` of `position`, where the text has no such names.
static size_t written_length(const sauda_script *script, const lua_Debug *frame) {
  static const char *const orders[] = {"buy_at_line", "sell_at_line", "close_at_line", NULL};
  static const char *const positions[] = {"position_qty", "position_is_flat", "position_is_long",
                                          "position_is_short", NULL};
  if (*frame->what != 'C') return strnlen(frame->name, 80);
  for (int i = 0; script->rewrites_orders && orders[i] != NULL; i++) {
    if (strcmp(frame->name, orders[i]) == 0) return strcspn(frame->name, "_");
  }
  for (int i = 0; script->rewrites_positions && positions[i] != NULL; i++) {
    if (strcmp(frame->name, positions[i]) == 0) return strcspn(frame->name, "_");
  }
  return strnlen(frame->name, 80);
}

static size_t append_frame(const sauda_script *script, const lua_Debug *frame, char *text,
                           size_t length) {
  if (length > 0) length = bridge_append(text, TRACEBACK_SIZE, length, "\n");
  length = bridge_append_printable(text, TRACEBACK_SIZE, length, frame->short_src,
                                   strlen(frame->short_src));
  if (frame->currentline > 0) {
    length = bridge_append(text, TRACEBACK_SIZE, length, ":");
    length = bridge_append_number(text, TRACEBACK_SIZE, length, frame->currentline);
  }
  length = bridge_append(text, TRACEBACK_SIZE, length, ": in ");
  if (frame->name != NULL) {
    length = bridge_append(text, TRACEBACK_SIZE, length,
                           *frame->namewhat != 0 ? frame->namewhat : "function");
    length = bridge_append(text, TRACEBACK_SIZE, length, " '");
    length = bridge_append_printable(text, TRACEBACK_SIZE, length, frame->name,
                                     written_length(script, frame));
    return bridge_append(text, TRACEBACK_SIZE, length, "'");
  }
  if (*frame->what == 'm') return bridge_append(text, TRACEBACK_SIZE, length, "main chunk");
  length = bridge_append(text, TRACEBACK_SIZE, length, "function of line ");
  return bridge_append_number(text, TRACEBACK_SIZE, length, frame->linedefined);
}

/// Reads the frame at a level; whether it is one to show.
static bool shown_frame(lua_State *L, int level, lua_Debug *frame) {
  return lua_getstack(L, level, frame) && lua_getinfo(L, "Slnt", frame) != 0 &&
         is_shown(L, level, frame);
}

/// The frames of one state, innermost first; the middle of a deep stack is left out. Only frames that are
/// shown count: how many of the bridge's own lie between them depends on the way that a call took.
static size_t append_traceback(const sauda_script *script, lua_State *L, int first, char *text,
                               size_t length) {
  lua_Debug frame;
  int level = first, last = bridge_depth(L), shown = 0;
  for (; level < last && level < first + SEARCHED_LEVELS && shown < TOP_LEVELS; level++) {
    if (!shown_frame(L, level, &frame)) continue;
    length = append_frame(script, &frame, text, length);
    shown++;
  }
  int bottom = last;
  for (shown = 0; bottom > level && bottom > last - SEARCHED_LEVELS && shown < BOTTOM_LEVELS;) {
    if (shown_frame(L, --bottom, &frame)) shown++;
  }
  if (bottom > level) {
    length = bridge_append(text, TRACEBACK_SIZE, length, "\n(");
    length = bridge_append_number(text, TRACEBACK_SIZE, length, bottom - level);
    length = bridge_append(text, TRACEBACK_SIZE, length, " levels left out)");
  }
  for (level = bottom; level < last; level++) {
    if (shown_frame(L, level, &frame)) length = append_frame(script, &frame, text, length);
  }
  return length;
}

void bridge_describe_error(sauda_script *script, lua_State *L, int index, int skip) {
  outcome_text *text = &script->text;
  index = lua_absindex(L, index);
  text->source[0] = 0;
  text->message[0] = 0;
  size_t prefix = 0, count = 0;
  if (lua_type(L, index) == LUA_TSTRING) {
    const char *bytes = lua_tolstring(L, index, &count);
    prefix = position_prefix(script, bytes, count, text->source);
    bridge_append_printable(text->message, MESSAGE_SIZE, 0, bytes + prefix, count - prefix);
    bridge_restore_names(script, text->message);
  } else {
    size_t length = bridge_append(text->message, MESSAGE_SIZE, 0, "error object is a ");
    length = bridge_append(text->message, MESSAGE_SIZE, length, bridge_type_name(L, index));
    if (lua_isnoneornil(L, index)) {
      bridge_append(text->message, MESSAGE_SIZE, 0, "error(nil)");
    } else if (bridge_type(L, index) == LUA_TTABLE) {
      length = bridge_append(text->message, MESSAGE_SIZE, length, ": ");
      bridge_append_value(L, index, text->message, MESSAGE_SIZE, length);
    } else if (lua_type(L, index) <= LUA_TNUMBER && lua_type(L, index) != LUA_TLIGHTUSERDATA) {
      length = bridge_append(text->message, MESSAGE_SIZE, length, ": ");
      bridge_append_value(L, index, text->message, MESSAGE_SIZE, length);
    }
  }
  lua_Debug frame;
  if (text->source[0] == 0 && bridge_script_frame(script, &frame)) {
    snprintf(text->source, SOURCE_SIZE, "%s:%d", frame.source + 1, frame.currentline);
  }
  size_t length = 0;
  text->traceback[0] = 0;
  for (int32_t i = script->nesting; i >= 0; i--) {
    int first = i == script->nesting ? skip : 0;
    length = append_traceback(script, script->states[i], first, text->traceback, length);
  }
}

int bridge_message_handler(lua_State *L) {
  sauda_script *script = bridge_script(L);
  note_interruption(script);
  if (script->tripped == 0) bridge_describe_error(script, L, 1, 1);
  return 1;
}

sauda_outcome bridge_outcome(const sauda_script *script) {
  sauda_outcome outcome = {script->last_status, script->text.message, script->text.source,
                           script->text.traceback};
  return outcome;
}

sauda_outcome bridge_judge(sauda_script *script, lua_State *L, int status) {
  outcome_text *text = &script->text;
  if (status != LUA_OK) bridge_note_refusal(script);
  if (script->tripped == SAUDA_TIME) {
    script->last_status = SAUDA_TIME;
    snprintf(text->message, MESSAGE_SIZE, "ran longer than %lld ms",
             (long long)(script->budget / 1000000));
    text->traceback[0] = 0;  // where exactly it stood depends on the machine's speed
  } else if (script->tripped == SAUDA_MEMORY) {
    script->last_status = SAUDA_MEMORY;
    snprintf(text->message, MESSAGE_SIZE, "needs more than %zu MiB",
             arena_cap(script->arena) >> 20);
    text->traceback[0] = 0;
  } else if (status != LUA_OK) {
    script->last_status = SAUDA_ERROR;
    // The handler did not run when the error arose in a handler or at the end of the C stack, or has
    // the words of a memory error.
    if (text->message[0] == 0) bridge_describe_error(script, L, -1, 0);
  } else {
    script->last_status = SAUDA_OK;
    bridge_clear_outcome(script);
  }
  return bridge_outcome(script);
}

const char *sauda_interrupted_at(const sauda_script *script) { return script->text.interrupted; }

sauda_outcome sauda_last_outcome(sauda_script *script) { return bridge_outcome(script); }
