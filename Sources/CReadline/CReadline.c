#define _GNU_SOURCE
#include "CReadline.h"
#include "CFiles.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <readline/readline.h>

static volatile sig_atomic_t raised = 0;
static int line_interrupted = 0;

// The first press leaves: there is no prompt to go back to.
static volatile sig_atomic_t leaves = 0;
// An answer runs at the prompt: presses are counted.
static volatile sig_atomic_t runs = 0;
// The last two presses while it ran.
static struct timespec presses[2];
static char farewell[64];
static size_t farewell_length = 0;
static struct termios terminal;
static volatile sig_atomic_t has_terminal = 0;

// Only what a signal handler may call.
static void leave(void) {
  luodi_temporary_remove_all();
  if (has_terminal) tcsetattr(STDIN_FILENO, TCSANOW, &terminal);
  // A terminal that takes nothing more may be what the program waits for.
  struct pollfd errors = {.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
  if (poll(&errors, 1, 0) != 1 || write(STDERR_FILENO, farewell, farewell_length) < 0) _exit(130);
  _exit(130);
}

static int is_third(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  struct timespec first = presses[0];
  presses[0] = presses[1];
  presses[1] = now;
  if (first.tv_sec == 0 && first.tv_nsec == 0) return 0;
  long long nanoseconds = (long long)(now.tv_sec - first.tv_sec) * 1000000000LL + (now.tv_nsec - first.tv_nsec);
  return nanoseconds <= 2000000000LL;
}

static void on_interrupt(int signal_number) {
  (void)signal_number;
  int before = errno;
  raised = 1;
  if (leaves || (runs && is_third())) leave();
  errno = before;
}

// Whoever started us may have blocked it.
static void unblock_interrupt(void) {
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  sigprocmask(SIG_UNBLOCK, &interrupt, NULL);
}

void luodi_interrupt_leave(const char *words) {
  size_t length = strlen(words);
  farewell_length = length < sizeof farewell ? length : sizeof farewell;
  memcpy(farewell, words, farewell_length);
  leaves = 1;
  luodi_interrupt_install();
  unblock_interrupt();
}

void luodi_interrupt_ignore(void) { signal(SIGINT, SIG_IGN); }

void luodi_answer_begins(void) {
  memset(presses, 0, sizeof presses);
  runs = 1;
}

void luodi_answer_ends(void) { runs = 0; }

int luodi_answer_pauses(void) {
  int ran = runs;
  runs = 0;
  return ran;
}

void luodi_answer_resumes(int ran) { runs = ran; }

void luodi_interrupt_install(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_interrupt; // no SA_RESTART: a blocked read returns
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
}

int luodi_interrupt_raised(void) { return raised; }
void luodi_interrupt_clear(void) { raised = 0; }

int luodi_wait_for_input(int descriptor) {
  sigset_t block, before;
  sigemptyset(&block);
  sigaddset(&block, SIGINT);
  sigprocmask(SIG_BLOCK, &block, &before);
  int result = 1;
  for (;;) {
    if (raised) {
      raised = 0;
      result = 0;
      break;
    }
    struct pollfd input = {.fd = descriptor, .events = POLLIN, .revents = 0};
    struct timespec patience = {.tv_sec = 0, .tv_nsec = 200 * 1000 * 1000};
    int ready = ppoll(&input, 1, &patience, &before);
    if (ready > 0 || (ready < 0 && errno != EINTR)) break;
  }
  sigprocmask(SIG_SETMASK, &before, NULL);
  return result;
}

// SIGINT is let in only while ppoll sleeps, so that no press is lost between the test and the sleep.
static int interruptible_getc(FILE *stream) {
  sigset_t block, before;
  sigemptyset(&block);
  sigaddset(&block, SIGINT);
  sigprocmask(SIG_BLOCK, &block, &before);
  int result = EOF;
  for (;;) {
    if (raised) {
      raised = 0;
      result = RL_ISSTATE(RL_STATE_ISEARCH) ? 7 : 3;
      if (result == 7) raised = 1; // leave the search first, then drop the line
      break;
    }
    struct pollfd input = {.fd = fileno(stream), .events = POLLIN, .revents = 0};
    // The signal may have gone to another thread, which wakes nobody here: look again five times a second.
    struct timespec patience = {.tv_sec = 0, .tv_nsec = 200 * 1000 * 1000};
    int ready = ppoll(&input, 1, &patience, &before);
    if (ready == 0) continue;
    if (ready < 0) {
      if (errno != EINTR) break;
      rl_check_signals();
      continue;
    }
    unsigned char byte;
    ssize_t count = read(fileno(stream), &byte, 1);
    if (count == 1) {
      result = byte;
      break;
    }
    if (count == 0 || errno != EINTR) break;
  }
  sigprocmask(SIG_SETMASK, &before, NULL);
  return result;
}

static int drop_line(int count, int key) {
  (void)count;
  (void)key;
  line_interrupted = 1;
  rl_point = rl_end;
  rl_redisplay();
  fputs("^C", rl_outstream);
  rl_crlf();
  rl_on_new_line();
  rl_replace_line("", 1);
  rl_done = 1;
  return 0;
}

// Readline puts its own SIGINT handler in place when it begins a line; ours goes over it. It keeps those of TSTP, TERM and WINCH.
static int install_again(void) {
  luodi_interrupt_install();
  return 0;
}

static char *prefill = NULL;

static int insert_prefill(void) {
  if (prefill) {
    rl_insert_text(prefill);
    free(prefill);
    prefill = NULL;
  }
  return 0;
}

void luodi_readline_prefill(const char *text) {
  free(prefill);
  prefill = strdup(text);
}

void luodi_readline_start(const char *program) {
  rl_readline_name = program;
  leaves = 0;
  has_terminal = tcgetattr(STDIN_FILENO, &terminal) == 0;
  unblock_interrupt();
  rl_catch_signals = 1;
  rl_initialize();
  rl_getc_function = interruptible_getc;
  rl_pre_input_hook = install_again;
  rl_startup_hook = insert_prefill;
  rl_bind_key(3, drop_line);
}

char *luodi_readline_line(const char *prompt) {
  line_interrupted = 0;
  luodi_interrupt_install();
  return readline(prompt);
}

int luodi_readline_was_interrupted(void) { return line_interrupted; }
