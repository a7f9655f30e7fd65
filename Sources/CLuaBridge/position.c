// Where in a script something happened.
#include <string.h>

#include "bridge.h"

bool bridge_is_script_chunk(const lua_Debug *frame) { return frame->source[0] == '@'; }

/// The nearest script frame of one state. lua_getstack walks from the top, so a search that goes
/// deep is quadratic: prelude and C frames are few, and the bound keeps a hostile stack harmless.
static bool frame_of_state(lua_State *L, lua_Debug *frame) {
  for (int level = 0; level < 1000 && lua_getstack(L, level, frame); level++) {
    if (lua_getinfo(L, "Sl", frame) != 0 && bridge_is_script_chunk(frame) &&
        frame->currentline > 0) {
      return true;
    }
  }
  return false;
}

bool bridge_script_frame(const sauda_script *script, lua_Debug *frame) {
  for (int32_t i = script->nesting; i >= 0; i--) {
    if (frame_of_state(script->states[i], frame)) return true;
  }
  return false;
}

bool sauda_current_line(sauda_script *script, const char **file, int32_t *line) {
  lua_Debug frame;
  if (!bridge_script_frame(script, &frame)) return false;
  *file = frame.source + 1;
  *line = frame.currentline;
  return true;
}

/// The number of frames of a state, found by doubling and halving.
int bridge_depth(lua_State *L) {
  lua_Debug frame;
  int low = 0, high = 1;
  while (lua_getstack(L, high, &frame)) {
    low = high;
    high *= 2;
  }
  while (low + 1 < high) {
    int middle = (low + high) / 2;
    if (lua_getstack(L, middle, &frame)) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return high;
}

void bridge_outermost_source(const sauda_script *script, char *text, size_t size) {
  lua_State *L = script->main;
  lua_Debug frame;
  int depth = bridge_depth(L);
  for (int level = depth - 1; level >= 0 && level > depth - 64; level--) {
    if (lua_getstack(L, level, &frame) && lua_getinfo(L, "S", &frame) != 0 &&
        bridge_is_script_chunk(&frame)) {
      size_t length = bridge_append_printable(text, size, 0, frame.source + 1,
                                              strlen(frame.source + 1));
      length = bridge_append(text, size, length, ":");
      bridge_append_number(text, size, length, frame.linedefined > 0 ? frame.linedefined : 1);
      return;
    }
  }
}

int bridge_raise_at_script(lua_State *L) {
  lua_Debug frame;
  if (bridge_script_frame(bridge_script(L), &frame)) {
    lua_pushfstring(L, "%s:%d: ", frame.short_src, frame.currentline);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}
