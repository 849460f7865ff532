#define _GNU_SOURCE
#include "CSpreadsheet.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

// The functions used, by the types of the library's own header.
#define FUNCTIONS(F)                                                                                                     \
  F(workbook_new)                                                                                                        \
  F(workbook_add_worksheet)                                                                                              \
  F(workbook_add_format)                                                                                                 \
  F(workbook_set_properties)                                                                                             \
  F(workbook_close)                                                                                                      \
  F(lxw_workbook_free)                                                                                                   \
  F(lxw_strerror)                                                                                                        \
  F(format_set_bold)                                                                                                     \
  F(format_set_num_format)                                                                                               \
  F(format_set_align)                                                                                                    \
  F(worksheet_write_string)                                                                                              \
  F(worksheet_write_number)                                                                                              \
  F(worksheet_write_boolean)                                                                                             \
  F(worksheet_merge_range)                                                                                               \
  F(worksheet_set_column)                                                                                                \
  F(worksheet_freeze_panes)

static struct {
#define MEMBER(NAME) __typeof__(&NAME) NAME;
  FUNCTIONS(MEMBER)
} library;
static const char *missing;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *handle = dlopen("libxlsxwriter.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    missing = "libxlsxwriter.so.4 is not installed (Debian: apt install libxlsxwriter4)";
    return;
  }
#define RESOLVE(NAME)                                                                                                    \
  if (!(library.NAME = (__typeof__(&NAME))dlsym(handle, #NAME))) missing = "libxlsxwriter.so.4 lacks " #NAME;
  FUNCTIONS(RESOLVE)
}

struct luodi_workbook {
  lxw_workbook *book;
  lxw_worksheet *sheet;
  lxw_format *styles[LUODI_STYLE_COUNT];
  lxw_format *span;
  // The library writes to a path; this is a file in memory.
  int descriptor;
};

enum { OUT_OF_MEMORY = -1, UNREADABLE = -2 };

static lxw_format *style(luodi_workbook *book, int bold, const char *number) {
  lxw_format *format = library.workbook_add_format(book->book);
  if (!format) return NULL;
  if (bold) library.format_set_bold(format);
  if (number) library.format_set_num_format(format, number);
  return format;
}

luodi_workbook *luodi_workbook_open(int64_t created, const char **words) {
  pthread_once(&once, load);
  *words = missing ? missing : "out of memory";
  if (missing) return NULL;
  luodi_workbook *book = calloc(1, sizeof *book);
  if (!book) return NULL;
  book->descriptor = memfd_create("workbook", MFD_CLOEXEC);
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", book->descriptor);
  if (book->descriptor >= 0) book->book = library.workbook_new(path);
  if (!book->book) {
    luodi_workbook_drop(book);
    return NULL;
  }
  lxw_doc_properties properties = {.created = (time_t)created};
  library.workbook_set_properties(book->book, &properties);
  book->styles[LUODI_HEADING] = style(book, 1, NULL);
  book->styles[LUODI_DATE] = style(book, 0, "yyyy-mm-dd");
  book->styles[LUODI_TOTAL] = style(book, 1, NULL);
  book->styles[LUODI_TOTAL_DATE] = style(book, 1, "yyyy-mm-dd");
  book->span = style(book, 1, NULL);
  if (book->span) library.format_set_align(book->span, LXW_ALIGN_CENTER);
  return book;
}

int luodi_workbook_sheet(luodi_workbook *book, const char *name) {
  book->sheet = library.workbook_add_worksheet(book->book, name);
  return book->sheet ? 0 : LXW_ERROR_SHEETNAME_ALREADY_USED;
}

int luodi_workbook_text(luodi_workbook *book, uint32_t row, uint16_t column, const char *text, enum luodi_style style) {
  return library.worksheet_write_string(book->sheet, row, column, text, book->styles[style]);
}

int luodi_workbook_number(luodi_workbook *book, uint32_t row, uint16_t column, double number, enum luodi_style style) {
  return library.worksheet_write_number(book->sheet, row, column, number, book->styles[style]);
}

int luodi_workbook_flag(luodi_workbook *book, uint32_t row, uint16_t column, int flag, enum luodi_style style) {
  return library.worksheet_write_boolean(book->sheet, row, column, flag, book->styles[style]);
}

int luodi_workbook_span(luodi_workbook *book, uint32_t row, uint16_t first, uint16_t last, const char *text) {
  return library.worksheet_merge_range(book->sheet, row, first, row, last, text, book->span);
}

int luodi_workbook_width(luodi_workbook *book, uint16_t column, double width) {
  return library.worksheet_set_column(book->sheet, column, column, width, NULL);
}

void luodi_workbook_freeze(luodi_workbook *book, uint32_t rows) {
  library.worksheet_freeze_panes(book->sheet, rows, 0);
}

int luodi_workbook_close(luodi_workbook *book, uint8_t **bytes, size_t *count) {
  // workbook_close frees the workbook, also when it fails.
  int code = library.workbook_close(book->book);
  book->book = NULL;
  struct stat status;
  if (!code && fstat(book->descriptor, &status) != 0) code = UNREADABLE;
  if (!code) {
    *count = (size_t)status.st_size;
    *bytes = malloc(*count ? *count : 1);
    if (!*bytes) code = OUT_OF_MEMORY;
  }
  for (size_t done = 0; !code && done < *count;) {
    ssize_t part = pread(book->descriptor, *bytes + done, *count - done, (off_t)done);
    if (part <= 0) {
      free(*bytes);
      code = UNREADABLE;
    } else {
      done += (size_t)part;
    }
  }
  luodi_workbook_drop(book);
  return code;
}

void luodi_workbook_drop(luodi_workbook *book) {
  if (book->book) library.lxw_workbook_free(book->book);
  if (book->descriptor >= 0) close(book->descriptor);
  free(book);
}

const char *luodi_workbook_words(int code) {
  if (code == OUT_OF_MEMORY) return "out of memory";
  if (code == UNREADABLE) return "the workbook cannot be read back from memory";
  return library.lxw_strerror((lxw_error)code);
}
