import Results
import Schema
import Store

/// `across K`: the values of one key become columns. Groups are cells, row by row.
struct AcrossGroups {
  let key: KeyColumn
  /// Indexes into the key's values that become columns, in order; the missing one last, if rows have it.
  let columns: [UInt32]
  /// Row group times column: cell `row * columns.count + column`.
  let cells: Groups
  /// All rows by column: the totals.
  let totals: Groups

  init(_ key: KeyColumn, _ rows: Groups) {
    self.key = key
    var columns = (0..<key.missing).map { $0 }
    if key.indexes.contains(key.missing) { columns.append(key.missing) }
    self.columns = columns
    // A value without rows stands before the missing one, so the index is the column.
    let width = UInt32(columns.count)
    let members: [UInt32] =
      switch rows.membership {
      case .single: key.indexes
      case .each(let groups): zip(groups, key.indexes).map { $0 * width + $1 }
      }
    cells = Groups(frame: rows.frame, membership: .each(members), count: rows.count * columns.count)
    totals = Groups(frame: rows.frame, membership: .each(key.indexes), count: columns.count)
  }

  /// What the columns are called: as codes for machines, as names for people.
  func headings() -> [(code: String, english: String, chinese: String)] {
    let cells = key.cells(columns)
    return columns.indices.map { index in
      guard cells.isKnown(index) else { return ("(missing)", "(missing)", "(空)") }
      if case .codes(let codes, let names) = cells.cells {
        let code = Int(codes[index])
        return (names.code(code), names.name(code, chinese: false), names.name(code, chinese: true))
      }
      let text = spelled(cells.value(index))
      return (text, text, text)
    }
  }

  private func spelled(_ value: Value) -> String {
    switch value {
    case .missing: "(missing)"
    case .text(let text): text
    case .choice(let code), .link(let code): String(code)
    case .date(let day): day.description
    case .period(let period): period.description
    case .money(let money): moneyText(money)
    case .number(let number), .duration(let number, _): number.description
    case .flag(let flag): flag ? "true" : "false"
    }
  }

  private func moneyText(_ money: Money) -> String {
    if case .money(let unit) = key.values.type { money.decimal(in: unit) } else { money.decimal(in: .yuan) }
  }
}
