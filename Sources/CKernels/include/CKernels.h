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
