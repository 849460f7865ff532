import CKernels
import Diagnostics
import Query
import Results
import Store

extension Evaluator {
  /// Rows that can hold a record at the snapshot: those of the current area for the newest, all for an older one.
  func rowLimit(_ entity: Int) -> Int {
    let table = library.tables[entity]
    return snapshot == library.snapshots.count - 1 ? table.keyCount : table.rowCount
  }

  /// How many records an entity has at the snapshot.
  func recordCount(_ entity: Int) -> Int { LibraryStatistics(library).recordCount(entity, at: snapshot) }

  /// The records at the snapshot, a bit for each row below ``rowLimit(_:)``.
  func aliveRows(_ entity: Int) -> Bitmap {
    let table = library.tables[entity]
    guard snapshot == library.snapshots.count - 1 else { return table.alive(at: snapshot) }
    guard let words = table.currentWords else { return Bitmap(count: table.keyCount, filled: true) }
    var alive = Bitmap(count: table.keyCount)
    let size = alive.words.count
    alive.words.withUnsafeMutableBufferPointer { $0.baseAddress?.update(from: words, count: size) }
    return alive
  }

  /// The rows of `rows` that pass a test. `rows` has ``rowLimit(_:)`` bits.
  func passing(_ test: ColumnPredicate, _ rows: Bitmap, _ entity: Int) throws -> Bitmap {
    try poll()
    let table = library.tables[entity]
    var result = rows
    switch test {
    case .always(let holds): return holds ? rows : Bitmap(count: rows.count)
    case .not(let inner):
      result.formAndNot(try passing(inner, rows, entity))
    case .and(let tests):
      for test in tests { result = try passing(test, result, entity) }
    case .or(let tests):
      result = Bitmap(count: rows.count)
      for test in tests { result.formOr(try passing(test, rows, entity)) }
    case .stored(let field, let range):
      guard case .packed(let cells) = table.columns[field].storage else { throw misplaced("a range", SourceRange(0, 0)) }
      result.formAnd(within(range, cells, rows.count, limits))
    case .wide(let field, let range):
      guard case .wide(let cells) = table.columns[field].storage else { throw misplaced("a range", SourceRange(0, 0)) }
      var inside = Bitmap(count: rows.count)
      cells.within(range, rows: rows.count, &inside.words)
      result.formAnd(inside)
    case .flag(let field):
      guard case .flags(let cells) = table.columns[field].storage else { throw misplaced("a flag", SourceRange(0, 0)) }
      result.formAnd(words: cells.words)
    case .known(let field): result.formAnd(known: table.columns[field], limits)
    case .codes(let field, let codes): try keep(codes, table.columns[field], &result)
    case .keys(let keys):
      result = Bitmap(count: rows.count)
      for key in keys where key < table.keyCount {
        for row in table.rows(ofKey: key) where row < rows.count && rows[row] { result[row] = true }
      }
    case .text(let field, let part, let isWhole): keepTexts(part, isWhole: isWhole, table.columns[field], table, &result)
    case .linked(let field, let target, let inner):
      guard case .packed(let links) = table.columns[field].storage else { throw misplaced("a link", SourceRange(0, 0)) }
      keep(links, wanted: try keys(passing: inner, target), &result)
    case .quantified(let quantifier, let link, let inner):
      try keepQuantified(quantifier, link, inner, entity, &result)
    case .cellChange(let field, let snapshot, let outcomes): try keepCellChange(field, snapshot, outcomes, entity, &result)
    case .atSnapshot(let snapshot, let inner): try keepAtSnapshot(inner, snapshot, entity, &result)
    case .begunAfter(let after): result.formAndNot(held(at: after, below: rows.count, entity))
    }
    return result
  }

  /// The rows below a limit that hold a record at another snapshot.
  func held(at snapshot: Int, below limit: Int, _ entity: Int) -> Bitmap {
    let alive = library.tables[entity].alive(at: snapshot)
    return alive.count == limit ? alive : prefix(alive, limit)
  }

  // MARK: links

  /// The records of an entity at the snapshot that pass a test, by key number.
  private func keys(passing test: ColumnPredicate, _ entity: Int) throws -> Bitmap {
    byKey(try passing(test, aliveRows(entity), entity), entity)
  }

  /// Rows as keys: a current row is its key, history rows have theirs stored.
  private func byKey(_ rows: Bitmap, _ entity: Int) -> Bitmap {
    let table = library.tables[entity]
    return rows.count > table.keyCount ? table.keys(of: rows) : rows
  }

  private func forEachRow(_ rows: Bitmap, from first: Int, _ body: (Int) -> Void) {
    for index in (first >> 6)..<rows.words.count {
      var word = rows.words[index]
      if index == first >> 6 { word &= .max << UInt64(first & 63) }
      while word != 0 {
        body(index << 6 | word.trailingZeroBitCount)
        word &= word &- 1
      }
    }
  }

  private func keep(_ links: PackedCells, wanted: Bitmap, _ rows: inout Bitmap) {
    let limit = rows.count
    switch links.width {
    case 1: luodi_keep_u8(links.u8.baseAddress, limit, wanted.words, &rows.words)
    case 2: luodi_keep_u16(links.u16.baseAddress, limit, wanted.words, &rows.words)
    default: luodi_keep_u32(links.u32.baseAddress, limit, wanted.words, &rows.words)
    }
  }

  private func keepQuantified(
    _ quantifier: Quantifier, _ link: ReverseLink, _ inner: ColumnPredicate?, _ entity: Int, _ rows: inout Bitmap
  ) throws {
    let table = library.tables[entity]
    let children = aliveRows(link.entity)
    let holding = try inner.map { try passing($0, children, link.entity) } ?? children
    var wanted = try targets(link, holding, table.keyCount)
    switch quantifier {
    case .any: break
    case .no: wanted.formComplement()
    case .every:
      // A record with at least one, none of which fails.
      wanted.formAndNot(try targets(link, children.andNot(holding), table.keyCount))
    }
    guard rows.count > table.keyCount else { return rows.formAnd(wanted) }
    let before = rows
    for index in rows.words.indices {
      rows.words[index] &= index < wanted.words.count ? wanted.words[index] : 0
    }
    forEachRow(before, from: table.keyCount) { if wanted[Int(table.rowKeys[$0])] { rows[$0] = true } }
  }

  /// The keys to which some rows of another table lead.
  private func targets(_ link: ReverseLink, _ rows: Bitmap, _ keyCount: Int) throws -> Bitmap {
    let children = library.tables[link.entity]
    guard case .packed(let links) = children.columns[link.field].storage else { throw misplaced("a link", SourceRange(0, 0)) }
    guard rows.count >= children.keyCount, let runs = library.runs(entity: link.entity, field: link.field) else {
      var result = Bitmap(count: keyCount)
      mark(links, rows.words[...], from: 0, rows.count, &result)
      return result
    }
    var result = runs.targets(of: rows)
    if rows.count > children.keyCount {
      let first = children.keyCount >> 6
      var history = rows.words[first...]
      history[first] &= .max << UInt64(children.keyCount & 63)
      mark(links, history, from: first * 64, rows.count, &result)
    }
    return result
  }

  private func mark(_ links: PackedCells, _ words: ArraySlice<UInt64>, from first: Int, _ last: Int, _ keys: inout Bitmap) {
    words.withUnsafeBufferPointer { words in
      switch links.width {
      case 1: luodi_mark_u8(links.u8.baseAddress! + first, words.baseAddress, last - first, &keys.words)
      case 2: luodi_mark_u16(links.u16.baseAddress! + first, words.baseAddress, last - first, &keys.words)
      default: luodi_mark_u32(links.u32.baseAddress! + first, words.baseAddress, last - first, &keys.words)
      }
    }
  }

  // MARK: codes and texts

  private func keep(_ codes: [Int], _ column: Column, _ rows: inout Bitmap) throws {
    guard case .packed(let cells) = column.storage else { throw misplaced("codes", SourceRange(0, 0)) }
    if codes.allSatisfy({ cells.bitmap(code: $0) != nil }) {
      var found = Bitmap(count: rows.count)
      for code in codes { luodi_or(&found.words, cells.bitmap(code: code)!, found.words.count) }
      return rows.formAnd(found)
    }
    if codes.count == 1 {
      let stored = UInt64(codes[0]) + 1
      guard stored <= cells.top else {
        rows = Bitmap(count: rows.count)
        return
      }
      return rows.formAnd(within(stored...stored, cells, rows.count, limits))
    }
    keep(cells, wanted: Bitmap(count: max(Int(cells.top), 1), rows: codes.filter { $0 < Int(cells.top) }), &rows)
  }

  private func keepTexts(_ part: String, isWhole: Bool, _ column: Column, _ table: Table, _ rows: inout Bitmap) {
    switch column.storage {
    case .packed(let cells):
      guard let texts = column.names as? TextDictionary else { return }
      keep(cells, wanted: textsHolding(part, texts.texts, 0..<texts.count), &rows)
    case .texts(let cells):
      // Text n is the cell of current row n, so that the finds are rows; a history row names its text.
      let size = rows.count > table.keyCount ? cells.texts.count : table.keyCount
      var found = textsHolding(part, cells.texts, 0..<size)
      if isWhole { found = Bitmap(count: found.count, rows: found.rows.lazy.map(Int.init).filter { cells.texts[$0] == part }) }
      if rows.count > table.keyCount {
        let before = rows
        rows.formAnd(words: found.words, first: table.keyCount)
        forEachRow(before, from: table.keyCount) { if found[cells.number($0)] { rows[$0] = true } }
      } else {
        rows.formAnd(found)
      }
      rows.formAnd(known: column, limits)
    case .wide, .flags, .keys: break
    }
  }

  private func textsHolding(_ part: String, _ texts: StoredTexts, _ range: Range<Int>) -> Bitmap {
    var found = Bitmap(count: max(range.upperBound, 1))
    guard !range.isEmpty, let bytes = texts.bytes.baseAddress else { return found }
    var part = part
    part.withUTF8 { part in
      luodi_search(bytes, texts.offsets.baseAddress, range.lowerBound, range.upperBound, part.baseAddress, part.count, &found.words)
    }
    return found
  }
}

/// The rows below a limit whose stored number is in a range, which begins at 1 or higher. Long columns are read by two threads.
func within(_ range: ClosedRange<UInt64>, _ cells: PackedCells, _ limit: Int, _ limits: Limits) -> Bitmap {
  var inside = Bitmap(count: limit)
  inside.words.withUnsafeMutableBufferPointer { words in
    guard let start = words.baseAddress else { return }
    guard limit * cells.width >= limits.sharedBytes else { return cells.within(range, rows: limit, start) }
    let words = TwoThreads.Shared(start)
    _ = inParts(of: (limit + 63) / 64, limits) { part in
      cells.within(range, rows: part.lowerBound * 64..<min(part.upperBound * 64, limit), words.value + part.lowerBound)
    }
  }
  return inside
}

extension Bitmap {
  /// Keeps the bits that are set in at least as many words.
  mutating func formAnd(words other: UnsafePointer<UInt64>) { luodi_and(&words, other, words.count) }

  /// Keeps the bits that are set in the words, and none behind them.
  mutating func formAnd(prefixWords other: [UInt64]) {
    luodi_and(&words, other, min(words.count, other.count))
    for index in min(words.count, other.count)..<words.count { words[index] = 0 }
  }

  /// Keeps the bits below `first` that are set in the words; drops those behind.
  fileprivate mutating func formAnd(words other: [UInt64], first: Int) {
    for index in words.indices {
      let start = index << 6
      let mask: UInt64 = start + 64 <= first ? .max : start < first ? .max >> UInt64(64 - (first - start)) : 0
      words[index] &= mask == 0 ? 0 : other[index] & mask
    }
  }

  mutating func formAnd(known column: Column, _ limits: Limits) {
    switch column.storage {
    case .packed(let cells):
      guard cells.top > 0 else {
        self = Bitmap(count: count)
        return
      }
      guard cells.missingCount > 0 else { return }
      formAnd(within(1...cells.top, cells, count, limits))
    case .wide(let cells):
      guard cells.missingCount > 0 else { return }
      var inside = Bitmap(count: count)
      cells.within(-Int128.max...Int128.max, rows: count, &inside.words)
      formAnd(inside)
    case .flags(let cells): if let known = cells.knownWords { formAnd(words: known) }
    case .texts(let cells): if let known = cells.knownWords { formAnd(words: known) }
    case .keys: break
    }
  }
}
