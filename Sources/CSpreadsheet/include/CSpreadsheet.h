#pragma once
#include <stddef.h>
#include <stdint.h>

// Writes an XLSX workbook through libxlsxwriter, which is loaded when the first workbook is opened: linking it (and the libcrypto behind it)
// would cost every start of the program about a millisecond.
// Rows and columns count from 0. Calls that return int give 0, else a code for luodi_workbook_words.

typedef struct luodi_workbook luodi_workbook;

enum luodi_style {
  LUODI_PLAIN = 0,
  LUODI_HEADING = 1,
  LUODI_DATE = 2,
  LUODI_TOTAL = 3,
  LUODI_TOTAL_DATE = 4,
  LUODI_STYLE_COUNT = 5,
};

/// `created` (seconds since 1970) is written into the file. NULL when the library is absent or memory is short; *words then says why.
luodi_workbook *luodi_workbook_open(int64_t created, const char **words);
/// Begins a sheet; the calls below write to the last one begun. The name is valid for Excel and not yet used.
int luodi_workbook_sheet(luodi_workbook *book, const char *name);
int luodi_workbook_text(luodi_workbook *book, uint32_t row, uint16_t column, const char *text, enum luodi_style style);
int luodi_workbook_number(luodi_workbook *book, uint32_t row, uint16_t column, double number, enum luodi_style style);
int luodi_workbook_flag(luodi_workbook *book, uint32_t row, uint16_t column, int flag, enum luodi_style style);
/// One heading over several columns.
int luodi_workbook_span(luodi_workbook *book, uint32_t row, uint16_t first, uint16_t last, const char *text);
/// Width in characters.
int luodi_workbook_width(luodi_workbook *book, uint16_t column, double width);
/// Keeps the first rows in view.
void luodi_workbook_freeze(luodi_workbook *book, uint32_t rows);
/// Ends the workbook, whatever it returns: its bytes, to be freed with free(), or a code.
int luodi_workbook_close(luodi_workbook *book, uint8_t **bytes, size_t *count);
/// Ends the workbook without a result.
void luodi_workbook_drop(luodi_workbook *book);
const char *luodi_workbook_words(int code);
