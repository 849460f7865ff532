#pragma once

#include <stddef.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))

// A stored number of 1, 2, 4 or 8 bytes. Where the width is known the rest falls away.
INLINE uint64_t number(const void *numbers, unsigned width, size_t index) {
  switch (width) {
    case 1: return ((const uint8_t *)numbers)[index];
    case 2: return ((const uint16_t *)numbers)[index];
    case 4: return ((const uint32_t *)numbers)[index];
    default: return ((const uint64_t *)numbers)[index];
  }
}

