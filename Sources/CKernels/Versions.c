#include <string.h>

#include "CKernels.h"
#include "Clones.h"

// Versions of records: those of one record met by their key, and all of them summed up over the snapshots at which they hold.

#define INLINE static inline __attribute__((always_inline))

INLINE uint64_t number(const void *numbers, unsigned width, size_t index) {
  switch (width) {
    case 1: return ((const uint8_t *)numbers)[index];
    case 2: return ((const uint16_t *)numbers)[index];
    case 4: return ((const uint32_t *)numbers)[index];
    default: return ((const uint64_t *)numbers)[index];
  }
}

INLINE int has(const uint64_t *words, size_t row) { return words[row >> 6] >> (row & 63) & 1; }

// MARK: one record

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

// MARK: all snapshots

// A sum and a count share a number while a chunk of rows is added up: each of four lanes, which take turns so that a sum is not read when it was
// just written, takes at most 2^14 cells of 32 bits.
#define LANES 4
#define CHUNK 65536
#define COUNT ((uint64_t)1 << 46)

INLINE void fill(uint32_t *slots, const void *moments, unsigned moment_width, const void *codes, unsigned code_width, uint32_t groups) {
#define FILL(MOMENT, CODE) for (size_t i = 0; i < 64; i++) slots[i] = (MOMENT)*groups + (CODE);
#define FILL_CODES(MOMENT)                                                   \
  switch (code_width) {                                                      \
    case 0: FILL(MOMENT, 0) break;                                           \
    case 1: FILL(MOMENT, ((const uint8_t *)codes)[i]) break;                 \
    case 2: FILL(MOMENT, ((const uint16_t *)codes)[i]) break;                \
    default: FILL(MOMENT, ((const uint32_t *)codes)[i])                      \
  }
  switch (moment_width) {
    case 0: FILL_CODES(0) break;
    case 1: FILL_CODES(((const uint8_t *)moments)[i]) break;
    default: FILL_CODES(((const uint16_t *)moments)[i])
  }
}

INLINE const void *at(const void *numbers, unsigned width, size_t index) { return (const char *)numbers + index * width; }

// A missing cell is 0 and is not counted; without cells every row is.
INLINE uint64_t share(const void *cells, unsigned width, size_t row) {
  if (width == 0) return COUNT;
  uint64_t cell = number(cells, width, row);
  return cell + (cell ? COUNT : 0);
}

INLINE void add(const struct luodi_sweep *s, unsigned cell_width, const void *moments, size_t base, const uint64_t *words, size_t first,
                size_t last, uint64_t *lanes) {
  const uint32_t groups = (uint32_t)s->groups;
  const size_t stride = s->moments * s->groups + 1;
  uint32_t slots[64];
  for (size_t block = first / 64; block * 64 < last; block++) {
    size_t row = block * 64;
    uint64_t word = words[block];
    if (row < first) word &= ~(uint64_t)0 << (first & 63);
    if (last - row < 64) word &= ((uint64_t)1 << (last & 63)) - 1;
    if (word == 0) continue;
    // Where many rows are selected the others are added to a slot that nobody reads. The edges may have no 64 rows to read.
    if (row < first || last - row < 64 || __builtin_popcountll(word) < 20) {
      while (word) {
        size_t bit = (size_t)__builtin_ctzll(word);
        word &= word - 1;
        size_t moment = s->moment_width == 0 ? 0 : number(moments, s->moment_width, row + bit - base);
        size_t code = s->code_width == 0 ? 0 : number(s->codes, s->code_width, row + bit);
        lanes[(bit & (LANES - 1)) * stride + moment * groups + code] += share(s->cells, cell_width, row + bit);
      }
      continue;
    }
    fill(slots, at(moments, s->moment_width, row - base), s->moment_width, at(s->codes, s->code_width, row), s->code_width, groups);
    if (word != ~(uint64_t)0) {
      for (size_t i = 0; i < 64; i++) slots[i] = word >> i & 1 ? slots[i] : (uint32_t)(stride - 1);
    }
    for (size_t i = 0; i < 64; i += LANES) {
      for (size_t lane = 0; lane < LANES; lane++) lanes[lane * stride + slots[i + lane]] += share(s->cells, cell_width, row + i + lane);
    }
  }
}

CLONES void luodi_sweep_rows(const struct luodi_sweep *s, const void *moments, size_t base, const uint64_t *words, size_t first, size_t last,
                        uint64_t *lanes, uint64_t *sums, uint64_t *counts) {
  const size_t stride = s->moments * s->groups + 1;
  for (size_t start = first; start < last;) {
    size_t end = start / CHUNK * CHUNK + CHUNK;
    if (end > last) end = last;
    switch (s->cell_width) {
      case 0: add(s, 0, moments, base, words, start, end, lanes); break;
      case 1: add(s, 1, moments, base, words, start, end, lanes); break;
      case 2: add(s, 2, moments, base, words, start, end, lanes); break;
      default: add(s, 4, moments, base, words, start, end, lanes);
    }
    for (size_t slot = 0; slot + 1 < stride; slot++) {
      for (size_t lane = 0; lane < LANES; lane++) {
        uint64_t both = lanes[lane * stride + slot];
        sums[slot] += both & (COUNT - 1);
        counts[slot] += both / COUNT;
      }
    }
    memset(lanes, 0, LANES * stride * sizeof *lanes);
    start = end;
  }
}
