/// Rows of a table that are no records: what people write below and between them.
enum RowKind {
  case record
  case blank
  case footnote
  case total
  case section

  /// Judges a row by its cells; `keyColumn` is the key's.
  static func of(_ row: Row, keyColumn: Int?) -> RowKind {
    let cells = row.cells
    var filled = 0
    var first: (index: Int, cell: Row.Cell)?
    var second: Row.Cell?
    for (index, cell) in cells.enumerated() where !cell.isEmpty && row.withContent(of: cell, { !$0.isEmpty }) {
      filled += 1
      if first == nil { first = (index, cell) } else if second == nil { second = cell }
    }
    guard let first else { return .blank }
    let isKeyBlank = keyColumn.map { $0 >= cells.count || row.withContent(of: cells[$0]) { $0.isEmpty } } ?? true
    if isTotal(first.cell, in: row), isKeyBlank || first.index == keyColumn { return .total }
    if let second, isKeyBlank, isTotal(second, in: row) { return .total }
    if filled <= 3, isKeyBlank || first.index == keyColumn, isNote(first.cell, in: row, isAlone: filled == 1) { return .footnote }
    if filled == 1, cells.count > 2, isSection(first.cell, in: row) { return .section }
    return .record
  }

  /// `一、…`, `（二）…`: numbered as parts of a table are, never as keys.
  private static func isSection(_ cell: Row.Cell, in row: Row) -> Bool {
    row.withContent(of: cell) { bytes in
      var text = CellScalars(bytes)
      let isBracketed = text.eat("(")
      let start = text.position
      while let scalar = text.current, "一二三四五六七八九十".unicodeScalars.contains(scalar) { text.position += 1 }
      guard text.position > start else { return false }
      return isBracketed ? text.eat(")") : text.eat("、") || text.eat(".")
    }
  }

  private static let totals: Set<String> = [
    "合计", "总计", "小计", "共计", "累计", "总数", "合计数", "全市合计", "本页合计", "total", "totals", "grandtotal", "subtotal", "sum", "overall", "total:",
    "合计:",
    "总计:", "小计:",
  ]

  private static func isTotal(_ cell: Row.Cell, in row: Row) -> Bool {
    guard cell.end - cell.start <= 24 else { return false }
    return row.withContent(of: cell) { bytes in
      guard let byte = bytes.first, byte >= 0x80 || "tTgGsSoO".utf8.contains(byte) else { return false }
      return totals.contains(CellScalars(bytes).word)
    }
  }

  private static let notes = [
    "注", "备注", "说明", "附注", "附", "填表人", "制表人", "制表", "审核人", "审核", "联系人", "填报单位", "填报人", "单位", "数据来源", "来源", "note", "notes", "source",
    "sources", "remark",
    "remarks", "nb",
  ]

  /// `注：…`, `备注: …`, `Note 1: …`: a marker word and a colon, or nothing but the word.
  private static func isNote(_ cell: Row.Cell, in row: Row, isAlone: Bool) -> Bool {
    row.withContent(of: cell) { bytes in
      var text = CellScalars(bytes)
      if isAlone, text.current == "*" || text.current == "※" { return true }
      for note in notes {
        var rest = text
        guard rest.eat(word: note) else { continue }
        rest.passBlanks()
        _ = rest.eatDigits()
        rest.passBlanks()
        if rest.eat(":") || (isAlone && (rest.isAtEnd || rest.eat("、") || rest.eat("."))) { return true }
      }
      text.position = 0
      return false
    }
  }
}
