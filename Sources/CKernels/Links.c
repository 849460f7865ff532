#include "CKernels.h"
#include "Clones.h"

// Links and codes against sets of what they stand for. A stored number s means code s - 1, 0 is missing.

// Neighbouring rows mostly lead to neighbouring records, so that a word of marks is put down once for many of them.
#define MARK(NAME, CODE)                                                                                      \
  void luodi_mark_##NAME(const CODE *codes, const uint64_t *words, size_t rows, uint64_t *marked) {           \
    uint64_t place = 0, bits = 0;                                                                             \
    for (size_t block = 0; block * 64 < rows; block++) {                                                      \
      uint64_t word = words[block];                                                                           \
      while (word) {                                                                                          \
        size_t row = block * 64 + (size_t)__builtin_ctzll(word);                                              \
        word &= word - 1;                                                                                     \
        uint64_t stored = codes[row];                                                                         \
        if (stored == 0) continue;                                                                            \
        if ((stored - 1) >> 6 != place) {                                                                     \
          if (bits) marked[place] |= bits;                                                                    \
          place = (stored - 1) >> 6;                                                                          \
          bits = 0;                                                                                           \
        }                                                                                                     \
        bits |= (uint64_t)1 << ((stored - 1) & 63);                                                           \
      }                                                                                                       \
    }                                                                                                         \
    if (bits) marked[place] |= bits;                                                                          \
  }

MARK(u8, uint8_t)
MARK(u16, uint16_t)
MARK(u32, uint32_t)

// Only the rows already selected are looked up.
#define KEEP(NAME, CODE)                                                                                      \
  void luodi_keep_##NAME(const CODE *codes, size_t rows, const uint64_t *wanted, uint64_t *words) {           \
    for (size_t block = 0; block * 64 < rows; block++) {                                                      \
      uint64_t word = words[block], kept = 0;                                                                 \
      while (word) {                                                                                          \
        unsigned bit = (unsigned)__builtin_ctzll(word);                                                       \
        word &= word - 1;                                                                                     \
        uint64_t stored = codes[block * 64 + bit];                                                            \
        uint64_t hit = stored != 0 ? wanted[(stored - 1) >> 6] >> ((stored - 1) & 63) & 1 : 0;                \
        kept |= hit << bit;                                                                                   \
      }                                                                                                       \
      words[block] = kept;                                                                                    \
    }                                                                                                         \
  }

KEEP(u8, uint8_t)
KEEP(u16, uint16_t)
KEEP(u32, uint32_t)

CLONES void luodi_and(uint64_t *a, const uint64_t *b, size_t words) {
  for (size_t i = 0; i < words; i++) a[i] &= b[i];
}

CLONES void luodi_or(uint64_t *a, const uint64_t *b, size_t words) {
  for (size_t i = 0; i < words; i++) a[i] |= b[i];
}

size_t luodi_rows(const uint64_t *words, size_t count, int32_t *rows) {
  size_t found = 0;
  for (size_t block = 0; block < count; block++) {
    uint64_t word = words[block];
    while (word) {
      rows[found++] = (int32_t)(block * 64 + (size_t)__builtin_ctzll(word));
      word &= word - 1;
    }
  }
  return found;
}
