// An indicator as the bridge reads it: the host computes, and what a script may ask for lies here.
#ifndef SAUDA_INDICATOR_H
#define SAUDA_INDICATOR_H

#include <stdbool.h>
#include <stdint.h>

/// Past values that are kept, a power of two.
enum { SAUDA_INDICATOR_PAST = 1024 };
enum { SAUDA_INDICATOR_OUTPUTS = 4 };

typedef struct sauda_indicator sauda_indicator;

/// Advances the state by a bar and writes the outputs. It must not call Lua.
typedef void (*sauda_indicator_step)(sauda_indicator *self, double high, double low, double close,
                                     double volume);

struct sauda_indicator {
  double outputs[SAUDA_INDICATOR_OUTPUTS];  // as of the last update that was taken; NaN where one is not ready
  int32_t output_count;
  int32_t past_count;         // of `past`
  int32_t past_next;          // where the next value goes
  bool reads_range;           // high and low too, not the close alone
  bool reads_volume;
  bool takes_number;          // by a script's update(x)
  bool takes_bar;             // by a script's update(high, low, close, volume)
  double largest;             // the largest number an update takes, either way
  // The bridge's: the texts of fields that were read, one for each output and one for `ready`, by which it
  // knows them again; NULL: not read yet.
  const void *names[SAUDA_INDICATOR_OUTPUTS + 1];
  double *past;               // the first outputs, in a ring of SAUDA_INDICATOR_PAST
  sauda_indicator_step step;
  void *state;                // the step's
};

/// Takes a bar, or leaves it when a number that it reads is NaN or too large; whether it was taken.
bool sauda_indicator_take(sauda_indicator *self, double high, double low, double close,
                          double volume);
/// The first output so many updates ago, 1 for now; NaN when it was not ready or is forgotten.
double sauda_indicator_past(const sauda_indicator *self, int64_t place);
/// Whether every output has a value.
bool sauda_indicator_is_ready(const sauda_indicator *self);

#endif
