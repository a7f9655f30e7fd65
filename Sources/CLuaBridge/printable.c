// Text that may be shown: one line, printable UTF-8, nothing that forges or reorders a line.
#include <string.h>

#include "bridge.h"

size_t bridge_append(char *text, size_t size, size_t length, const char *more) {
  size_t count = strlen(more);
  if (length + count >= size) count = size - 1 - length;
  memcpy(text + length, more, count);
  text[length + count] = 0;
  return length + count;
}

size_t bridge_append_number(char *text, size_t size, size_t length, int64_t number) {
  char digits[32];
  int at = (int)sizeof digits;
  uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
  digits[--at] = 0;
  do {
    digits[--at] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (number < 0) digits[--at] = '-';
  return bridge_append(text, size, length, digits + at);
}

/// Decodes one UTF-8 character; returns its length in bytes, 0 when the bytes are no UTF-8.
static size_t decode(const unsigned char *bytes, size_t count, uint32_t *character) {
  unsigned char lead = bytes[0];
  if (lead < 0x80) {
    *character = lead;
    return 1;
  }
  size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || length > count) return 0;
  uint32_t value = lead & (0x7Fu >> length);
  for (size_t i = 1; i < length; i++) {
    if ((bytes[i] & 0xC0) != 0x80) return 0;
    value = value << 6 | (bytes[i] & 0x3F);
  }
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
  *character = value;
  return length;
}

/// Control characters, line separators, marks that reorder or hide text, and what is no character.
static bool is_hidden(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFB) ||
         (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF) ||
         (c >= 0xE0000 && c <= 0xE0FFF);
}

/// Writes \n, \xNN or \u{...}; returns how many bytes.
static size_t escape(char *out, uint32_t character, bool byte) {
  static const char hex[] = "0123456789abcdef";
  size_t n = 0;
  out[n++] = '\\';
  if (character == '\n' || character == '\r' || character == '\t') {
    out[n++] = character == '\n' ? 'n' : character == '\r' ? 'r' : 't';
  } else if (byte || character < 0x80) {
    out[n++] = 'x';
    out[n++] = hex[character >> 4 & 15];
    out[n++] = hex[character & 15];
  } else {
    out[n++] = 'u';
    out[n++] = '{';
    int shift = 20;
    while (shift > 0 && character >> shift == 0) shift -= 4;
    for (; shift >= 0; shift -= 4) out[n++] = hex[character >> shift & 15];
    out[n++] = '}';
  }
  return n;
}

size_t bridge_append_printable(char *text, size_t size, size_t length, const char *bytes,
                               size_t count) {
  const unsigned char *at = (const unsigned char *)bytes;
  while (count > 0) {
    uint32_t character = at[0];
    size_t width = decode(at, count, &character);
    char piece[16];
    size_t written;
    if (width == 0 || is_hidden(character)) {
      written = escape(piece, character, width == 0);
      if (width == 0) width = 1;
    } else {
      written = width;
      memcpy(piece, at, width);
    }
    if (length + written >= size) break;
    memcpy(text + length, piece, written);
    length += written;
    at += width;
    count -= width;
  }
  text[length] = 0;
  return length;
}
