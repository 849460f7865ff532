#include "CPatterns.h"

#include <new>
#include <re2/re2.h>

struct luodi_pattern {
  RE2 expression;
  luodi_pattern(const re2::StringPiece &text, const RE2::Options &options) : expression(text, options) {}
};

luodi_pattern *luodi_pattern_make(const char *bytes, size_t count, int64_t memory, enum luodi_pattern_fault *fault) {
  luodi_pattern *made = nullptr;
  *fault = LUODI_PATTERN_OUT_OF_MEMORY;
  try {
    RE2::Options options(RE2::Quiet);
    options.set_never_capture(true);
    options.set_max_mem(memory);
    made = new luodi_pattern(re2::StringPiece(bytes, count), options);
    switch (made->expression.error_code()) {
    case RE2::NoError: *fault = LUODI_PATTERN_SOUND; return made;
    case RE2::ErrorPatternTooLarge:
    case RE2::ErrorRepeatSize: *fault = LUODI_PATTERN_TOO_LARGE; break;
    default: *fault = LUODI_PATTERN_REFUSED;
    }
  } catch (...) {
  }
  delete made;
  return nullptr;
}

void luodi_pattern_drop(luodi_pattern *pattern) { delete pattern; }

int64_t luodi_pattern_size(const luodi_pattern *pattern) { return pattern->expression.ProgramSize(); }

int luodi_pattern_find(const luodi_pattern *pattern, const char *bytes, size_t count) {
  // Where its automaton has no more room, RE2 goes on without one, slower; what it cannot do at all it says by an exception.
  try {
    return pattern->expression.Match(re2::StringPiece(count ? bytes : "", count), 0, count, RE2::UNANCHORED, nullptr, 0);
  } catch (...) {
    return -1;
  }
}
