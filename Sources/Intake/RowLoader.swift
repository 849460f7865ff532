import Diagnostics
import Schema

/// Reads the rows of one planned file into the collectors of their snapshots.
struct RowLoader {
  private let plan: LoadPlan
  private let file: LoadPlan.File
  private let fileIndex: Int
  private let entity: Entity
  private let keyColumn: Int?
  private let snapshotColumn: Int?
  private let keyNames: NameTable?
  private var columns: [Column] = []
  private var report = LoadReport()
  private var summary: LoadReport.File
  private var days: Set<Day> = []
  private var blankRun: (first: Int, line: Int, count: Int)?
  private var seenDamage = 0
  /// For which the collector has still to make room
  private var expectedRows = 0
  /// See ``quotesAreMeant``
  private var knownQuotes: Bool?

  private struct Column {
    var index: Int
    var slot: Int
    var type: DataType
    var header: String
    var reader: CellReader
  }

  /// The columns of a file for the quick way. No two of them are of one field.
  static func packedColumns(_ plan: LoadPlan, _ file: LoadPlan.File) -> [PackedColumn] {
    let entity = plan.catalog.entities[file.entity]
    return columns(plan, file, keyColumn: file.map.index(ofField: entity.keyField), snapshotColumn: nil).map {
      PackedColumn(index: $0.index, field: $0.slot, reader: $0.reader)
    }
  }

  init(plan: LoadPlan, fileIndex: Int) {
    self.plan = plan
    self.fileIndex = fileIndex
    file = plan.files[fileIndex]
    entity = plan.catalog.entities[file.entity]
    keyColumn = file.map.index(ofField: entity.keyField)
    snapshotColumn = entity.snapshotField.flatMap { [map = file.map] in map.index(ofField: $0) }
    keyNames = entity.keyNames.isEmpty ? nil : NameTable(entity.keyNames, on: file.day)
    summary = LoadReport.File(path: file.path, entity: entity.plural, encoding: file.encoding)
    columns = Self.columns(plan, file, keyColumn: keyColumn, snapshotColumn: snapshotColumn)
  }

  private static func columns(_ plan: LoadPlan, _ file: LoadPlan.File, keyColumn: Int?, snapshotColumn: Int?) -> [Column] {
    var columns: [Column] = []
    for (index, column) in file.map.columns.enumerated() where index != snapshotColumn {
      guard let slot = plan.slot(of: column.role, in: file.entity) else { continue }
      let (type, order) = plan.type(ofSlot: slot, in: file.entity)
      // A text key is kept once, as the row's key.
      if index == keyColumn, type == .text { continue }
      let unit = column.unit ?? (HeaderNames.unit(in: column.header) ?? file.map.tableUnit)
      let reader = CellReader(type: type, order: order, unit: unit, inPercent: column.inPercent, catalog: plan.catalog)
      columns.append(Column(index: index, slot: slot, type: type, header: column.header, reader: reader))
    }
    return columns
  }

  /// Loads all rows. `collector` gives the rows of this file's entity on a day.
  static func load(
    _ plan: LoadPlan, fileIndex: Int, collector: (Day) -> EntityCollector
  ) -> (report: LoadReport, summary: LoadReport.File) {
    var loader = RowLoader(plan: plan, fileIndex: fileIndex)
    switch TableFile.open(loader.file.path) {
    case .failure(let failure): loader.report.add(.init(file: loader.file.path, problem: failure.problem))
    case .success(let table): loader.readRows(of: table, collector)
    }
    loader.summary.snapshots = loader.days.sorted()
    return (loader.report, loader.summary)
  }

  private mutating func readRows(of table: TableFile, _ collector: (Day) -> EntityCollector) {
    if snapshotColumn == nil, file.day != nil {
      // One row a line at most, but for the damaged files with nothing but line ends.
      let lines = table.text.bytes.withUnsafeBufferPointer { bytes in bytes.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } }
      if lines > 1000 { expectedRows = min(lines, table.text.bytes.count / 8) }
    }
    table.read { reader in
      var record = DelimitedReader.Record()
      while reader.next(&record) {
        reportDamage(table.text.damage, record)
        guard record.row > file.map.row else { continue }
        readRow(record, reader, collector)
      }
    }
    flushBlanks()
    reportRespellings()
    guard summary.rowsLoaded + summary.rowsSetAside == 0 else { return }
    report.add(.init(file: file.path, row: file.map.row, problem: .noRows(snapshot: file.day)))
    // A table without rows says that there are none.
    if let day = file.day {
      _ = collector(day)
      days.insert(day)
    }
  }

  // MARK: One row

  private mutating func readRow(_ record: DelimitedReader.Record, _ reader: DelimitedReader, _ collector: (Day) -> EntityCollector) {
    let kind = RowKind.of(record.cells, in: reader, keyColumn: keyColumn)
    if case .blank = kind {
      blankRun = blankRun.map { ($0.first, $0.line, $0.count + 1) } ?? (record.row, record.line, 1)
      return
    }
    flushBlanks()
    switch kind {
    case .footnote: return skip(record, reader, .footnote)
    case .total: return skip(record, reader, .totalRow)
    case .section: return skip(record, reader, .sectionTitle)
    default: break
    }
    if isHeader(record, reader) { return skip(record, reader, .repeatedHeader) }
    reportShape(record, reader)

    guard let key = key(of: record, reader) else {
      return setAside(record, reader, .rowWithoutKey(key: entity.fields[entity.keyField].name))
    }
    guard let day = day(of: record, reader) else { return }
    let rows = collector(day)
    if expectedRows > 0 {
      rows.expect(expectedRows)
      expectedRows = 0
    }
    let place = EntityCollector.Place(file: Int32(fileIndex), row: Int32(clamping: record.row), line: Int32(clamping: record.line))
    if let earlier = rows.beginRow(key: key, place: place) {
      let earlierFile = Int(earlier.file) == fileIndex ? nil : plan.files[Int(earlier.file)].path
      return setAside(record, reader, .repeatedKey(firstRow: Int(earlier.row), firstFile: earlierFile))
    }
    readCells(record, reader, into: rows, on: day)
    days.insert(day)
    summary.rowsLoaded += 1
  }

  private mutating func readCells(
    _ record: DelimitedReader.Record, _ reader: DelimitedReader, into rows: EntityCollector, on day: Day
  ) {
    var filled = 0
    for number in columns.indices {
      let index = columns[number].index
      guard index < record.cells.count, record.cells[index].end > record.cells[index].start else { continue }
      let cell = record.cells[index]
      let type = columns[number].type
      let sink = rows.column(columns[number].slot, type: type)
      if type == .text, cell.isEmptyQuotes, quotesAreMeant {
        sink.append("")
        filled += 1
        continue
      }
      var isNormalized = false
      let problem = reader.withContent(of: cell) { bytes -> IntakeProblem? in
        let content = RowLoader.unwrapped(bytes)
        if !content.isEmpty, index != keyColumn { filled += 1 }
        guard let normal = RowLoader.normalized(content, type) else { return columns[number].reader.read(content, into: sink, on: day) }
        isNormalized = normal.isReported
        return normal.bytes.withUnsafeBufferPointer { columns[number].reader.read($0, into: sink, on: day) }
      }
      if isNormalized { report(record, index, value: reader.text(cell), .normalized) }
      if let problem { report(record, index, value: reader.text(cell), problem) }
    }
    if filled == 0, columns.count > 1 { report(record, keyColumn ?? 0, value: nil, .loneKey) }
  }

  /// `="00123"`: how spreadsheets are made to keep a text that looks like a number.
  private static func unwrapped(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard bytes.count >= 3, bytes[0] == 0x3D, bytes[1] == 0x22, bytes[bytes.count - 1] == 0x22 else { return bytes }
    return UnsafeBufferPointer(rebasing: bytes[2..<(bytes.count - 1)])
  }

  /// A text, value or link in its one form; nil where it is in it.
  private static func normalized(_ content: UnsafeBufferPointer<UInt8>, _ type: DataType) -> (bytes: [UInt8], isReported: Bool)? {
    switch type {
    case .text, .choice: return NormalForm.changed(content).map { ($0, true) }
    case .link:
      let key = KeyForm.of(content)
      if !key.isChanged, key.text.utf8.count == content.count { return nil }
      return (Array(key.text.utf8), key.isChanged)
    default: return nil
    }
  }

  /// Whether `""` is an empty text, as `luodi` and databases write it, and not a blank cell of a file that has quotes around everything.
  private var quotesAreMeant: Bool {
    mutating get {
      if let known = knownQuotes { return known }
      guard case .success(let table) = TableFile.open(file.path) else { return false }
      let areMeant = !table.quotesByHabit
      knownQuotes = areMeant
      return areMeant
    }
  }

  private mutating func key(of record: DelimitedReader.Record, _ reader: DelimitedReader) -> String? {
    guard let keyColumn else { return plan.isRowKeyed(file.entity) ? String(record.row - file.map.row) : nil }
    guard keyColumn < record.cells.count else { return nil }
    let cell = record.cells[keyColumn]
    let (text, isChanged) = reader.withContent(of: cell) { bytes -> (String, Bool) in
      let content = RowLoader.unwrapped(bytes)
      return CellWords.spreadsheetFault(content) != nil ? ("", false) : KeyForm.of(content)
    }
    guard !text.isEmpty else { return nil }
    if isChanged { report(record, keyColumn, value: reader.text(cell), .normalized) }
    if let control = text.utf8.first(where: { $0 < 0x20 || $0 == 0x7F }) {
      report(record, keyColumn, value: text, .controlCharacter(control))
    }
    switch keyNames?.match(text) {
    case .one(let index)?:
      let code = entity.keyNames[index].code
      if let spelling = keyNames?.resembled(text, index) {
        report(record, keyColumn, value: text, .resembledName(spelling: spelling, key: code))
      }
      return code
    case .several(let indices)?:
      report(record, keyColumn, value: text, .ambiguousValue(candidates: indices.map { entity.keyNames[$0].spelling }))
      return text
    default: return text
    }
  }

  private mutating func day(of record: DelimitedReader.Record, _ reader: DelimitedReader) -> Day? {
    guard let snapshotColumn, let field = entity.snapshotField else { return file.day }
    let reading =
      snapshotColumn < record.cells.count
      ? reader.withContent(of: record.cells[snapshotColumn]) { DateCell.read($0, order: entity.fields[field].dateOrder) } : .missing
    switch reading {
    case .value(let day), .remarked(let day, _): return day
    case .fault(let fault): setAside(record, reader, .badSnapshotDate(fault))
    case .missing, .placeholder:
      if let day = file.day { return day }
      setAside(record, reader, .badSnapshotDate(nil))
    }
    return nil
  }

  /// The header again, as page breaks of printed tables leave it.
  private func isHeader(_ record: DelimitedReader.Record, _ reader: DelimitedReader) -> Bool {
    guard record.cells.count >= 2, let probe = file.map.columns.indices.first(where: { !file.map.columns[$0].header.isEmpty }) else {
      return false
    }
    guard probe < record.cells.count, reader.text(record.cells[probe]) == file.map.columns[probe].header else { return false }
    return file.map.columns.indices.allSatisfy { index in
      let text = index < record.cells.count ? reader.text(record.cells[index]) : ""
      return text == file.map.columns[index].header
    }
  }

  // MARK: Report

  private mutating func report(_ record: DelimitedReader.Record, _ column: Int, value: String?, _ problem: IntakeProblem) {
    report.add(
      .init(
        file: file.path, row: record.row, line: record.line, column: column + 1,
        header: column < file.map.columns.count ? file.map.columns[column].header : nil, value: value, problem: problem))
  }

  /// A line for each column, not for each cell: an office that spells a value its own way does so in every row.
  private mutating func reportRespellings() {
    for column in columns {
      guard case .choice(let choice) = column.type, let respellings = column.reader.respellings.summary else { continue }
      report.add(
        .init(
          file: file.path, column: column.index + 1, header: column.header,
          problem: .resembledValues(choice: plan.catalog.choices[choice].name, respellings)))
    }
  }

  private mutating func skip(_ record: DelimitedReader.Record, _ reader: DelimitedReader, _ problem: IntakeProblem) {
    summary.rowsSkipped += 1
    report.add(.init(file: file.path, row: record.row, line: record.line, value: excerpt(record, reader), problem: problem))
  }

  private mutating func setAside(_ record: DelimitedReader.Record, _ reader: DelimitedReader, _ problem: IntakeProblem) {
    summary.rowsSetAside += 1
    report.add(.init(file: file.path, row: record.row, line: record.line, value: excerpt(record, reader), problem: problem))
  }

  private mutating func flushBlanks() {
    guard let run = blankRun else { return }
    blankRun = nil
    summary.rowsSkipped += run.count
    report.add(.init(file: file.path, row: run.first, line: run.line, problem: .blankRows(count: run.count)))
  }

  /// The filled cells of a row, as much as the report shows.
  private func excerpt(_ record: DelimitedReader.Record, _ reader: DelimitedReader, from start: Int = 0) -> String {
    var text = ""
    for cell in record.cells.dropFirst(start) where cell.end > cell.start {
      let content = reader.text(cell)
      if content.isEmpty { continue }
      text += text.isEmpty ? content : " | " + content
      if text.utf8.count > 400 { break }
    }
    return text
  }

  /// Too few or too many cells, quotes that do not close.
  private mutating func reportShape(_ record: DelimitedReader.Record, _ reader: DelimitedReader) {
    let expected = file.map.columns.count
    let found = record.cells.count + record.cellsBeyondLimit
    if found < expected, file.map.columns[found...].contains(where: { $0.role != .nothing }) {
      report.add(
        .init(
          file: file.path, row: record.row, line: record.line, value: excerpt(record, reader),
          problem: .tooFewCells(found: found, expected: expected, isLast: record.endsText)))
    } else if found > expected {
      let beyond = excerpt(record, reader, from: expected)
      if !beyond.isEmpty || record.cellsBeyondLimit > 0 {
        report.add(
          .init(
            file: file.path, row: record.row, line: record.line, column: expected + 1, value: beyond,
            problem: .tooManyCells(found: found, expected: expected)))
      }
    }
    if let column = record.unterminatedCell, column < record.cells.count {
      report(record, column, value: reader.text(record.cells[column]), .unterminatedQuote)
    }
    for (column, cell) in record.cells.enumerated() {
      if cell.hasStrayText { report(record, column, value: reader.text(cell), .textBehindQuote) }
      if cell.hasLooseQuote { report(record, column, value: reader.text(cell), .looseQuote) }
    }
  }

  private mutating func reportDamage(_ damage: [DecodedText.Damage], _ record: DelimitedReader.Record) {
    guard seenDamage < damage.count, let end = record.cells.last?.end else { return }
    while seenDamage < damage.count, damage[seenDamage].offset < end {
      let offset = damage[seenDamage].offset
      let column = record.cells.firstIndex { $0.start <= offset && offset < $0.end } ?? 0
      report(record, column, value: nil, .undecodableByte(damage[seenDamage].byte))
      seenDamage += 1
    }
  }
}

extension HeaderNames {
  /// The unit that a header names, whoever's column it is.
  static func unit(in header: String) -> MoneyWords? {
    for split in splits(header) where split.isBracketed { if let words = MoneyWords(split.suffix), words.namesUnit { return words } }
    return nil
  }
}
