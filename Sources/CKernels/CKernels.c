#include <string.h>

#include "CKernels.h"
#include "Clones.h"

CLONES size_t luodi_count(const uint64_t *a, size_t words) {
  size_t sum = 0;
  for (size_t i = 0; i < words; i++) sum += (size_t)__builtin_popcountll(a[i]);
  return sum;
}

CLONES size_t luodi_count_and(const uint64_t *a, const uint64_t *b, size_t words) {
  size_t sum = 0;
  for (size_t i = 0; i < words; i++) sum += (size_t)__builtin_popcountll(a[i] & b[i]);
  return sum;
}

CLONES size_t luodi_count_and_not(const uint64_t *a, const uint64_t *b, size_t words) {
  size_t sum = 0;
  for (size_t i = 0; i < words; i++) sum += (size_t)__builtin_popcountll(a[i] & ~b[i]);
  return sum;
}

// 64 tests into 64 bytes, which the compiler turns into vector code, then eight bytes of 0 or 1 at a time into eight bits by one multiplication.
static inline uint64_t gather(const uint8_t hit[64]) {
  uint64_t word = 0;
  for (int part = 0; part < 8; part++) {
    uint64_t bytes;
    __builtin_memcpy(&bytes, hit + 8 * part, 8);
    word |= ((bytes * 0x0102040810204080u) >> 56) << (8 * part);
  }
  return word;
}

#define TO_BITS(TEST)                                                 \
  size_t whole = rows / 64;                                           \
  for (size_t block = 0; block < whole; block++) {                    \
    uint8_t hit[64];                                                  \
    for (size_t bit = 0; bit < 64; bit++) {                           \
      size_t row = block * 64 + bit;                                  \
      hit[bit] = (uint8_t)(TEST);                                     \
    }                                                                 \
    out[block] = gather(hit);                                         \
  }                                                                   \
  if (rows % 64 != 0) {                                               \
    uint64_t word = 0;                                                \
    for (size_t row = whole * 64; row < rows; row++)                  \
      word |= (uint64_t)(TEST) << (row & 63);                         \
    out[whole] = word;                                                \
  }

CLONES void luodi_equal_u32(const uint32_t *cells, size_t rows, uint32_t code, uint64_t *out) {
  TO_BITS(cells[row] == code)
}

CLONES void luodi_between_i32(const int32_t *cells, size_t rows, int32_t low, int32_t high, uint64_t *out) {
  TO_BITS((cells[row] >= low) & (cells[row] <= high))
}

CLONES void luodi_between_i64(const int64_t *cells, size_t rows, int64_t low, int64_t high, uint64_t *out) {
  TO_BITS((cells[row] >= low) & (cells[row] <= high))
}

// As many cells at a time as 64 bytes hold; compilers make masks of such comparisons, which the loop above does not lead them to.
#define MASKS(NAME, CELL, LANES, TEST, ROWTEST, ...)                                                           \
  typedef CELL NAME##_cells __attribute__((vector_size(64)));                                                  \
  typedef _Bool NAME##_bits __attribute__((ext_vector_type(LANES)));                                           \
  CLONES void NAME(__VA_ARGS__, uint64_t *out) {                                                               \
    typedef NAME##_cells vector;                                                                               \
    size_t whole = rows / 64;                                                                                  \
    for (size_t block = 0; block < whole; block++) {                                                           \
      uint64_t word = 0;                                                                                       \
      for (size_t part = 0; part < 64 / LANES; part++) {                                                       \
        size_t first = block * 64 + part * LANES;                                                              \
        NAME##_bits hit = __builtin_convertvector(TEST, NAME##_bits);                                          \
        uint64_t bits = 0;                                                                                     \
        memcpy(&bits, &hit, LANES / 8);                                                                        \
        word |= bits << (part * LANES % 64);                                                                   \
      }                                                                                                        \
      out[block] = word;                                                                                       \
    }                                                                                                          \
    if (rows % 64 != 0) {                                                                                      \
      uint64_t word = 0;                                                                                       \
      for (size_t row = whole * 64; row < rows; row++) word |= (uint64_t)(ROWTEST) << (row & 63);              \
      out[whole] = word;                                                                                       \
    }                                                                                                          \
  }

#define LOAD(CELLS) ({ vector loaded; memcpy(&loaded, (CELLS) + first, sizeof loaded); loaded; })

#define ALIVE(NAME, CELL, LANES)                                                                               \
  MASKS(NAME, CELL, LANES, (LOAD(since) <= snapshot) & (LOAD(until) > snapshot), (since[row] <= snapshot) & (snapshot < until[row]), \
        const CELL *since, const CELL *until, size_t rows, CELL snapshot)
ALIVE(luodi_alive_u8, uint8_t, 64)
ALIVE(luodi_alive, uint16_t, 32)

#define WITHIN(NAME, CELL, LANES)                                                                              \
  MASKS(NAME, CELL, LANES, LOAD(cells) - low <= span, (CELL)(cells[row] - low) <= span, const CELL *cells, size_t rows, CELL low, CELL span)
WITHIN(luodi_within_u8, uint8_t, 64)
WITHIN(luodi_within_u16, uint16_t, 32)
WITHIN(luodi_within_u32, uint32_t, 16)
WITHIN(luodi_within_u64, uint64_t, 8)
