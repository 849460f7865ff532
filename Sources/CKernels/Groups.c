#include "CKernels.h"
#include "Clones.h"

// Extremes by group, and several keys as one.

// Runs BODY for every selected row. A full word needs no search for its bits.
#define FOR_ROWS(BODY)                                                 \
  for (size_t block = 0; block * 64 < rows; block++) {                 \
    uint64_t word = words ? words[block] : ~(uint64_t)0;               \
    size_t left = rows - block * 64;                                   \
    if (left < 64) word &= ((uint64_t)1 << left) - 1;                  \
    if (word == ~(uint64_t)0) {                                        \
      for (size_t bit = 0; bit < 64; bit++) {                          \
        size_t row = block * 64 + bit;                                 \
        BODY                                                           \
      }                                                                \
    } else {                                                           \
      while (word) {                                                   \
        size_t row = block * 64 + (size_t)__builtin_ctzll(word);       \
        word &= word - 1;                                              \
        BODY                                                           \
      }                                                                \
    }                                                                  \
  }

// Stored 0 is missing and must never win: less one it is the largest number there is.
#define EXTREMES(CODENAME, CODE, CELLNAME, CELL)                                                                                  \
  void luodi_group_least_##CODENAME##_##CELLNAME(const CODE *codes, const CELL *cells, const uint64_t *words, size_t rows,        \
                                                 uint64_t *least) {                                                               \
    FOR_ROWS({                                                                                                                    \
      uint64_t cell = (uint64_t)cells[row] - 1;                                                                                   \
      uint64_t *at = least + codes[row];                                                                                          \
      if (cell < *at) *at = cell;                                                                                                 \
    })                                                                                                                            \
  }                                                                                                                               \
  void luodi_group_greatest_##CODENAME##_##CELLNAME(const CODE *codes, const CELL *cells, const uint64_t *words, size_t rows,     \
                                                    uint64_t *greatest) {                                                         \
    FOR_ROWS({                                                                                                                    \
      uint64_t cell = (uint64_t)cells[row];                                                                                       \
      uint64_t *at = greatest + codes[row];                                                                                       \
      if (cell > *at) *at = cell;                                                                                                 \
    })                                                                                                                            \
  }

#define EXTREMES_OF(CODENAME, CODE)          \
  EXTREMES(CODENAME, CODE, u8, uint8_t)      \
  EXTREMES(CODENAME, CODE, u16, uint16_t)    \
  EXTREMES(CODENAME, CODE, u32, uint32_t)    \
  EXTREMES(CODENAME, CODE, u64, uint64_t)

EXTREMES_OF(u8, uint8_t)
EXTREMES_OF(u16, uint16_t)
EXTREMES_OF(u32, uint32_t)

#define SCALED(NAME, CODE)                                                                                              \
  CLONES void luodi_add_scaled_##NAME##_u16(const CODE *codes, size_t rows, uint16_t factor, uint16_t *out) {           \
    for (size_t row = 0; row < rows; row++) out[row] = (uint16_t)(out[row] + codes[row] * factor);                      \
  }                                                                                                                     \
  CLONES void luodi_add_scaled_##NAME##_u32(const CODE *codes, size_t rows, uint32_t factor, uint32_t *out) {           \
    for (size_t row = 0; row < rows; row++) out[row] += codes[row] * factor;                                            \
  }

SCALED(u8, uint8_t)
SCALED(u16, uint16_t)
SCALED(u32, uint32_t)
