#include <string.h>

#include "CKernels.h"
#include "Clones.h"
#include "Numbers.h"

// Counts and sums of rows by group, at one snapshot or, for versions, at all of them.

// A sum and a count share a number while a chunk of rows is added up. Several lanes take turns, so that a number is not read when it was just
// written, and rows that are not selected are added to 64 numbers behind the lanes, which nobody reads.
#define COUNT ((uint64_t)1 << 46)

INLINE void fill(uint32_t *slots, const uint32_t *lanes, const void *moments, unsigned moment_width, const void *codes, unsigned code_width,
                 uint32_t groups) {
#define FILL(MOMENT, CODE) for (size_t i = 0; i < 64; i++) slots[i] = lanes[i] + (MOMENT)*groups + (CODE);
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
INLINE uint64_t share(const void *cells, unsigned width, int is_whole, size_t row) {
  if (width == 0) return COUNT;
  uint64_t cell = number(cells, width, row);
  return cell + (is_whole || cell ? COUNT : 0);
}

INLINE void add(const struct luodi_sweep *s, unsigned cell_width, int is_whole, const void *moments, size_t base, const uint64_t *words,
                size_t first, size_t last, uint64_t *sums) {
  const uint32_t groups = (uint32_t)s->groups, stride = (uint32_t)(s->moments * s->groups);
  const uint32_t nobody = (uint32_t)s->lanes * stride;
  uint32_t lanes[64], slots[64];
  for (uint32_t i = 0; i < 64; i++) lanes[i] = (i & ((uint32_t)s->lanes - 1)) * stride;
  for (size_t block = first / 64; block * 64 < last; block++) {
    size_t row = block * 64;
    uint64_t word = words[block];
    if (row < first) word &= ~(uint64_t)0 << (first & 63);
    if (last - row < 64) word &= ((uint64_t)1 << (last & 63)) - 1;
    if (word == 0) continue;
    // At the edges there may be no 64 rows to read.
    if (row < first || last - row < 64 || __builtin_popcountll(word) < 20) {
      while (word) {
        size_t bit = (size_t)__builtin_ctzll(word);
        word &= word - 1;
        size_t moment = s->moment_width == 0 ? 0 : number(moments, s->moment_width, row + bit - base);
        size_t code = s->code_width == 0 ? 0 : number(s->codes, s->code_width, row + bit);
        sums[lanes[bit] + moment * groups + code] += share(s->cells, cell_width, is_whole, row + bit);
      }
      continue;
    }
    fill(slots, lanes, at(moments, s->moment_width, row - base), s->moment_width, at(s->codes, s->code_width, row), s->code_width, groups);
    if (word != ~(uint64_t)0) {
      for (uint32_t i = 0; i < 64; i++) slots[i] = word >> i & 1 ? slots[i] : nobody + i;
    }
    for (size_t i = 0; i < 64; i++) sums[slots[i]] += share(s->cells, cell_width, is_whole, row + i);
  }
}

// Two columns at once: their sums lie side by side and are added to in one step.
typedef uint64_t both __attribute__((vector_size(16)));

INLINE void fill_both(uint64_t *shares, const void *a, int a_whole, const void *b, int b_whole, size_t row) {
  const uint32_t *first = (const uint32_t *)a + row, *second = (const uint32_t *)b + row;
  for (size_t i = 0; i < 64; i++) {
    shares[2 * i] = first[i] + (a_whole || first[i] ? COUNT : 0);
    shares[2 * i + 1] = second[i] + (b_whole || second[i] ? COUNT : 0);
  }
}

CLONES void luodi_sweep_pairs(const struct luodi_sweep *s, const void *second, int second_is_whole, const uint64_t *words, size_t first,
                              size_t last, uint64_t *room, uint64_t *sums, uint64_t *counts) {
  const uint32_t groups = (uint32_t)s->groups, nobody = (uint32_t)s->lanes * groups;
  both *totals = (both *)room;
  uint64_t shares[128];
  uint32_t lanes[64], slots[64];
  for (uint32_t i = 0; i < 64; i++) lanes[i] = (i & ((uint32_t)s->lanes - 1)) * groups;
  for (size_t start = first; start < last;) {
    size_t end = start / s->chunk * s->chunk + s->chunk;
    if (end > last) end = last;
    for (size_t block = start / 64; block * 64 < end; block++) {
      size_t row = block * 64;
      uint64_t word = words[block];
      if (row < start) word &= ~(uint64_t)0 << (start & 63);
      if (end - row < 64) word &= ((uint64_t)1 << (end & 63)) - 1;
      if (word == 0) continue;
      if (row < start || end - row < 64 || __builtin_popcountll(word) < 20) {
        while (word) {
          size_t bit = (size_t)__builtin_ctzll(word);
          word &= word - 1;
          size_t code = s->code_width == 0 ? 0 : number(s->codes, s->code_width, row + bit);
          totals[lanes[bit] + code] += (both){share(s->cells, 4, s->is_whole, row + bit), share(second, 4, second_is_whole, row + bit)};
        }
        continue;
      }
      fill(slots, lanes, NULL, 0, at(s->codes, s->code_width, row), s->code_width, groups);
      if (word != ~(uint64_t)0) {
        for (uint32_t i = 0; i < 64; i++) slots[i] = word >> i & 1 ? slots[i] : nobody + i;
      }
      fill_both(shares, s->cells, s->is_whole, second, second_is_whole, row);
      for (size_t i = 0; i < 64; i++) {
        both pair;
        memcpy(&pair, shares + 2 * i, sizeof pair);
        totals[slots[i]] += pair;
      }
    }
    for (size_t lane = 0; lane < s->lanes; lane++) {
      for (size_t group = 0; group < groups; group++) {
        both sum = totals[lane * groups + group];
        for (size_t place = 0; place < 2; place++) {
          sums[place * groups + group] += sum[place] & (COUNT - 1);
          counts[place * groups + group] += sum[place] / COUNT;
        }
      }
    }
    memset(totals, 0, s->lanes * groups * sizeof *totals);
    start = end;
  }
}

CLONES void luodi_sweep_rows(const struct luodi_sweep *s, const void *moments, size_t base, const uint64_t *words, size_t first, size_t last,
                             uint64_t *room, uint64_t *sums, uint64_t *counts) {
  const size_t stride = s->moments * s->groups;
  for (size_t start = first; start < last;) {
    size_t end = start / s->chunk * s->chunk + s->chunk;
    if (end > last) end = last;
    switch (s->cell_width * 2 + (s->is_whole ? 1 : 0)) {
      case 0: case 1: add(s, 0, 1, moments, base, words, start, end, room); break;
      case 2: add(s, 1, 0, moments, base, words, start, end, room); break;
      case 3: add(s, 1, 1, moments, base, words, start, end, room); break;
      case 4: add(s, 2, 0, moments, base, words, start, end, room); break;
      case 5: add(s, 2, 1, moments, base, words, start, end, room); break;
      case 8: add(s, 4, 0, moments, base, words, start, end, room); break;
      default: add(s, 4, 1, moments, base, words, start, end, room);
    }
    for (size_t lane = 0; lane < s->lanes; lane++) {
      for (size_t slot = 0; slot < stride; slot++) {
        uint64_t both = room[lane * stride + slot];
        sums[slot] += both & (COUNT - 1);
        counts[slot] += both / COUNT;
      }
    }
    memset(room, 0, s->lanes * stride * sizeof *room);
    start = end;
  }
}
