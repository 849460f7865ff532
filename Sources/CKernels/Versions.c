#include "CKernels.h"
#include "Clones.h"
#include "Numbers.h"

// Two versions of one record, met by their key.

INLINE int has(const uint64_t *words, size_t row) { return words[row >> 6] >> (row & 63) & 1; }

INLINE unsigned outcome(const void *cells, unsigned width, size_t now, size_t then) {
  uint64_t a = number(cells, width, now), b = number(cells, width, then);
  if (a == 0 || b == 0) return a == b ? 0 : LUODI_ONE_MISSING;
  return a < b ? LUODI_LESS : a > b ? LUODI_GREATER : LUODI_EQUAL;
}

INLINE void meet(const struct luodi_versions *v, unsigned key_width, unsigned cell_width, size_t first, size_t last, const uint64_t *now,
                 const uint64_t *then, uint64_t *out) {
#define DECIDE(NOW, THEN)                                                                                  \
  if (cell_width == 0 || (outcome(v->cells, cell_width, (NOW), (THEN)) & v->outcomes)) out[(NOW) >> 6] |= (uint64_t)1 << ((NOW) & 63);
  const size_t current = v->current;
  for (size_t block = first / 64; block * 64 < last; block++) {
    uint64_t edge = ~(uint64_t)0;
    if (block == first / 64) edge <<= first & 63;
    if (last - block * 64 < 64) edge &= ((uint64_t)1 << (last & 63)) - 1;
    // A history row there, and a current row now: the row number of the latter is the key.
    uint64_t word = then[block] & edge;
    while (word) {
      size_t row = block * 64 + (size_t)__builtin_ctzll(word);
      word &= word - 1;
      size_t key = number(v->keys, key_width, row - current);
      if (has(now, key)) { DECIDE(key, row) }
    }
    if (!v->now_has_history) continue;
    word = now[block] & edge;
    while (word) {
      size_t row = block * 64 + (size_t)__builtin_ctzll(word);
      word &= word - 1;
      size_t key = number(v->keys, key_width, row - current);
      if (has(then, key)) { DECIDE(row, key) }
      // The history of a key lies together.
      for (size_t other = row; other > current && number(v->keys, key_width, other - 1 - current) == key; other--)
        if (has(then, other - 1)) { DECIDE(row, other - 1) }
      for (size_t other = row + 1; other < v->rows && number(v->keys, key_width, other - current) == key; other++)
        if (has(then, other)) { DECIDE(row, other) }
    }
  }
}

#define MEET_CELLS(KEY)                                                      \
  switch (v->cell_width) {                                                   \
    case 0: meet(v, KEY, 0, first, last, now, then, out); break;             \
    case 1: meet(v, KEY, 1, first, last, now, then, out); break;             \
    case 2: meet(v, KEY, 2, first, last, now, then, out); break;             \
    case 4: meet(v, KEY, 4, first, last, now, then, out); break;             \
    default: meet(v, KEY, 8, first, last, now, then, out);                   \
  }

CLONES void luodi_meet_versions(const struct luodi_versions *v, size_t first, size_t last, const uint64_t *now, const uint64_t *then,
                                uint64_t *out) {
  switch (v->key_width) {
    case 1: MEET_CELLS(1) break;
    case 2: MEET_CELLS(2) break;
    default: MEET_CELLS(4)
  }
}
