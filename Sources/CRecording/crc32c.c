#include "CRecording.h"

#include <string.h>

// The polynomial 0x1EDC6F41, bits reversed.
#define POLYNOMIAL 0x82f63b78u

// Bytes of one of the three lanes that the hardware loop runs side by side, and of those that do
// what it leaves: a single lane takes three times as long.
#define LANE 1024
#define SHORT_LANE 192

// How far ahead memory is asked for: a lane is too short for the processor to see that it goes on.
#define AHEAD (6 * LANE)

// slices[k][b]: the effect of byte b followed by k zero bytes.
static uint32_t slices[8][256];
// shift[k][b]: the effect of as many zero bytes as a lane has on byte k of a register.
static uint32_t lane_shift[4][256];
static uint32_t short_lane_shift[4][256];

static uint32_t over_zeros(uint32_t state, size_t count) {
  for (; count > 0; count--) state = (state >> 8) ^ slices[0][state & 0xff];
  return state;
}

// The shift is linear over exclusive or: 32 single bits give all 1,024 entries.
static void make_shift(uint32_t shift[4][256], size_t count) {
  uint32_t basis[32];
  for (int bit = 0; bit < 32; bit++) basis[bit] = over_zeros(UINT32_C(1) << bit, count);
  for (int k = 0; k < 4; k++)
    for (uint32_t byte = 0; byte < 256; byte++) {
      uint32_t sum = 0;
      for (int bit = 0; bit < 8; bit++)
        if (byte >> bit & 1) sum ^= basis[8 * k + bit];
      shift[k][byte] = sum;
    }
}

// Runs once, before main: afterwards the tables are only read, by any thread.
__attribute__((constructor)) static void make_tables(void) {
  for (uint32_t byte = 0; byte < 256; byte++) {
    uint32_t state = byte;
    for (int bit = 0; bit < 8; bit++) state = (state >> 1) ^ (state & 1 ? POLYNOMIAL : 0);
    slices[0][byte] = state;
  }
  for (int k = 1; k < 8; k++)
    for (uint32_t byte = 0; byte < 256; byte++)
      slices[k][byte] = (slices[k - 1][byte] >> 8) ^ slices[0][slices[k - 1][byte] & 0xff];
  make_shift(lane_shift, LANE);
  make_shift(short_lane_shift, SHORT_LANE);
}

static uint64_t load(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

uint32_t sauda_crc32c_portable(uint32_t previous, const void *start, size_t count) {
  const uint8_t *bytes = start;
  uint32_t state = ~previous;
  for (; count >= 8; count -= 8, bytes += 8) {
    uint64_t word = load(bytes) ^ state;
    state = 0;
    for (int k = 0; k < 8; k++) state ^= slices[7 - k][(word >> (8 * k)) & 0xff];
  }
  for (; count > 0; count--) state = (state >> 8) ^ slices[0][(state ^ *bytes++) & 0xff];
  return ~state;
}

#if defined(__x86_64__)
#define HARDWARE __attribute__((target("sse4.2")))
#define STEP8(state, word) ((uint32_t)__builtin_ia32_crc32di((state), (word)))
#define STEP1(state, byte) ((uint32_t)__builtin_ia32_crc32qi((state), (byte)))
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#define HARDWARE
#define STEP8(state, word) __crc32cd((state), (word))
#define STEP1(state, byte) __crc32cb((state), (byte))
#endif

#if defined(HARDWARE)

static uint32_t shifted(uint32_t shift[4][256], uint32_t state) {
  return shift[0][state & 0xff] ^ shift[1][(state >> 8) & 0xff] ^ shift[2][(state >> 16) & 0xff] ^
         shift[3][state >> 24];
}

// The instruction takes three cycles and starts one each cycle: three lanes keep it busy.
HARDWARE static uint32_t crc32c_hardware(uint32_t previous, const void *start, size_t count) {
  const uint8_t *bytes = start;
  uint32_t state = ~previous;
  for (; count >= 3 * LANE; count -= 3 * LANE, bytes += 3 * LANE) {
    uint32_t second = 0, third = 0;
    for (size_t line = 0; line < LANE; line += 64) {
      __builtin_prefetch(bytes + AHEAD + line);
      __builtin_prefetch(bytes + AHEAD + LANE + line);
      __builtin_prefetch(bytes + AHEAD + 2 * LANE + line);
      for (size_t at = line; at < line + 64; at += 8) {
        state = STEP8(state, load(bytes + at));
        second = STEP8(second, load(bytes + LANE + at));
        third = STEP8(third, load(bytes + 2 * LANE + at));
      }
    }
    state = shifted(lane_shift, shifted(lane_shift, state) ^ second) ^ third;
  }
  for (; count >= 3 * SHORT_LANE; count -= 3 * SHORT_LANE, bytes += 3 * SHORT_LANE) {
    uint32_t second = 0, third = 0;
    for (size_t at = 0; at < SHORT_LANE; at += 8) {
      state = STEP8(state, load(bytes + at));
      second = STEP8(second, load(bytes + SHORT_LANE + at));
      third = STEP8(third, load(bytes + 2 * SHORT_LANE + at));
    }
    state = shifted(short_lane_shift, shifted(short_lane_shift, state) ^ second) ^ third;
  }
  for (; count >= 8; count -= 8, bytes += 8) state = STEP8(state, load(bytes));
  for (; count > 0; count--) state = STEP1(state, *bytes++);
  return ~state;
}

#endif

uint32_t sauda_crc32c(uint32_t previous, const void *bytes, size_t count) {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("sse4.2")) return sauda_crc32c_portable(previous, bytes, count);
#endif
#if defined(HARDWARE)
  return crc32c_hardware(previous, bytes, count);
#else
  return sauda_crc32c_portable(previous, bytes, count);
#endif
}
