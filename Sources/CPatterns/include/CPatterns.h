#ifndef CPATTERNS_H
#define CPATTERNS_H

#include <stddef.h>
#include <stdint.h>

// RE2 for Swift: regular expressions that are searched for in time linear in the text.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct luodi_pattern luodi_pattern;

enum luodi_pattern_fault {
  LUODI_PATTERN_SOUND = 0,
  /// RE2 does not take it.
  LUODI_PATTERN_REFUSED = 1,
  /// Its program leaves the memory it may use.
  LUODI_PATTERN_TOO_LARGE = 2,
  LUODI_PATTERN_OUT_OF_MEMORY = 3,
};

/// NULL when there is a fault. Messages go nowhere.
luodi_pattern *luodi_pattern_make(const char *bytes, size_t count, int64_t memory, enum luodi_pattern_fault *fault);
void luodi_pattern_drop(luodi_pattern *pattern);

/// Instructions of its program: what a step over one byte of text costs at worst.
int64_t luodi_pattern_size(const luodi_pattern *pattern);

/// Whether it is found anywhere in a text: 1, 0, or -1 when there was no memory to tell. Any number of threads may ask.
int luodi_pattern_find(const luodi_pattern *pattern, const char *bytes, size_t count);

#ifdef __cplusplus
}
#endif

#endif
