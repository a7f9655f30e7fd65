// string.format: as Lua's, but without addresses (%p), bounded and counted.
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bridge.h"
#include "matching.h"
#include "text_buffer.h"

enum {
  SPEC_SIZE = 32,
  LONGEST_SPEC = 22,
  ITEM_SIZE = 512,      // any number in any width and precision of two digits
};

typedef struct {
  text_buffer out;
  char spec[SPEC_SIZE];  // "%-5.2f" as the script wrote it, later with the length modifier
  int argument;
} formatter;

static void refuse_spec(lua_State *L, const char *spec) {
  luaL_error(L, "invalid conversion specification: '%s'", spec);
}

/// Copies the specification at `at` (behind the '%') and returns its last character's place.
static const char *read_spec(lua_State *L, formatter *self, const char *at) {
  size_t length = strspn(at, "-+#0 123456789.") + 1;
  if (length >= LONGEST_SPEC) luaL_error(L, "invalid format (too long)");
  self->spec[0] = '%';
  memcpy(self->spec + 1, at, length);
  self->spec[length + 1] = 0;
  return at + length - 1;
}

static const char *skip_two_digits(const char *at) {
  if (isdigit((unsigned char)*at)) at++;
  if (isdigit((unsigned char)*at)) at++;
  return at;
}

/// Only the flags that the conversion knows, a width and maybe a precision of two digits each.
static void check_spec(lua_State *L, const formatter *self, const char *flags, bool precision) {
  const char *at = self->spec + 1;
  at += strspn(at, flags);
  if (*at != '0') {
    at = skip_two_digits(at);
    if (*at == '.' && precision) at = skip_two_digits(at + 1);
  }
  if (!isalpha((unsigned char)*at)) refuse_spec(L, self->spec);
}

/// Puts a length modifier before the conversion's letter.
static void add_modifier(formatter *self, const char *modifier) {
  size_t length = strlen(self->spec), extra = strlen(modifier);
  char letter = self->spec[length - 1];
  memcpy(self->spec + length - 1, modifier, extra);
  self->spec[length - 1 + extra] = letter;
  self->spec[length + extra] = 0;
}

static void add_quoted(formatter *self, const char *text, size_t length) {
  text_add_byte(&self->out, '"');
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '"' || c == '\\' || c == '\n') {
      text_add_byte(&self->out, '\\');
      text_add_byte(&self->out, (char)c);
    } else if (iscntrl(c)) {
      bool digit = i + 1 < length && isdigit((unsigned char)text[i + 1]);
      char code[8];
      int count = snprintf(code, sizeof code, digit ? "\\%03d" : "\\%d", c);
      text_add(&self->out, code, (size_t)count);
    } else {
      text_add_byte(&self->out, (char)c);
    }
  }
  text_add_byte(&self->out, '"');
}

/// %q of a number: a text that reads back as the same number.
static void add_exact_number(formatter *self, lua_State *L) {
  char text[80];
  if (lua_isinteger(L, self->argument)) {
    lua_Integer number = lua_tointeger(L, self->argument);
    snprintf(text, sizeof text, number == LUA_MININTEGER ? "0x%llx" : "%lld", (long long)number);
  } else {
    double number = lua_tonumber(L, self->argument);
    if (isnan(number)) {
      strcpy(text, "(0/0)");
    } else if (isinf(number)) {
      strcpy(text, number > 0 ? "1e9999" : "-1e9999");
    } else {
      snprintf(text, sizeof text, "%a", number);
    }
  }
  text_add(&self->out, text, strlen(text));
}

static void add_literal(formatter *self, lua_State *L) {
  if (self->spec[2] != 0) luaL_error(L, "specifier '%%q' cannot have modifiers");
  switch (lua_type(L, self->argument)) {
    case LUA_TSTRING: {
      size_t length;
      const char *text = lua_tolstring(L, self->argument, &length);
      add_quoted(self, text, length);
      break;
    }
    case LUA_TNUMBER:
      add_exact_number(self, L);
      break;
    case LUA_TNIL:
    case LUA_TBOOLEAN: {
      size_t length;
      const char *text = bridge_push_text(L, self->argument, &length);
      text_add(&self->out, text, length);
      lua_pop(L, 1);
      break;
    }
    default:
      luaL_argerror(L, self->argument, "value has no literal form");
  }
}

static void add_string(formatter *self, lua_State *L) {
  size_t length;
  luaL_checkany(L, self->argument);
  const char *text = bridge_push_text(L, self->argument, &length);
  if (self->spec[2] == 0) {
    text_add(&self->out, text, length);
  } else {
    luaL_argcheck(L, length == strlen(text), self->argument, "string contains zeros");
    check_spec(L, self, "-", true);
    if (strchr(self->spec, '.') == NULL && length >= 100) {
      text_add(&self->out, text, length);  // no width can make it longer
    } else {
      char item[ITEM_SIZE];
      text_add(&self->out, item, (size_t)snprintf(item, sizeof item, self->spec, text));
    }
  }
  lua_pop(L, 1);
}

static void add_integer(formatter *self, lua_State *L, const char *flags) {
  char item[ITEM_SIZE];
  long long number = luaL_checkinteger(L, self->argument);
  check_spec(L, self, flags, true);
  add_modifier(self, "ll");
  text_add(&self->out, item, (size_t)snprintf(item, sizeof item, self->spec, number));
}

static void add_float(formatter *self, lua_State *L, bool spec_first) {
  char item[ITEM_SIZE];  // 1e308 in %99.99f takes 410 characters
  if (spec_first) check_spec(L, self, "-+ #0", true);  // which of two mistakes is told, as in Lua
  double number = luaL_checknumber(L, self->argument);
  check_spec(L, self, "-+ #0", true);
  text_add(&self->out, item, (size_t)snprintf(item, sizeof item, self->spec, number));
}

static void add_item(formatter *self, lua_State *L, char conversion) {
  switch (conversion) {
    case 'c': {
      char item[ITEM_SIZE];
      check_spec(L, self, "-", false);
      int character = (int)luaL_checkinteger(L, self->argument);
      text_add(&self->out, item, (size_t)snprintf(item, sizeof item, self->spec, character));
      return;
    }
    case 'd':
    case 'i':
      add_integer(self, L, "-+0 ");
      return;
    case 'u':
      add_integer(self, L, "-0");
      return;
    case 'o':
    case 'x':
    case 'X':
      add_integer(self, L, "-#0");
      return;
    case 'a':
    case 'A':
      add_float(self, L, true);
      return;
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      add_float(self, L, false);
      return;
    case 'p':
      luaL_error(L, "'%%p' is not available: addresses differ from run to run");
      return;
    case 'q':
      add_literal(self, L);
      return;
    case 's':
      add_string(self, L);
      return;
    default:
      luaL_error(L, "invalid conversion '%s' to 'format'", self->spec);
  }
}

int bridge_format(lua_State *L) {
  int arguments = lua_gettop(L);
  size_t length;
  const char *at = luaL_checklstring(L, 1, &length), *end = at + length;
  formatter self;
  self.argument = 1;
  text_open(&self.out, L);
  while (at < end) {
    const char *sign = memchr(at, '%', (size_t)(end - at));
    if (sign == NULL) sign = end;
    text_add(&self.out, at, (size_t)(sign - at));
    if (sign == end) break;
    at = sign + 1;  // at the very end this is the NUL behind the string: an invalid conversion
    if (*at == '%') {
      text_add_byte(&self.out, *at++);
      continue;
    }
    bridge_poll(L);
    if (++self.argument > arguments) return luaL_argerror(L, self.argument, "no value");
    at = read_spec(L, &self, at);
    add_item(&self, L, *at++);
  }
  text_push(&self.out);
  return 1;
}
