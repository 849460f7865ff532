#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CKernels.h"

// The system holds up who wants to write a leased file, and tells us by a signal. Before the writer may go on, the mapping is replaced, at its place
// and in one step, by a copy of the same bytes: readers notice nothing, whatever they are at. The handler makes system calls and nothing else.
enum { places = 16 };

static struct lease {
  int descriptor;
  unsigned char *start;
  size_t length;
  unsigned char header[64];
} leases[places];
static atomic_flag is_busy = ATOMIC_FLAG_INIT;
static atomic_int is_listening;

static void lock(sigset_t *before) {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGIO);
  pthread_sigmask(SIG_BLOCK, &blocked, before);
  while (atomic_flag_test_and_set_explicit(&is_busy, memory_order_acquire)) sched_yield();
}

static void unlock(const sigset_t *before) {
  atomic_flag_clear_explicit(&is_busy, memory_order_release);
  pthread_sigmask(SIG_SETMASK, before, NULL);
}

static int copy_whole(const struct lease *lease, unsigned char *copy) {
  for (size_t done = 0; done < lease->length;) {
    ssize_t count = pread(lease->descriptor, copy + done, lease->length - done, (off_t)done);
    if (count == 0 || (count < 0 && errno != EINTR)) return 0;
    if (count > 0) done += (size_t)count;
  }
  // Had this program stood still for long, the system would have let the writer in, who as a rule begins at the beginning.
  return memcmp(copy, lease->header, sizeof lease->header) == 0;
}

static void give_way(struct lease *lease) {
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void *copy = mmap(NULL, lease->length, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (copy != MAP_FAILED && copy_whole(lease, copy)) {
    mremap(copy, lease->length, lease->length, MREMAP_MAYMOVE | MREMAP_FIXED, lease->start);
  } else {
    // Zeros are missing cells; who shows answers is told that the file changed.
    if (copy != MAP_FAILED) munmap(copy, lease->length);
    mmap(lease->start, lease->length, PROT_READ, flags | MAP_FIXED, -1, 0);
  }
  fcntl(lease->descriptor, F_SETLEASE, F_UNLCK);
  lease->start = NULL;
}

static void on_writer(int signal_number) {
  (void)signal_number;
  int kept = errno;
  sigset_t before;
  lock(&before);
  for (int place = 0; place < places; place++) {
    if (leases[place].start && fcntl(leases[place].descriptor, F_GETLEASE) == F_UNLCK) give_way(&leases[place]);
  }
  unlock(&before);
  errno = kept;
}

// Somebody else's handler is left alone: then there are no leases.
static int listens(void) {
  if (atomic_load(&is_listening)) return 1;
  struct sigaction action, old;
  if (sigaction(SIGIO, NULL, &old) != 0 || old.sa_handler != SIG_DFL) return 0;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_writer;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGIO, &action, NULL) != 0) return 0;
  atomic_store(&is_listening, 1);
  return 1;
}

int luodi_lease(int descriptor, void *start, size_t length) {
  sigset_t before;
  lock(&before);
  int place = 0;
  while (place < places && leases[place].start) place++;
  int holds = 0;
  if (place < places && length >= sizeof leases[place].header && listens()) {
    // Entered before it is asked for, so that no signal finds nothing to do.
    leases[place].descriptor = descriptor;
    leases[place].start = start;
    leases[place].length = length;
    holds = fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0;
    if (holds) memcpy(leases[place].header, start, sizeof leases[place].header);
    else leases[place].start = NULL;
  }
  // Whoever started us may have blocked it.
  if (holds) sigdelset(&before, SIGIO);
  unlock(&before);
  return holds;
}

void luodi_end_lease(int descriptor, void *start) {
  sigset_t before;
  lock(&before);
  for (int place = 0; place < places; place++) {
    if (leases[place].start == start && leases[place].descriptor == descriptor) {
      fcntl(descriptor, F_SETLEASE, F_UNLCK);
      leases[place].start = NULL;
    }
  }
  unlock(&before);
}
