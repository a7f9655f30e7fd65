#ifndef SAUDA_CRECORDING_H
#define SAUDA_CRECORDING_H

#include <stddef.h>
#include <stdint.h>

#include "ahead.h"
#include "delimiters.h"

/// CRC-32C (Castagnoli, reflected, initial value and final complement as in RFC 3720) of some bytes.
///
/// `previous` is 0, or the checksum of the bytes before these.
uint32_t sauda_crc32c(uint32_t previous, const void *bytes, size_t count);

/// The same by tables alone: what machines without a CRC-32C instruction run, and what tests compare.
uint32_t sauda_crc32c_portable(uint32_t previous, const void *bytes, size_t count);

#endif
