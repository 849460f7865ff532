#pragma once
// What Swift cannot say to readline: a key bound to a C function, a getc that wakes for Ctrl-C, and the flag that a signal
// handler may touch. Everything else of the prompt is Swift.

// Ctrl-C at the prompt: a handler that only raises a flag. The prompt clears the line on it, a running query polls it.
void luodi_interrupt_install(void);
// Ctrl-C in runs without a prompt: removes unfinished files, says the words and leaves with 130.
void luodi_interrupt_leave(const char *words);
// Ctrl-C is nothing any more.
void luodi_interrupt_ignore(void);
int luodi_interrupt_raised(void);
// Between these two the third Ctrl-C within two seconds leaves with 130. What they call a pause gives what was before, to be handed back.
void luodi_answer_begins(void);
void luodi_answer_ends(void);
int luodi_answer_pauses(void);
void luodi_answer_resumes(int ran);
void luodi_interrupt_clear(void);
// Waits until there is something to read, or the end: 1. After Ctrl-C 0, and the flag is down again.
int luodi_wait_for_input(int descriptor);

// Readline with Ctrl-C bound to "drop this line". Call once, before the first line.
void luodi_readline_start(const char *program);
// A line without its line end, to be freed; NULL at the end of input.
char *luodi_readline_line(const char *prompt);
// What the next line begins with, ready for Enter.
void luodi_readline_prefill(const char *text);
// The last line ended by Ctrl-C.
int luodi_readline_was_interrupted(void);
