#include "pattern.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "bridge.h"

enum { ESCAPE = '%', STEPS_A_POLL = 256 };

static const char *match(pattern_state *self, const char *at, const char *pattern);

void pattern_open(pattern_state *self, lua_State *L, const char *text, size_t length,
                  const char *pattern_end) {
  self->L = L;
  self->text = text;
  self->text_end = text + length;
  self->pattern_end = pattern_end;
  self->steps = 0;
  self->depth = PATTERN_DEPTH;
  self->count = 0;
}

static inline void step(pattern_state *self) {
  if (__builtin_expect(++self->steps % STEPS_A_POLL == 0, 0)) bridge_poll(self->L);
}

static inline unsigned char byte_of(const char *at) { return (unsigned char)*at; }

/// The end of the single-character item that begins at `pattern`.
static const char *end_of_item(pattern_state *self, const char *pattern) {
  char first = *pattern++;
  if (first == ESCAPE) {
    if (pattern == self->pattern_end) luaL_error(self->L, "malformed pattern (ends with '%%')");
    return pattern + 1;
  }
  if (first != '[') return pattern;
  if (pattern < self->pattern_end && *pattern == '^') pattern++;
  do {  // a ']' in first place is a member
    step(self);
    if (pattern == self->pattern_end) luaL_error(self->L, "malformed pattern (missing ']')");
    char member = *pattern++;
    if (member == ESCAPE) {
      if (pattern == self->pattern_end) {
        luaL_error(self->L, "malformed pattern (missing ']')");
      }
      pattern++;  // whatever is escaped, a ']' too
    }
  } while (pattern == self->pattern_end || *pattern != ']');
  return pattern + 1;
}

/// Whether a character belongs to the class named by a letter; other letters stand for themselves.
static bool in_class(unsigned char character, unsigned char letter) {
  bool result;
  switch (tolower(letter)) {
    case 'a': result = isalpha(character); break;
    case 'c': result = iscntrl(character); break;
    case 'd': result = isdigit(character); break;
    case 'g': result = isgraph(character); break;
    case 'l': result = islower(character); break;
    case 'p': result = ispunct(character); break;
    case 's': result = isspace(character); break;
    case 'u': result = isupper(character); break;
    case 'w': result = isalnum(character); break;
    case 'x': result = isxdigit(character); break;
    case 'z': result = character == 0; break;  // old, but still there
    default: return letter == character;
  }
  return isupper(letter) ? !result : result;
}

/// Whether a character is in the set from '[' at `set` to ']' at `last`.
static bool in_set(pattern_state *self, unsigned char character, const char *set,
                   const char *last) {
  bool found = true;
  if (set[1] == '^') {
    found = false;
    set++;
  }
  while (++set < last) {
    step(self);
    if (*set == ESCAPE) {
      set++;
      if (in_class(character, byte_of(set))) return found;
    } else if (set[1] == '-' && set + 2 < last) {
      set += 2;
      if (byte_of(set - 2) <= character && character <= byte_of(set)) return found;
    } else if (byte_of(set) == character) {
      return found;
    }
  }
  return !found;
}

static bool matches_item(pattern_state *self, const char *at, const char *item, const char *end) {
  if (at >= self->text_end) return false;
  unsigned char character = byte_of(at);
  switch (*item) {
    case '.': return true;
    case ESCAPE: return in_class(character, byte_of(item + 1));
    case '[': return in_set(self, character, item, end - 1);
    default: return byte_of(item) == character;
  }
}

/// %bxy: from an x to the y that closes it.
static const char *match_balance(pattern_state *self, const char *at, const char *pair) {
  if (pair >= self->pattern_end - 1) {
    luaL_error(self->L, "malformed pattern (missing arguments to '%%b')");
  }
  if (at >= self->text_end || *at != pair[0]) return NULL;
  size_t open = 1;
  for (at++; at < self->text_end; at++) {
    step(self);
    if (*at == pair[1]) {
      if (--open == 0) return at + 1;
    } else if (*at == pair[0]) {
      open++;
    }
  }
  return NULL;
}

/// item* and item+: as many as there are, then fewer until the rest matches.
static const char *match_most(pattern_state *self, const char *at, const char *item,
                              const char *end) {
  const char *last = at;
  while (matches_item(self, last, item, end)) {
    step(self);
    last++;
  }
  for (; last >= at; last--) {
    step(self);
    const char *found = match(self, last, end + 1);
    if (found != NULL) return found;
  }
  return NULL;
}

/// item-: as few as possible.
static const char *match_least(pattern_state *self, const char *at, const char *item,
                               const char *end) {
  for (;;) {
    step(self);
    const char *found = match(self, at, end + 1);
    if (found != NULL) return found;
    if (!matches_item(self, at, item, end)) return NULL;
    at++;
  }
}

static const char *open_capture(pattern_state *self, const char *at, const char *pattern,
                                ptrdiff_t what) {
  if (self->count >= PATTERN_CAPTURES) luaL_error(self->L, "too many captures");
  self->captures[self->count].start = at;
  self->captures[self->count].length = what;
  self->count++;
  const char *found = match(self, at, pattern);
  if (found == NULL) self->count--;
  return found;
}

static const char *close_capture(pattern_state *self, const char *at, const char *pattern) {
  int open = self->count - 1;
  while (open >= 0 && self->captures[open].length != CAPTURE_OPEN) open--;
  if (open < 0) luaL_error(self->L, "invalid pattern capture");
  self->captures[open].length = at - self->captures[open].start;
  const char *found = match(self, at, pattern);
  if (found == NULL) self->captures[open].length = CAPTURE_OPEN;
  return found;
}

/// %1 to %9: the text of an earlier capture again.
static const char *match_again(pattern_state *self, const char *at, char digit) {
  int index = digit - '1';
  if (index < 0 || index >= self->count || self->captures[index].length == CAPTURE_OPEN) {
    luaL_error(self->L, "invalid capture index %%%d", index + 1);
  }
  // A position capture holds no text; its marker, taken as a length, never fits.
  size_t length = (size_t)self->captures[index].length;
  if ((size_t)(self->text_end - at) < length) return NULL;
  self->steps += length / 64;
  return memcmp(self->captures[index].start, at, length) == 0 ? at + length : NULL;
}

/// %f[set]: between a character outside of the set and one inside.
static bool at_frontier(pattern_state *self, const char *at, const char *set, const char *end) {
  unsigned char before = at == self->text ? 0 : byte_of(at - 1);
  unsigned char after = at == self->text_end ? 0 : byte_of(at);
  return !in_set(self, before, set, end - 1) && in_set(self, after, set, end - 1);
}

/// The items that begin with '%' and are no class: sets `at` (NULL: no match) and `pattern` behind
/// the item. False when it is an ordinary item.
static bool match_special(pattern_state *self, const char **at, const char **pattern) {
  const char *item = *pattern;
  if (item + 1 == self->pattern_end) return false;  // reported where the item's end is looked for
  switch (item[1]) {
    case 'b':
      *at = match_balance(self, *at, item + 2);
      *pattern = item + 4;
      return true;
    case 'f': {
      const char *set = item + 2;
      if (set >= self->pattern_end || *set != '[') {
        luaL_error(self->L, "missing '[' after '%%f' in pattern");
      }
      const char *end = end_of_item(self, set);
      if (!at_frontier(self, *at, set, end)) *at = NULL;
      *pattern = end;
      return true;
    }
    case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
      *at = match_again(self, *at, item[1]);
      *pattern = item + 2;
      return true;
    default:
      return false;
  }
}

/// An ordinary item with what may follow it. Returns true when `result` is the answer; else the
/// match goes on at `at` and `pattern`.
static bool match_item(pattern_state *self, const char **at, const char **pattern,
                       const char **result) {
  const char *item = *pattern, *end = end_of_item(self, item);
  char suffix = end < self->pattern_end ? *end : 0;
  bool fits = matches_item(self, *at, item, end);
  if (!fits && (suffix == '*' || suffix == '?' || suffix == '-')) {  // none of them, then
    *pattern = end + 1;
    return false;
  }
  switch (suffix) {
    case '*':
      *result = match_most(self, *at, item, end);
      return true;
    case '+':
      *result = fits ? match_most(self, *at + 1, item, end) : NULL;
      return true;
    case '-':
      *result = match_least(self, *at, item, end);
      return true;
    case '?':
      if ((*result = match(self, *at + 1, end + 1)) != NULL) return true;
      *pattern = end + 1;
      return false;
    default:
      *result = NULL;
      if (!fits) return true;
      (*at)++;
      *pattern = end;
      return false;
  }
}

static const char *match(pattern_state *self, const char *at, const char *pattern) {
  if (self->depth-- == 0) luaL_error(self->L, "pattern too complex");
  const char *result = NULL;
  while (at != NULL) {
    step(self);
    if (pattern == self->pattern_end) {
      result = at;
      break;
    }
    if (*pattern == '(') {
      bool position = pattern + 1 < self->pattern_end && pattern[1] == ')';
      result = position ? open_capture(self, at, pattern + 2, CAPTURE_POSITION)
                        : open_capture(self, at, pattern + 1, CAPTURE_OPEN);
      break;
    }
    if (*pattern == ')') {
      result = close_capture(self, at, pattern + 1);
      break;
    }
    if (*pattern == '$' && pattern + 1 == self->pattern_end) {
      result = at == self->text_end ? at : NULL;
      break;
    }
    if (*pattern == ESCAPE && match_special(self, &at, &pattern)) continue;
    if (match_item(self, &at, &pattern, &result)) break;
  }
  self->depth++;
  return result;
}

const char *pattern_match(pattern_state *self, const char *at, const char *pattern) {
  self->count = 0;
  self->depth = PATTERN_DEPTH;
  return match(self, at, pattern);
}

ptrdiff_t pattern_read_capture(pattern_state *self, int index, const char *from, const char *to,
                               const char **start) {
  if (index >= self->count) {
    if (index != 0) luaL_error(self->L, "invalid capture index %%%d", index + 1);
    *start = from;
    return to - from;
  }
  pattern_capture capture = self->captures[index];
  *start = capture.start;
  if (capture.length == CAPTURE_OPEN) luaL_error(self->L, "unfinished capture");
  if (capture.length == CAPTURE_POSITION) {
    lua_pushinteger(self->L, capture.start - self->text + 1);
  }
  return capture.length;
}

int pattern_push_captures(pattern_state *self, const char *from, const char *to) {
  int count = self->count == 0 && from != NULL ? 1 : self->count;
  luaL_checkstack(self->L, count, "too many captures");
  for (int i = 0; i < count; i++) {
    const char *start;
    ptrdiff_t length = pattern_read_capture(self, i, from, to, &start);
    if (length != CAPTURE_POSITION) lua_pushlstring(self->L, start, (size_t)length);
  }
  return count;
}
