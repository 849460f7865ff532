#pragma once
#include <stddef.h>
#include <stdint.h>

// Loops over bitmap words and column cells that need instructions beyond the baseline. Each picks its clone when the program is loaded.
// A bitmap of n rows is (n + 63) / 64 words; row r is bit r & 63 of word r >> 6; bits behind n are 0, read and written.

/// Set bits of a; of a and b; of a and not b.
size_t luodi_count(const uint64_t *a, size_t words);
size_t luodi_count_and(const uint64_t *a, const uint64_t *b, size_t words);
size_t luodi_count_and_not(const uint64_t *a, const uint64_t *b, size_t words);

/// out[row] = cells[row] == code.
void luodi_equal_u32(const uint32_t *cells, size_t rows, uint32_t code, uint64_t *out);

/// out[row] = low <= cells[row] && cells[row] <= high. A NaN is never inside.
void luodi_between_i32(const int32_t *cells, size_t rows, int32_t low, int32_t high, uint64_t *out);
void luodi_between_i64(const int64_t *cells, size_t rows, int64_t low, int64_t high, uint64_t *out);
void luodi_between_f64(const double *cells, size_t rows, double low, double high, uint64_t *out);

/// out[row] = since[row] <= snapshot && snapshot < until[row].
void luodi_alive(const uint16_t *since, const uint16_t *until, size_t rows, uint16_t snapshot, uint64_t *out);

/// out[row] = low <= cells[row] && cells[row] <= low + span, without overflow. With low at least 1 a stored 0, which is a missing cell, is never inside.
void luodi_within_u8(const uint8_t *cells, size_t rows, uint8_t low, uint8_t span, uint64_t *out);
void luodi_within_u16(const uint16_t *cells, size_t rows, uint16_t low, uint16_t span, uint64_t *out);
void luodi_within_u32(const uint32_t *cells, size_t rows, uint32_t low, uint32_t span, uint64_t *out);
void luodi_within_u64(const uint64_t *cells, size_t rows, uint64_t low, uint64_t span, uint64_t *out);

/// As luodi_alive, over bytes.
void luodi_alive_u8(const uint8_t *since, const uint8_t *until, size_t rows, uint8_t snapshot, uint64_t *out);

/// A 64-bit checksum of any bytes at any address.
uint64_t luodi_checksum(const void *bytes, size_t length);

/// One byte that several threads read and set: what was set is seen whole, in no order with anything else.
static inline uint8_t luodi_byte_load(const uint8_t *at) { return __atomic_load_n(at, __ATOMIC_ACQUIRE); }
static inline void luodi_byte_store(uint8_t *at, uint8_t value) { __atomic_store_n(at, value, __ATOMIC_RELEASE); }
