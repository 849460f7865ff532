#include "Clones.h"
#include "include/CKernels.h"
#include <string.h>

// 64 bytes at a time, nothing but comparisons, so that every clone is as wide as its registers. Each byte is judged with the three before it: after
// C0-FF must follow one, after E0-FF two, after F0-FF three bytes 80-BF, and nowhere else; what is left are the few bounds of Unicode's table 3-7.
typedef uint8_t block __attribute__((vector_size(64)));
typedef int8_t mask __attribute__((vector_size(64)));

static inline int any(const mask *bits) {
  uint64_t words[8], all = 0;
  memcpy(words, bits, 64);
  for (int i = 0; i < 8; i++) all |= words[i];
  return all != 0;
}

static inline size_t total(const mask *counts) {
  size_t sum = 0;
  for (int i = 0; i < 64; i++) sum += (uint8_t)(*counts)[i];
  return sum;
}

CLONES void luodi_survey(const uint8_t *bytes, size_t length, struct luodi_text *survey) {
  mask quotes = {0}, returns = {0}, zeros = {0}, broken = {0};
  size_t lines = 0;
  for (size_t at = 0; at < length + 3;) {
    mask counts = {0};
    for (int round = 0; round < 255 && at < length + 3; round++, at += 64) {
      block v, before[3];
      if (at >= 64 && at + 64 <= length) {
        memcpy(&v, bytes + at, 64);
        for (int back = 1; back <= 3; back++) memcpy(&before[back - 1], bytes + at - back, 64);
      } else {
        // The first block has nothing before it; behind the text stand blanks, which end no character.
        uint8_t room[67];
        memset(room, ' ', sizeof room);
        size_t start = at >= 3 ? at - 3 : 0, skipped = at >= 3 ? 0 : 3 - at;
        size_t left = length > start ? length - start : 0;
        memcpy(room + skipped, bytes + start, left < 67 - skipped ? left : 67 - skipped);
        memcpy(&v, room + 3, 64);
        for (int back = 1; back <= 3; back++) memcpy(&before[back - 1], room + 3 - back, 64);
      }
      counts -= (mask)(v == '\n');
      quotes |= (mask)(v == '"');
      returns |= (mask)(v == '\r');
      zeros |= (mask)(v == 0);
      block last = before[0];
      mask wanted = (mask)(last >= 0xC0) | (mask)(before[1] >= 0xE0) | (mask)(before[2] >= 0xF0);
      broken |= wanted ^ (mask)((v & 0xC0) == 0x80);
      broken |= (mask)(v >= 0xF5) | ((mask)(v >= 0xC0) & (mask)(v < 0xC2));
      broken |= ((mask)(last == 0xE0) & (mask)(v < 0xA0)) | ((mask)(last == 0xED) & (mask)(v > 0x9F));
      broken |= ((mask)(last == 0xF0) & (mask)(v < 0x90)) | ((mask)(last == 0xF4) & (mask)(v > 0x8F));
    }
    lines += total(&counts);
  }
  survey->lines += lines;
  survey->has_quotes |= any(&quotes);
  survey->has_returns |= any(&returns);
  survey->has_zeros |= any(&zeros);
  survey->is_broken |= any(&broken);
}
