// Lua's patterns, matched in bounded steps: the matcher looks at the budget as it goes.
#ifndef SAUDA_PATTERN_H
#define SAUDA_PATTERN_H

#include <lua.h>
#include <stddef.h>
#include <stdint.h>

enum { PATTERN_CAPTURES = 32, PATTERN_DEPTH = 200 };

typedef struct {
  const char *start;
  ptrdiff_t length;   // or one of the two below
} pattern_capture;
enum { CAPTURE_OPEN = -1, CAPTURE_POSITION = -2 };

typedef struct {
  lua_State *L;
  const char *text, *text_end;
  const char *pattern_end;
  uint64_t steps;
  int depth;          // how much deeper the matcher may call itself
  int count;          // of captures
  pattern_capture captures[PATTERN_CAPTURES];
} pattern_state;

void pattern_open(pattern_state *self, lua_State *L, const char *text, size_t length,
                  const char *pattern_end);
/// Matches at `at`; returns the end of the match or NULL. Raises on a malformed pattern.
const char *pattern_match(pattern_state *self, const char *at, const char *pattern);

/// Finds capture `index` of the match `from..<to`; without captures, 0 is the whole match.
/// Returns its length, or CAPTURE_POSITION after having pushed the position.
ptrdiff_t pattern_read_capture(pattern_state *self, int index, const char *from, const char *to,
                               const char **start);
/// Pushes all captures (or the whole match, if `from` is not NULL); returns how many.
int pattern_push_captures(pattern_state *self, const char *from, const char *to);

#endif
