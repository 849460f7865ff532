#include "CKernels.h"
#include "Clones.h"

// Eight lanes over stripes of 64 bytes, so that it runs as fast as memory is read: each lane adds its neighbour's word, which no change can
// escape, and the product of its own halves under a key that counts the stripes, which tells their order. Every 16 stripes all lanes are mixed.
// The step is that of XXH3 (github.com/Cyan4973/xxHash, BSD-2); the keys and the ends are our own, so the sums are not XXH3's.
typedef uint64_t lanes __attribute__((vector_size(64)));

static inline uint64_t mix(uint64_t sum, uint64_t word) {
  sum ^= word;
  sum ^= sum >> 29;
  sum *= 0xBF58476D1CE4E5B9u;
  sum ^= sum >> 32;
  return sum * 0x94D049BB133111EBu;
}

CLONES uint64_t luodi_checksum(const void *bytes, size_t length) {
  const unsigned char *at = (const unsigned char *)bytes;
  lanes sums = {0x9E3779B97F4A7C15u, 0x3C6EF372FE94F82Au, 0xDAA66D2C7DDF743Fu, 0x78DDE6E5FD29F054u,
                0x1715609F7C746C69u, 0xB54CDA58FBBEE87Eu, 0x538454127B096493u, 0xF1BBCDCBFA53E0A8u};
  lanes keys = {0xB8FE6C3923A44BBEu, 0x7C01812CF721AD1Cu, 0xDED46DE9839097DBu, 0x7240A4A4B7B3671Fu,
                0xCB79E64ECCC0E578u, 0x825AD07DCCFF7221u, 0xB8084674F743248Eu, 0xE03590E6813A264Cu};
  const uint64_t step = 0xD1B54A32D192ED03u;
  size_t stripes = (length + 63) / 64;
  for (size_t stripe = 0; stripe < stripes; stripe++) {
    lanes words = {0};
    size_t left = length - stripe * 64;
    // Of a known length it is a load; of another one, a call.
    if (left >= 64) __builtin_memcpy(&words, at + stripe * 64, 64);
    else __builtin_memcpy(&words, at + stripe * 64, left);
    lanes keyed = words ^ (keys + (uint64_t)stripe * step);
    sums += __builtin_shufflevector(words, words, 1, 0, 3, 2, 5, 4, 7, 6);
    sums += (keyed & 0xFFFFFFFFu) * (keyed >> 32);
    if ((stripe & 15) == 15) sums = ((sums ^ (sums >> 47)) ^ keys) * 0x9E3779B1u;
  }
  uint64_t sum = (uint64_t)length * 0x9E3779B97F4A7C15u;
  for (int lane = 0; lane < 8; lane++) sum = mix(sum, sums[lane]);
  return sum ^ (sum >> 31);
}
