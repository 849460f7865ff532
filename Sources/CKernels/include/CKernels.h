#pragma once
#include <stddef.h>
#include <stdint.h>

// Loops over bitmap words and column cells that need instructions beyond the baseline. Each picks its clone when the program is loaded.
// A bitmap of n rows is (n + 63) / 64 words; row r is bit r & 63 of word r >> 6; bits behind n are 0, read and written.

/// Set bits of a; of a and b; of a and not b.
size_t luodi_count(const uint64_t *a, size_t words);
size_t luodi_count_and(const uint64_t *a, const uint64_t *b, size_t words);
size_t luodi_count_and_not(const uint64_t *a, const uint64_t *b, size_t words);

/// out[row] = cells[row] == code.
void luodi_equal_u32(const uint32_t *cells, size_t rows, uint32_t code, uint64_t *out);

/// out[row] = low <= cells[row] && cells[row] <= high.
void luodi_between_i32(const int32_t *cells, size_t rows, int32_t low, int32_t high, uint64_t *out);
void luodi_between_i64(const int64_t *cells, size_t rows, int64_t low, int64_t high, uint64_t *out);

/// out[row] = since[row] <= snapshot && snapshot < until[row].
void luodi_alive(const uint16_t *since, const uint16_t *until, size_t rows, uint16_t snapshot, uint64_t *out);

/// out[row] = low <= cells[row] && cells[row] <= low + span, without overflow. With low at least 1 a stored 0, which is a missing cell, is never inside.
void luodi_within_u8(const uint8_t *cells, size_t rows, uint8_t low, uint8_t span, uint64_t *out);
void luodi_within_u16(const uint16_t *cells, size_t rows, uint16_t low, uint16_t span, uint64_t *out);
void luodi_within_u32(const uint32_t *cells, size_t rows, uint32_t low, uint32_t span, uint64_t *out);
void luodi_within_u64(const uint64_t *cells, size_t rows, uint64_t low, uint64_t span, uint64_t *out);

/// As luodi_alive, over bytes.
void luodi_alive_u8(const uint8_t *since, const uint8_t *until, size_t rows, uint8_t snapshot, uint64_t *out);

/// A 64-bit checksum of any bytes at any address.
uint64_t luodi_checksum(const void *bytes, size_t length);

/// What a text holds: line feeds, and whether quotes, returns, zeros or bytes that are no UTF-8 are among its bytes. Zero it before.
struct luodi_text {
  size_t lines;
  uint8_t has_quotes;
  uint8_t has_returns;
  uint8_t has_zeros;
  uint8_t is_broken;
};

/// Adds `length` bytes, which are a whole text, to a survey.
void luodi_survey(const uint8_t *bytes, size_t length, struct luodi_text *survey);

/// One byte that several threads read and set: what was set is seen whole, in no order with anything else.
static inline uint8_t luodi_byte_load(const uint8_t *at) { return __atomic_load_n(at, __ATOMIC_ACQUIRE); }
static inline void luodi_byte_store(uint8_t *at, uint8_t value) { __atomic_store_n(at, value, __ATOMIC_RELEASE); }

/// Blocks up to `block` bytes come from the heap, which keeps up to `kept` bytes that are free.
void luodi_set_heap(size_t block, size_t kept);

// MARK: words

void luodi_and(uint64_t *a, const uint64_t *b, size_t words);
void luodi_or(uint64_t *a, const uint64_t *b, size_t words);

/// The rows of a bitmap of `count` words, lowest first, into `rows`; says how many.
size_t luodi_rows(const uint64_t *words, size_t count, int32_t *rows);

// MARK: groups
// `codes` are stored numbers, those of missing cells (0) included. `words` selects rows; NULL is all of them.

/// The least stored number less one of each group (all bits set where there is none: set them before), and the greatest (0: none).
/// `groups` cells each.
void luodi_group_least_u8_u8(const uint8_t *codes, const uint8_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u8_u8(const uint8_t *codes, const uint8_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);
void luodi_group_least_u8_u16(const uint8_t *codes, const uint16_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u8_u16(const uint8_t *codes, const uint16_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);
void luodi_group_least_u8_u32(const uint8_t *codes, const uint32_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u8_u32(const uint8_t *codes, const uint32_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);
void luodi_group_least_u8_u64(const uint8_t *codes, const uint64_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u8_u64(const uint8_t *codes, const uint64_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);
void luodi_group_least_u16_u8(const uint16_t *codes, const uint8_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u16_u8(const uint16_t *codes, const uint8_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);
void luodi_group_least_u16_u16(const uint16_t *codes, const uint16_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u16_u16(const uint16_t *codes, const uint16_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);
void luodi_group_least_u16_u32(const uint16_t *codes, const uint32_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u16_u32(const uint16_t *codes, const uint32_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);
void luodi_group_least_u16_u64(const uint16_t *codes, const uint64_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u16_u64(const uint16_t *codes, const uint64_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);
void luodi_group_least_u32_u8(const uint32_t *codes, const uint8_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u32_u8(const uint32_t *codes, const uint8_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);
void luodi_group_least_u32_u16(const uint32_t *codes, const uint16_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u32_u16(const uint32_t *codes, const uint16_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);
void luodi_group_least_u32_u32(const uint32_t *codes, const uint32_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u32_u32(const uint32_t *codes, const uint32_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);
void luodi_group_least_u32_u64(const uint32_t *codes, const uint64_t *cells, const uint64_t *words, size_t rows, uint64_t *least);
void luodi_group_greatest_u32_u64(const uint32_t *codes, const uint64_t *cells, const uint64_t *words, size_t rows, uint64_t *greatest);

/// out[row] += codes[row] * factor: several keys as one.
void luodi_add_scaled_u8_u16(const uint8_t *codes, size_t rows, uint16_t factor, uint16_t *out);
void luodi_add_scaled_u8_u32(const uint8_t *codes, size_t rows, uint32_t factor, uint32_t *out);
void luodi_add_scaled_u16_u16(const uint16_t *codes, size_t rows, uint16_t factor, uint16_t *out);
void luodi_add_scaled_u16_u32(const uint16_t *codes, size_t rows, uint32_t factor, uint32_t *out);
void luodi_add_scaled_u32_u16(const uint32_t *codes, size_t rows, uint16_t factor, uint16_t *out);
void luodi_add_scaled_u32_u32(const uint32_t *codes, size_t rows, uint32_t factor, uint32_t *out);

// MARK: sums

/// What is added up: the stored numbers of `cells` (width 1, 2 or 4; 0: rows are counted) by group, or by moment and group. A row's slot is
/// moment * groups + code.
struct luodi_sweep {
  const void *codes;
  /// 1, 2, 4; 0: one group
  unsigned code_width;
  const void *cells;
  unsigned cell_width;
  /// No cell is missing: all are counted.
  int is_whole;
  /// 1 or 2; 0: one moment
  unsigned moment_width;
  size_t groups;
  size_t moments;
  /// 1, 2, 4 or 8: neighbouring rows are added to different copies of the sums.
  size_t lanes;
  /// A multiple of 64 rows whose sum stays below 2^46 in each lane, which counts up to 2^18 - 1.
  size_t chunk;
};

/// Adds the selected rows first ..< last to `sums` and counts their known cells in `counts`, moments * groups numbers each. `moments` are those of
/// the rows from `base` on. `room` is for lanes * moments * groups + 64 numbers, all 0 before.
void luodi_sweep_rows(const struct luodi_sweep *sweep, const void *moments, size_t base, const uint64_t *words, size_t first, size_t last,
                      uint64_t *room, uint64_t *sums, uint64_t *counts);

/// The same for two columns of 32 bits at one moment: `second` beside `cells`. `sums` and `counts` have the groups of the first, then those of the
/// second; `room` is for 2 * (lanes * groups + 64) numbers.
void luodi_sweep_pairs(const struct luodi_sweep *sweep, const void *second, int second_is_whole, const uint64_t *words, size_t first, size_t last,
                       uint64_t *room, uint64_t *sums, uint64_t *counts);

/// Calls for the bytes that will soon be read.
static inline void luodi_call_for(const void *bytes) { __builtin_prefetch(bytes); }

// MARK: versions

/// What a cell now may be to the cell then.
#define LUODI_LESS 1u
#define LUODI_EQUAL 2u
#define LUODI_GREATER 4u
/// Exactly one of them is missing.
#define LUODI_ONE_MISSING 8u

/// Two versions of one record. Rows below `current` are the newest versions, whose row number is the key; `keys` are those of the rows from there on,
/// which lie in key order, up to `rows`.
struct luodi_versions {
  const void *keys;
  unsigned key_width;
  size_t current;
  size_t rows;
  /// Stored numbers of a column, or NULL and width 0: any two versions pass.
  const void *cells;
  unsigned cell_width;
  /// The outcomes that pass.
  unsigned outcomes;
  /// `now` has bits from `current` on.
  int now_has_history;
};

/// Sets in `out` the rows of `now` for whose record a row of `then` is found whose cell passes. A key has at most one row in either and none in both.
/// `then` is looked through from history row `first` up to `last`, `now` as well: a part for each thread.
void luodi_meet_versions(const struct luodi_versions *versions, size_t first, size_t last, const uint64_t *now, const uint64_t *then, uint64_t *out);

// MARK: links

/// Sets the bit of every code that a selected row holds.
void luodi_mark_u8(const uint8_t *codes, const uint64_t *words, size_t rows, uint64_t *marked);
void luodi_mark_u16(const uint16_t *codes, const uint64_t *words, size_t rows, uint64_t *marked);
void luodi_mark_u32(const uint32_t *codes, const uint64_t *words, size_t rows, uint64_t *marked);

/// Where links rise from row to row, rows with the same link are runs. Sets in `last` the last row of each run and in `holders` the codes that have
/// one; both zeros before. 0 when a link falls: then there are no runs. A missing link belongs to the run before it.
int luodi_find_runs_u8(const uint8_t *links, size_t rows, uint64_t *last, uint64_t *holders);
int luodi_find_runs_u16(const uint16_t *links, size_t rows, uint64_t *last, uint64_t *holders);
int luodi_find_runs_u32(const uint32_t *links, size_t rows, uint64_t *last, uint64_t *holders);

/// out[code] = some row of the code's run is selected. No row with a missing link may be. `rows` and `last` have `words` words, `holders` and `out`
/// have `count`; `room` is for count + 2.
void luodi_holders_of_runs(const uint64_t *rows, const uint64_t *last, size_t words, const uint64_t *holders, size_t count, uint64_t *room,
                           uint64_t *out);

/// Drops the selected rows whose code has no bit in `wanted`.
void luodi_keep_u8(const uint8_t *codes, size_t rows, const uint64_t *wanted, uint64_t *words);
void luodi_keep_u16(const uint16_t *codes, size_t rows, const uint64_t *wanted, uint64_t *words);
void luodi_keep_u32(const uint32_t *codes, size_t rows, const uint64_t *wanted, uint64_t *words);

// MARK: texts

/// Sets the bit of every text of first ..< last that holds the part, which is not empty and is whole UTF-8. Text n is bytes[offsets[n] ..<
/// offsets[n + 1]].
void luodi_search(const uint8_t *bytes, const uint32_t *offsets, size_t first, size_t last, const uint8_t *part, size_t length, uint64_t *out);

// MARK: checks

/// The largest of some stored numbers, and how many are 0.
void luodi_extent_u8(const uint8_t *cells, size_t rows, uint64_t *top, size_t *zeros);
void luodi_extent_u16(const uint16_t *cells, size_t rows, uint64_t *top, size_t *zeros);
void luodi_extent_u32(const uint32_t *cells, size_t rows, uint64_t *top, size_t *zeros);
void luodi_extent_u64(const uint64_t *cells, size_t rows, uint64_t *top, size_t *zeros);

int luodi_rises_u8(const uint8_t *numbers, size_t count);
int luodi_rises_u16(const uint16_t *numbers, size_t count);
int luodi_rises_u32(const uint32_t *numbers, size_t count);

/// since[row] < until[row] in every row.
int luodi_lasts_u8(const uint8_t *since, const uint8_t *until, size_t rows);
int luodi_lasts_u16(const uint16_t *since, const uint16_t *until, size_t rows);

// MARK: files

/// Makes the mapped bytes of a file stay as they are until `luodi_end_lease`: another program that wants to write them waits until they are copied.
/// 0 where the system or the file's owner does not allow it, and for files of less than 64 bytes.
int luodi_lease(int descriptor, void *start, size_t length);
void luodi_end_lease(int descriptor, void *start);
