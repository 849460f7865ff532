#include "CFiles.h"
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { slots = 16 };

static char paths[slots][PATH_MAX];
// Lock-free, so that a handler may look, and threads may keep names at a time.
enum { is_free, is_taken, is_kept };
static atomic_int states[slots];

// Those that end a program and can be caught, but for the ones that tell of a fault.
static const int signals[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGPIPE,   SIGALRM,
                              SIGUSR1, SIGUSR2, SIGXCPU, SIGPROF, SIGVTALRM, SIGPOLL};

void luodi_temporary_remove_all(void) {
  for (int slot = 0; slot < slots; slot++) {
    if (atomic_load(&states[slot]) == is_kept) unlink(paths[slot]);
  }
}

static void leave(int signal_number) {
  luodi_temporary_remove_all();
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

int luodi_temporary_keep(const char *path) {
  size_t length = strlen(path);
  if (length >= PATH_MAX) return -1;
  for (unsigned index = 0; index < sizeof signals / sizeof *signals; index++) {
    struct sigaction present;
    if (sigaction(signals[index], NULL, &present) == 0 && present.sa_handler == SIG_DFL) signal(signals[index], leave);
  }
  for (int slot = 0; slot < slots; slot++) {
    int expected = is_free;
    if (!atomic_compare_exchange_strong(&states[slot], &expected, is_taken)) continue;
    memcpy(paths[slot], path, length + 1);
    atomic_store(&states[slot], is_kept);
    return slot;
  }
  return -1;
}

void luodi_temporary_forget(int slot) {
  if (slot >= 0 && slot < slots) atomic_store(&states[slot], is_free);
}
