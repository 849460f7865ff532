#pragma once

// CLONES: the function is compiled for newer instruction sets as well, and the loader picks the best one.
// The thread sanitizer is not up yet when the loader resolves clones, so it gets the plain functions.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define LUODI_NO_CLONES 1
#endif
#endif

#if defined(__x86_64__) && defined(__linux__) && !defined(LUODI_NO_CLONES)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "popcnt", "default")))
#else
#define CLONES
#endif
