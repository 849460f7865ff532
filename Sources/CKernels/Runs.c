#include "CKernels.h"
#include "Clones.h"

// Runs of neighbouring rows with the same link. One row in each word of marks is the last of its run; adding the ones below it to the rows that are
// selected there carries into it exactly where one is selected.

// Bits of `word` where `mask` has them, moved together; and bits of `word`, the lowest first, put where `mask` has bits.
static inline uint64_t together(uint64_t word, uint64_t mask) {
  uint64_t result = 0;
  for (unsigned place = 0; mask; place++, mask &= mask - 1) result |= (word >> __builtin_ctzll(mask) & 1) << place;
  return result;
}

static inline uint64_t apart(uint64_t word, uint64_t mask) {
  uint64_t result = 0;
  for (; mask; word >>= 1, mask &= mask - 1) result |= (word & 1) << __builtin_ctzll(mask);
  return result;
}

#define RUNS(NAME, TARGET, TOGETHER, APART)                                                                                              \
  TARGET static void NAME(const uint64_t *rows, const uint64_t *last, size_t words, const uint64_t *holders, size_t count,               \
                          uint64_t *room, uint64_t *out) {                                                                               \
    uint64_t carry = 0, pending = 0;                                                                                                     \
    unsigned have = 0;                                                                                                                   \
    size_t written = 0;                                                                                                                  \
    for (size_t block = 0; block < words; block++) {                                                                                     \
      uint64_t ends = last[block], below = ~ends, sum;                                                                                   \
      uint64_t over = __builtin_add_overflow(rows[block] & below, below, &sum);                                                          \
      over |= __builtin_add_overflow(sum, carry, &sum);                                                                                  \
      carry = over;                                                                                                                      \
      uint64_t found = TOGETHER((sum | rows[block]) & ends, ends);                                                                       \
      unsigned some = (unsigned)__builtin_popcountll(ends);                                                                              \
      pending |= found << have;                                                                                                          \
      if (have + some >= 64) {                                                                                                           \
        room[written++] = pending;                                                                                                       \
        pending = have ? found >> (64 - have) : 0;                                                                                       \
        have = have + some - 64;                                                                                                         \
      } else {                                                                                                                           \
        have += some;                                                                                                                    \
      }                                                                                                                                  \
    }                                                                                                                                    \
    room[written] = pending;                                                                                                             \
    room[written + 1] = 0;                                                                                                               \
    size_t place = 0;                                                                                                                    \
    for (size_t block = 0; block < count; block++) {                                                                                     \
      unsigned shift = place & 63;                                                                                                       \
      uint64_t word = room[place >> 6] >> shift;                                                                                         \
      if (shift) word |= room[(place >> 6) + 1] << (64 - shift);                                                                         \
      out[block] = APART(word, holders[block]);                                                                                          \
      place += (size_t)__builtin_popcountll(holders[block]);                                                                             \
    }                                                                                                                                    \
  }

RUNS(plain, , together, apart)

#if defined(__x86_64__)
RUNS(quick, __attribute__((target("bmi2,popcnt"))), __builtin_ia32_pext_di, __builtin_ia32_pdep_di)
#endif

void luodi_holders_of_runs(const uint64_t *rows, const uint64_t *last, size_t words, const uint64_t *holders, size_t count, uint64_t *room,
                           uint64_t *out) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt")) return quick(rows, last, words, holders, count, room, out);
#endif
  plain(rows, last, words, holders, count, room, out);
}

#define FIND(NAME, CODE)                                                                                      \
  int luodi_find_runs_##NAME(const CODE *links, size_t rows, uint64_t *last, uint64_t *holders) {             \
    uint64_t run = 0;                                                                                         \
    for (size_t row = 0; row < rows; row++) {                                                                 \
      uint64_t link = links[row];                                                                             \
      if (link == run || link == 0) continue;                                                                 \
      if (link < run) return 0;                                                                               \
      if (run) last[(row - 1) >> 6] |= (uint64_t)1 << ((row - 1) & 63);                                       \
      holders[(link - 1) >> 6] |= (uint64_t)1 << ((link - 1) & 63);                                           \
      run = link;                                                                                             \
    }                                                                                                         \
    if (run) last[(rows - 1) >> 6] |= (uint64_t)1 << ((rows - 1) & 63);                                       \
    return 1;                                                                                                 \
  }

FIND(u8, uint8_t)
FIND(u16, uint16_t)
FIND(u32, uint32_t)
