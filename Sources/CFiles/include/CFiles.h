// Files that must not outlive the program: their names are kept where a signal's handler can reach them.
#pragma once

// Keeps a name until it is taken back. Gives its slot, -1 where there is no room; then a signal leaves the file behind.
// SIGINT, SIGTERM, SIGHUP and SIGQUIT, where nobody else handles them, remove what is kept and then end the program as they would have.
int luodi_temporary_keep(const char *path);
void luodi_temporary_forget(int slot);

// Removes what is kept. For handlers of others that are about to leave; safe in one.
void luodi_temporary_remove_all(void);
