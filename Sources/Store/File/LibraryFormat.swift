// The bytes of a library, in a file or in memory. All numbers are little-endian; all places count from the first byte.
//
// ```
//      0  header, 64 bytes
//            0  magic      6C 75 6F 64 69 0D 0A 1A   "luodi", then bytes that a transfer as text would change
//            8  u32  format version: 3
//           12  u32  length of the header: 64
//           16  u64  length of the library
//           24  u64  where the directory begins
//           32  u32  entries in the directory
//           36  u32  block sums behind them
//           40  u64  checksum of directory and block sums
//           48  u64  0
//           56  u64  checksum of bytes 0 ..< 56
//     64  chunks: each at a multiple of 64, those of 16 KB and more at a multiple of 4096, with zeros between
//      …  directory: entries of 64 bytes, ordered by entity, column and kind
//            0  u16  kind (``ChunkKind``)          2  u16  entity, FFFF: the library
//            4  u16  column, FFFF: the table       6  u8   bytes an element, 0: bits
//            7  u8   flags (``ChunkFlags``)
//            8  u64  place                        16  u64  length in bytes
//           24  u64  elements
//           32  i64  base                         40  i64  unit
//           48  u64  top: the largest stored number
//           56  u32  missing cells, holes not counted
//           60  u32  index of its first block sum
//      …  block sums: u64 for every 64 KB of every chunk (a chunk of 100 KB has two, an empty one none)
// ```
//
// **Rows.** The current area holds a row for every key of the table, so that row number = key number; a key without a record in the newest
// snapshot has a *hole* there: a row with every cell missing that is alive at no snapshot. Behind it lies the history: versions that ended, by key,
// then by time. Holes cost a few bytes each (in the usual library one key in some hundreds has one) and buy that links of other tables point
// straight at rows, that the newest snapshot needs no row numbers at all, and that two tables' rows can be matched by bitmaps.
//
// **Cells.** Codes of choices, links and repeated texts, dates, amounts and exact decimals are all stored one way: unsigned numbers of 1, 2, 4 or
// 8 bytes in which 0 is a missing cell, and
// ```
//      value = (stored − 1 + base) · unit        numbers: (stored − 1 + base) / unit
// ```
// Codes have base 0 and unit 1. A zeroed column is therefore one of missing cells, which is what readers are handed where a checksum does not hold.
//
// **Forward compatibility.** A reader refuses a library whose format version it does not know. Within a version a newer program may add kinds of
// chunks: a reader skips a kind it does not know, unless the entry has the flag `isRequired`; then it refuses the library and says so. Fields that
// are 0 today may get a meaning only together with a required chunk.

//
// **What is checked when.** Nothing is believed, and nothing is looked at twice.
// ```
//      opened        header and directory against their checksums; that chunks lie inside the file, apart from each other, each with its own sums;
//                    that lengths follow from widths and counts. The catalog, the snapshots and the shapes of tables are read whole: every
//                    number in them leads somewhere, days are days of years 1-9999. Counts of all chunks fit the shapes; base, unit and top
//                    of a column mean values of its type; tops of codes lie within their dictionaries
//      block read    (64 KB, before the first byte of it is used) its checksum; then (``ChunkRule``) that no cell is above the top, no number of a
//                    text or key beyond their count, offsets and history's keys rise, since < until, no wide number is beyond its digits, holes begin
//                    at no snapshot, no bits lie behind the last row
//      chunk read    (when it is first asked for as a whole) that as many cells are missing as the directory counts, and holes are; that
//                    offsets begin at 0, end with their bytes and rise between blocks too; bits that are set are as many as counted
//      carried on    (a load into the library) that keys are sorted and there once, and versions of a record do not overlap
//      `verify`      all of it; that keys and dictionaries are sorted, and zones, bitmaps, plain texts and the directory's tops say what the cells do
// ```
// Texts are in the form NFC, in which equal texts have equal bytes (version 1 kept them as filed); numbers are exact (version 2 kept some as
// doubles). Texts are read with their bounds in hand. What only `verify` finds can make an answer wrong, and no more than that.

/// What a chunk holds. The numbers stand in files: never change one, never use one again.
enum ChunkKind: UInt16, CaseIterable {
  // Library
  /// The model: entities, fields, choices, calendar (``CatalogCoding``)
  case catalog = 1
  /// i32 days, oldest first
  case snapshots = 2
  /// A name (varint length, bytes), then bytes of any kind: the model's text, load reports
  case attachment = 3
  /// Values of the choice `column` outside its list, sorted: u32 offsets, then bytes
  case choiceOffsets = 4
  case choiceBytes = 5

  // Table
  /// u64: keys, history rows, holes
  case shape = 16
  /// u8 or u16 a row: first snapshot at which it holds; in a hole the number of snapshots
  case since = 17
  /// u8 or u16 a history row: first snapshot at which it no longer holds
  case until = 18
  /// u8, u16 or u32 a history row: its key
  case historyKeys = 19
  /// A bit a current row, 0 for a hole. Only where there are holes
  case alive = 20
  /// The keys, front-coded (``FrontCodedTexts``), and where each block of them begins
  case keyBytes = 21
  case keyBlocks = 22

  // Column
  /// Unsigned numbers, 0 is missing
  case packed = 32
  /// Numbers that have no place in 64 bits: i128 mantissas, the least of all is missing; number = mantissa / unit
  case wide = 41
  /// A bit a row: true
  case flags = 34
  /// A bit a row: known. Only where cells are missing
  case known = 35
  /// Texts: u32 offsets and bytes. Of a column of codes they are its dictionary, sorted; else text n is the cell of current row n
  case textOffsets = 36
  case textBytes = 37
  /// u32 a history row: number of its text, in columns of texts by row
  case textNumbers = 38
  /// Per block of rows the smallest and the largest stored number (0 0: none known), in the column's width
  case zones = 39
  /// For each code a bit a row, in whole words
  case valueBitmaps = 40
}

struct ChunkFlags: OptionSet {
  let rawValue: UInt8

  /// A reader that does not know the kind must refuse the library.
  static let isRequired = ChunkFlags(rawValue: 1)
  /// No text needs quotes in CSV or TSV.
  static let isPlain = ChunkFlags(rawValue: 2)
}

enum LibraryFormat {
  static let magic: [UInt8] = [0x6C, 0x75, 0x6F, 0x64, 0x69, 0x0D, 0x0A, 0x1A]
  static let version: UInt32 = 3
  static let headerLength = 64
  static let entryLength = 64
  static let alignment = 64
  static let pageLength = 4096
  static let bigChunk = 16_384
  static let blockLength = 65_536
  static let none = UInt16.max
  /// Rows a zone.
  static let zoneRows = 1024

  static func aligned(_ place: Int, to alignment: Int) -> Int { (place + alignment - 1) / alignment * alignment }
  static func blocks(_ length: Int) -> Int { (length + blockLength - 1) / blockLength }
}

/// An entry of the directory.
struct Chunk: Sendable {
  /// ``ChunkKind``, or one that this program does not know
  var kind: UInt16
  var entity = LibraryFormat.none
  var column = LibraryFormat.none
  var width: UInt8 = 1
  var flags: UInt8 = 0
  var place = 0
  var length = 0
  var count = 0
  var base: Int64 = 0
  var unit: Int64 = 1
  var top: UInt64 = 0
  var missing: UInt32 = 0
  var firstSum = 0

  init(_ kind: ChunkKind, entity: Int? = nil, column: Int? = nil, width: Int, count: Int) {
    self.kind = kind.rawValue
    self.entity = entity.map { UInt16($0) } ?? LibraryFormat.none
    self.column = column.map { UInt16($0) } ?? LibraryFormat.none
    self.width = UInt8(width)
    self.count = count
    flags = ChunkFlags.isRequired.rawValue
  }

  var blockRange: Range<Int> { firstSum..<(firstSum + LibraryFormat.blocks(length)) }

  /// The length that width and count ask for; nil where the kind's length is its own.
  var expectedLength: Int? {
    if width == 0 { return count > Int.max - 63 ? nil : (count + 63) / 64 * 8 }
    let (length, overflows) = count.multipliedReportingOverflow(by: Int(width))
    return overflows ? nil : length
  }
}

extension Chunk {
  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(kind)
    writer.append(entity)
    writer.append(column)
    writer.append(width)
    writer.append(flags)
    writer.append(UInt64(place))
    writer.append(UInt64(length))
    writer.append(UInt64(count))
    writer.append(UInt64(bitPattern: base))
    writer.append(UInt64(bitPattern: unit))
    writer.append(top)
    writer.append(missing)
    writer.append(UInt32(firstSum))
    return writer.bytes
  }

  /// Nil where a number cannot be one of this machine's places.
  init?(_ entry: UnsafeRawPointer) {
    func word(_ offset: Int) -> UInt64 { UInt64(littleEndian: entry.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
    func half(_ offset: Int) -> UInt32 { UInt32(littleEndian: entry.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    func short(_ offset: Int) -> UInt16 { UInt16(littleEndian: entry.loadUnaligned(fromByteOffset: offset, as: UInt16.self)) }
    guard let place = Int(exactly: word(8)), let length = Int(exactly: word(16)), let count = Int(exactly: word(24)) else { return nil }
    kind = short(0)
    entity = short(2)
    column = short(4)
    width = entry.load(fromByteOffset: 6, as: UInt8.self)
    flags = entry.load(fromByteOffset: 7, as: UInt8.self)
    (self.place, self.length, self.count) = (place, length, count)
    base = Int64(bitPattern: word(32))
    unit = Int64(bitPattern: word(40))
    top = word(48)
    missing = half(56)
    firstSum = Int(half(60))
  }
}
