#ifndef POWER_CUT_H
#define POWER_CUT_H

#include <stdint.h>

// A layer below SQLite that writes down what is written to the files of one folder and what is synced, so
// that a test can build what a loss of power may leave; and that lets one of these calls fail.

enum power_cut_kind {
  POWER_CUT_WRITE = 1,
  POWER_CUT_TRUNCATE = 2,
  POWER_CUT_SYNC = 3,
  POWER_CUT_DELETE = 4,
};

struct power_cut_step {
  int32_t kind;
  // The file's name without its folder.
  char name[64];
  int64_t offset;
  int64_t length;
  // Of a write: its bytes.
  const uint8_t *bytes;
};

// Begins to write down; files elsewhere are left alone. One recording at a time.
int power_cut_begin(const char *folder);
// Ends it, and forgets the steps.
void power_cut_end(void);
// Steps so far.
int64_t power_cut_count(void);
// A step; it lives until the recording ends.
struct power_cut_step power_cut_step_at(int64_t place);
// Lets the step of this number, and every later one, fail with SQLite's result code; 0: none.
void power_cut_fail_from(int64_t place, int code);

#endif
