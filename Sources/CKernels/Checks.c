#include <string.h>

#include "CKernels.h"
#include "Clones.h"

// One look at numbers that were just brought in, as wide as the registers.
#define EXTENT(name, T, S)                                                                              \
  CLONES void luodi_extent_##name(const T *cells, size_t rows, uint64_t *top, size_t *zeros) {          \
    typedef T vec __attribute__((vector_size(64)));                                                     \
    typedef S mask __attribute__((vector_size(64)));                                                    \
    const size_t lanes = 64 / sizeof(T);                                                                \
    vec high = {0};                                                                                     \
    size_t none = 0, row = 0;                                                                           \
    while (row + lanes <= rows) {                                                                       \
      mask counts = {0};                                                                                \
      for (int round = 0; round < 127 && row + lanes <= rows; round++, row += lanes) {                  \
        vec v;                                                                                          \
        memcpy(&v, cells + row, 64);                                                                    \
        high = __builtin_elementwise_max(high, v);                                                      \
        counts -= (mask)(v == 0);                                                                       \
      }                                                                                                 \
      for (size_t lane = 0; lane < lanes; lane++) none += (size_t)counts[lane];                         \
    }                                                                                                   \
    uint64_t most = 0;                                                                                  \
    for (size_t lane = 0; lane < lanes; lane++) most = high[lane] > most ? high[lane] : most;           \
    for (; row < rows; row++) {                                                                         \
      most = cells[row] > most ? cells[row] : most;                                                     \
      none += cells[row] == 0;                                                                          \
    }                                                                                                   \
    *top = most;                                                                                        \
    *zeros = none;                                                                                      \
  }

EXTENT(u8, uint8_t, int8_t)
EXTENT(u16, uint16_t, int16_t)
EXTENT(u32, uint32_t, int32_t)
EXTENT(u64, uint64_t, int64_t)

#define RISES(name, T)                                                                                  \
  CLONES int luodi_rises_##name(const T *numbers, size_t count) {                                       \
    T falls = 0;                                                                                        \
    for (size_t i = 1; i < count; i++) falls |= (T)(numbers[i - 1] > numbers[i]);                       \
    return falls == 0;                                                                                  \
  }

RISES(u8, uint8_t)
RISES(u16, uint16_t)
RISES(u32, uint32_t)

#define LASTS(name, T)                                                                                  \
  CLONES int luodi_lasts_##name(const T *since, const T *until, size_t rows) {                          \
    T empty = 0;                                                                                        \
    for (size_t row = 0; row < rows; row++) empty |= (T)(since[row] >= until[row]);                     \
    return empty == 0;                                                                                  \
  }

LASTS(u8, uint8_t)
LASTS(u16, uint16_t)
