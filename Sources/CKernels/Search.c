#include "CKernels.h"
#include "Clones.h"
#include <string.h>

// Two bytes of what is looked for are compared at 64 places at once; only where both fit is the rest compared. In UTF-8 the first byte of a Chinese
// character is one of a handful and filters nothing, so the last byte of the first character and the last byte of all are taken.

static inline uint64_t bits_of(const uint8_t hit[64]) {
  uint64_t word = 0;
  for (int part = 0; part < 8; part++) {
    uint64_t bytes;
    memcpy(&bytes, hit + 8 * part, 8);
    word |= ((bytes * 0x0102040810204080u) >> 56) << (8 * part);
  }
  return word;
}

// Length of the character that begins with a byte.
static size_t character_length(uint8_t byte) { return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4; }

typedef struct {
  const uint32_t *offsets;
  size_t text;
  uint64_t *out;
} texts;

// Notes a find in the text that holds it; a find across the border of two texts is none.
static void note(texts *state, size_t place, size_t length) {
  while (state->offsets[state->text + 1] <= place) state->text++;
  if (place + length <= state->offsets[state->text + 1]) state->out[state->text >> 6] |= (uint64_t)1 << (state->text & 63);
}

CLONES void luodi_search(const uint8_t *bytes, const uint32_t *offsets, size_t first, size_t last, const uint8_t *part, size_t length,
                         uint64_t *out) {
  size_t start = offsets[first], end = offsets[last];
  if (length == 0 || end - start < length) return;
  size_t a = character_length(part[0]) - 1, b = length - 1;
  if (a >= length) a = length - 1;
  uint8_t wanted_a = part[a], wanted_b = part[b];
  texts state = {offsets, first, out};
  size_t places = end - start - length + 1, place = 0;
  for (; place + 64 <= places; place += 64) {
    const uint8_t *at = bytes + start + place;
    uint8_t hit[64];
    for (size_t i = 0; i < 64; i++) hit[i] = (uint8_t)((at[i + a] == wanted_a) & (at[i + b] == wanted_b));
    uint64_t word = bits_of(hit);
    while (word) {
      size_t found = place + (size_t)__builtin_ctzll(word);
      word &= word - 1;
      if (memcmp(bytes + start + found, part, length) == 0) note(&state, start + found, length);
    }
  }
  for (; place < places; place++)
    if (memcmp(bytes + start + place, part, length) == 0) note(&state, start + place, length);
}
