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
  /// For which the collector has still to make room
  private var expectedRows = 0
  private var table: (any FiledTable)?
  private var knownEmptyTextsAreMeant: Bool?

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
    summary = LoadReport.File(path: file.place, entity: entity.plural, encoding: file.encoding)
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
    do {
      let table = try loader.file.found.open()
      loader.table = table
      loader.readRows(of: table, collector)
    } catch {
      loader.report.add(.init(file: loader.file.place, problem: error.problem))
    }
    loader.summary.snapshots = loader.days.sorted()
    return (loader.report, loader.summary)
  }

  private mutating func readRows(of table: any FiledTable, _ collector: (Day) -> EntityCollector) {
    if snapshotColumn == nil, file.day != nil {
      let rows = table.expectedRows
      if rows > 1000 { expectedRows = rows }
    }
    table.read { reader in
      var row = Row()
      while reader.next(&row) {
        for remark in row.damage { report(row, remark) }
        guard row.number > file.map.row else { continue }
        readRow(row, collector)
      }
    }
    flushBlanks()
    reportRespellings()
    guard summary.rowsLoaded + summary.rowsSetAside == 0 else { return }
    report.add(.init(file: file.place, row: file.map.place, problem: .noRows(snapshot: file.day)))
    // A table without rows says that there are none.
    if let day = file.day {
      _ = collector(day)
      days.insert(day)
    }
  }

  // MARK: One row

  private mutating func readRow(_ row: Row, _ collector: (Day) -> EntityCollector) {
    if let fault = row.fault {
      flushBlanks()
      summary.rowsSetAside += 1
      let value = String(decoding: row.text.prefix(400), as: UTF8.self)
      return report.add(
        .init(file: file.place, row: row.number, line: row.line, column: fault.character, value: value, problem: fault.problem))
    }
    let kind = RowKind.of(row, keyColumn: keyColumn)
    if case .blank = kind {
      blankRun = blankRun.map { ($0.first, $0.line, $0.count + 1) } ?? (row.number, row.line, 1)
      return
    }
    flushBlanks()
    switch kind {
    case .footnote: return skip(row, .footnote)
    case .total: return skip(row, .totalRow)
    case .section: return skip(row, .sectionTitle)
    default: break
    }
    if isHeader(row) { return skip(row, .repeatedHeader) }
    reportShape(row)

    guard let key = key(of: row) else {
      return setAside(row, .rowWithoutKey(key: entity.fields[entity.keyField].name))
    }
    guard let day = day(of: row) else { return }
    let rows = collector(day)
    if expectedRows > 0 {
      rows.expect(expectedRows)
      expectedRows = 0
    }
    let place = EntityCollector.Place(file: Int32(fileIndex), row: Int32(clamping: row.number), line: Int32(clamping: row.line))
    if let earlier = rows.beginRow(key: key, place: place) {
      let earlierFile = Int(earlier.file) == fileIndex ? nil : plan.files[Int(earlier.file)].place
      return setAside(row, .repeatedKey(firstRow: Int(earlier.row), firstFile: earlierFile))
    }
    readCells(row, into: rows, on: day)
    days.insert(day)
    summary.rowsLoaded += 1
  }

  private mutating func readCells(_ row: Row, into rows: EntityCollector, on day: Day) {
    var filled = 0
    for number in columns.indices {
      let index = columns[number].index
      guard index < row.cells.count, !row.cells[index].isEmpty || row.cells[index].isQuoted else { continue }
      let cell = row.cells[index]
      let type = columns[number].type
      let sink = rows.column(columns[number].slot, type: type)
      if type == .text, cell.isEmpty, cell.isQuoted, !cell.isEscaped, emptyTextsAreMeant {
        sink.append("")
        filled += 1
        continue
      }
      if cell.kind == .error || (cell.kind == .nested && type != .text) {
        sink.appendMissing()
        let problem = cell.kind == .error ? IntakeProblem.fault(.spreadsheetError, order: nil) : .nested(isKept: false)
        report(row, index, value: row.content(of: cell), problem)
        continue
      }
      var isNormalized = false
      let problem = row.withContent(of: cell) { bytes -> IntakeProblem? in
        let content = cell.kind == .plain ? RowLoader.unwrapped(bytes) : bytes
        if !content.isEmpty, index != keyColumn { filled += 1 }
        guard let normal = RowLoader.normalized(content, type) else { return columns[number].reader.read(content, into: sink, on: day) }
        isNormalized = normal.isReported
        return normal.bytes.withUnsafeBufferPointer { columns[number].reader.read($0, into: sink, on: day) }
      }
      if cell.kind == .nested { report(row, index, value: row.content(of: cell), .nested(isKept: true)) }
      if isNormalized { report(row, index, value: row.content(of: cell), .normalized) }
      if let problem { report(row, index, value: row.content(of: cell), problem) }
    }
    if filled == 0, columns.count > 1 { report(row, keyColumn ?? 0, value: nil, .loneKey) }
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

  /// Asked only where a cell wants to know.
  private var emptyTextsAreMeant: Bool {
    mutating get {
      if let known = knownEmptyTextsAreMeant { return known }
      let areMeant = table?.emptyTextsAreMeant ?? false
      knownEmptyTextsAreMeant = areMeant
      return areMeant
    }
  }

  private mutating func key(of row: Row) -> String? {
    guard let keyColumn else { return plan.isRowKeyed(file.entity) ? String(row.number - file.map.row) : nil }
    guard keyColumn < row.cells.count else { return nil }
    let cell = row.cells[keyColumn]
    if cell.kind == .nested || cell.kind == .error { return nil }
    let (text, isChanged) = row.withContent(of: cell) { bytes -> (String, Bool) in
      let content = cell.kind == .plain ? RowLoader.unwrapped(bytes) : bytes
      return CellWords.spreadsheetFault(content) != nil ? ("", false) : KeyForm.of(content)
    }
    guard !text.isEmpty else { return nil }
    if isChanged { report(row, keyColumn, value: row.content(of: cell), .normalized) }
    if let control = text.utf8.first(where: { $0 < 0x20 || $0 == 0x7F }) {
      report(row, keyColumn, value: text, .controlCharacter(control))
    }
    switch keyNames?.match(text) {
    case .one(let index)?:
      let code = entity.keyNames[index].code
      if let spelling = keyNames?.resembled(text, index) {
        report(row, keyColumn, value: text, .resembledName(spelling: spelling, key: code))
      }
      return code
    case .several(let indices)?:
      report(row, keyColumn, value: text, .ambiguousValue(candidates: indices.map { entity.keyNames[$0].spelling }))
      return text
    default: return text
    }
  }

  private mutating func day(of row: Row) -> Day? {
    guard let snapshotColumn, let field = entity.snapshotField else { return file.day }
    let reading =
      snapshotColumn < row.cells.count
      ? row.withContent(of: row.cells[snapshotColumn]) { DateCell.read($0, order: entity.fields[field].dateOrder) } : .missing
    switch reading {
    case .value(let day), .remarked(let day, _): return day
    case .fault(let fault): setAside(row, .badSnapshotDate(fault))
    case .missing, .placeholder:
      if let day = file.day { return day }
      setAside(row, .badSnapshotDate(nil))
    }
    return nil
  }

  /// The header again, as page breaks of printed tables leave it.
  private func isHeader(_ row: Row) -> Bool {
    guard row.cells.count >= 2, let probe = file.map.columns.indices.first(where: { !file.map.columns[$0].header.isEmpty }) else {
      return false
    }
    guard probe < row.cells.count, row.content(of: row.cells[probe]) == file.map.columns[probe].header else { return false }
    return file.map.columns.indices.allSatisfy { row.content(ofColumn: $0) == file.map.columns[$0].header }
  }

  // MARK: Report

  private mutating func report(_ row: Row, _ column: Int, value: String?, _ problem: IntakeProblem) {
    report.add(
      .init(
        file: file.place, row: row.number, line: row.line, column: file.map.place(ofColumn: column),
        header: column < file.map.columns.count ? file.map.columns[column].header : nil, value: value, problem: problem))
  }

  private mutating func report(_ row: Row, _ remark: Row.Remark) { report(row, remark.column, value: remark.value, remark.problem) }

  /// A line for each column, not for each cell: an office that spells a value its own way does so in every row.
  private mutating func reportRespellings() {
    for column in columns {
      guard case .choice(let choice) = column.type, let respellings = column.reader.respellings.summary else { continue }
      report.add(
        .init(
          file: file.place, column: file.map.place(ofColumn: column.index), header: column.header,
          problem: .resembledValues(choice: plan.catalog.choices[choice].name, respellings)))
    }
  }

  private mutating func skip(_ row: Row, _ problem: IntakeProblem) {
    summary.rowsSkipped += 1
    report.add(.init(file: file.place, row: row.number, line: row.line, value: excerpt(row), problem: problem))
  }

  private mutating func setAside(_ row: Row, _ problem: IntakeProblem) {
    summary.rowsSetAside += 1
    report.add(.init(file: file.place, row: row.number, line: row.line, value: excerpt(row), problem: problem))
  }

  private mutating func flushBlanks() {
    guard let run = blankRun else { return }
    blankRun = nil
    summary.rowsSkipped += run.count
    report.add(.init(file: file.place, row: run.first, line: run.line, problem: .blankRows(count: run.count)))
  }

  /// The filled cells of a row, as much as the report shows.
  private func excerpt(_ row: Row, from start: Int = 0) -> String {
    var text = ""
    for cell in row.cells.dropFirst(start) where !cell.isEmpty {
      let content = row.content(of: cell)
      if content.isEmpty { continue }
      text += text.isEmpty ? content : " | " + content
      if text.utf8.count > 400 { break }
    }
    return text
  }

  /// Too few or too many cells, quotes that do not close.
  private mutating func reportShape(_ row: Row) {
    let expected = file.map.columns.count
    let found = row.cells.count + row.cellsBeyondLimit
    // An object has the members that it has.
    if found < expected, file.map.row > 0, file.map.columns[found...].contains(where: { $0.role != .nothing }) {
      report.add(
        .init(
          file: file.place, row: row.number, line: row.line, value: excerpt(row),
          problem: .tooFewCells(found: found, expected: expected, isLast: row.endsText)))
    } else if found > expected {
      let beyond = excerpt(row, from: expected)
      if !beyond.isEmpty || row.cellsBeyondLimit > 0 {
        report.add(
          .init(
            file: file.place, row: row.number, line: row.line, column: expected + 1, value: beyond,
            problem: .tooManyCells(found: found, expected: expected)))
      }
    }
    for remark in row.remarks {
      report(row, remark.column, value: remark.value ?? row.content(ofColumn: remark.column), remark.problem)
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
