import Schema

extension RecordCard {
  /// The card as one table of four columns, for formats that hold tables only.
  ///
  /// | part | record | field | value |
  /// |---|---|---|---|
  /// | `project` | its key | a field | its value, of the field's own type |
  /// | `definitions` | its key | a definition | its value |
  /// | `nodes` | key of a node | a field of the node | its value |
  /// | `history` | first day of the line | `change` for a line about the record, else `stage.old`, `stage.new` | what happened; the value |
  public var longForm: ResultTable {
    var form = LongForm()
    let part = form.part(entity, entityNames)
    for column in fields.columns { form.append(part, key, column, row: 0) }
    let defined = form.part("definitions", ("definitions", "定义"))
    for column in definitions.columns { form.append(defined, key, column, row: 0) }
    for link in links {
      let part = form.part(link.name, link.names)
      for row in 0..<link.table.rowCount {
        guard let keys = link.table.columns.first?.values else { continue }
        for column in link.table.columns.dropFirst() { form.append(part, keys.machineText(at: row), column, row: row) }
      }
    }
    appendHistory(to: &form)
    var table = form.table
    table.snapshot = snapshot
    table.notes = notes
    return table
  }

  private func appendHistory(to form: inout LongForm) {
    let part = form.part(history.name, history.names)
    let columns = history.table.columns
    func column(_ name: String) -> ResultTable.Column? { columns.first { $0.name == name } }
    guard let from = column("from"), let change = column("change"), let field = column("field"), let old = column("old"),
      let new = column("new"), case .codes(let codes, let names) = field.values.cells
    else { return }
    for row in 0..<history.table.rowCount {
      let day = from.values.machineText(at: row)
      guard field.values.isKnown(row) else {
        form.append(part, day, change, row: row)
        continue
      }
      let code = Int(codes[row])
      for (end, cells) in [("old", old), ("new", new)] {
        let side = (english: end, chinese: cells.label ?? end)
        form.append(
          part, day, "\(names.code(code)).\(end)",
          ("\(names.name(code, chinese: false)) \(side.english)", "\(names.name(code, chinese: true)) \(side.chinese)"), cells.values,
          row: row)
      }
    }
  }
}

/// Rows of a card while they are put together.
private struct LongForm {
  /// Words with a code for machines and a name in each language.
  struct Names: CodeNames {
    var names: [(code: String, english: String, chinese: String)] = []
    var numbers: [String: UInt32] = [:]

    var count: Int { names.count }
    func code(_ index: Int) -> String { names[index].code }
    func name(_ index: Int, chinese: Bool) -> String { chinese ? names[index].chinese : names[index].english }

    mutating func number(of code: String, _ english: String, _ chinese: String) -> UInt32 {
      let identity = "\(code)\u{0}\(english)"
      if let number = numbers[identity] { return number }
      names.append((code, english, chinese))
      numbers[identity] = UInt32(names.count - 1)
      return UInt32(names.count - 1)
    }
  }

  private var parts = Names()
  private var fields = Names()
  private var partCodes: [UInt32] = []
  private var fieldCodes: [UInt32] = []
  private var records: [String] = []
  private var cells = MixedCells(parts: [], part: [], place: [])

  mutating func part(_ name: String, _ names: (english: String, chinese: String)) -> UInt32 {
    parts.number(of: name, names.english, names.chinese)
  }

  mutating func append(_ part: UInt32, _ record: String, _ column: ResultTable.Column, row: Int) {
    var names = (english: column.heading, chinese: column.label ?? column.heading)
    // One column holds values of all units, so the unit stands with the name.
    if let unit = column.values.type.unitName { names = ("\(names.english) (\(unit.english))", "\(names.chinese)(\(unit.chinese))") }
    append(part, record, column.name, names, column.values, row: row)
  }

  mutating func append(
    _ part: UInt32, _ record: String, _ field: String, _ names: (english: String, chinese: String), _ values: Vector, row: Int
  ) {
    partCodes.append(part)
    records.append(record)
    fieldCodes.append(fields.number(of: field, names.english, names.chinese))
    cells.part.append(UInt32(cells.parts.count))
    cells.place.append(Int32(row))
    cells.parts.append(values)
  }

  var table: ResultTable {
    let count = partCodes.count
    let known = Bitmap(count: count, rows: (0..<count).filter { cells.cell($0).vector.isKnown(cells.cell($0).place) })
    // The type says only that the words have names; writers look no choice up.
    func words(_ codes: [UInt32], _ names: Names) -> Vector { Vector(type: .choice(0), count: count, cells: .codes(codes, names)) }
    return ResultTable(
      columns: [
        ResultTable.Column(name: "part", heading: "part", label: "部分", values: words(partCodes, parts)),
        ResultTable.Column(
          name: "record", heading: "record", label: "记录", values: Vector(type: .text, count: count, cells: .text(records))),
        ResultTable.Column(name: "field", heading: "field", label: "字段", values: words(fieldCodes, fields)),
        ResultTable.Column(
          name: "value", heading: "value", label: "值", values: Vector(type: .text, count: count, cells: .mixed(cells), validity: known)),
      ], rowCount: count)
  }
}
