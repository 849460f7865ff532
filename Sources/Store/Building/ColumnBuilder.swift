import Schema

/// One column while a library is built. Codes are numbers of first appearance until the library is written with its dictionaries sorted.
struct ColumnBuilder: Sendable {
  let name: String
  private(set) var type: DataType
  var cells: CellArray
  /// The texts of a text column; choices and links have theirs in ``SharedNames``.
  var texts = Interner()

  init(name: String, type: DataType, count: Int) {
    self.name = name
    self.type = type
    switch type {
    case .text, .choice, .link: cells = .codes([])
    case .date, .period, .duration: cells = .int32([])
    case .money: cells = .int64([])
    case .number: cells = .decimal([])
    case .flag: cells = .flags([])
    }
    cells.appendMissing(count)
  }

  /// Turns incoming cells into stored ones; new texts get numbers.
  mutating func encode(_ incoming: EntityRows.IncomingColumn.Cells, names: inout SharedNames) -> CellArray {
    switch (incoming, type) {
    case (.text(let values), .text): return .codes(values.map { $0.map { UInt32(texts.number(of: $0)) } ?? .missing })
    case (.text(let values), .choice(let choice)):
      return .codes(values.map { $0.map { UInt32(names.choices[choice].number(of: $0)) } ?? .missing })
    case (.text(let values), .link(let target)):
      return .codes(values.map { $0.map { UInt32(names.keys[target].number(of: $0)) } ?? .missing })
    case (.int32(let values), .date), (.int32(let values), .period), (.int32(let values), .duration):
      return .int32(values.map { $0 ?? .missing })
    case (.int64(let values), .money): return .int64(values.map { $0 ?? .missing })
    case (.decimal(let values), .number): return .decimal(values.map { $0 ?? .missing })
    case (.flag(let values), .flag): return .flags(values.map { $0.map { $0 ? 1 : 0 } ?? .missing })
    default: preconditionFailure("column \(name) is of type \(type) and was handed other cells")
    }
  }

  /// An extra column that was of another type in an earlier file becomes text, cells as they print.
  mutating func widenToText() {
    guard type != .text else { return }
    let printed = texts(of: cells)
    type = .text
    cells = .codes(printed.map { $0.map { UInt32(texts.number(of: $0)) } ?? .missing })
  }

  private func texts(of cells: CellArray) -> [String?] {
    switch cells {
    case .codes: preconditionFailure("a column of codes is text already, or is declared")
    case .int32(let values): values.map { $0.isMissing ? nil : Self.text(of: $0, type) }
    case .int64(let values): values.map { $0.isMissing ? nil : Self.text(of: $0, type) }
    case .decimal(let values): values.map { $0.isMissing ? nil : $0.decimal.description }
    case .flags(let values): values.map { $0.isMissing ? nil : Self.text(of: $0 == 1) }
    }
  }
}

extension ColumnBuilder {
  /// Cells of any type as text, the way they print.
  static func printed(_ cells: EntityRows.IncomingColumn.Cells, _ type: DataType) -> [String?] {
    switch cells {
    case .text(let values): values
    case .int32(let values): values.map { $0.map { text(of: $0, type) } }
    case .int64(let values): values.map { $0.map { text(of: $0, type) } }
    case .decimal(let values): values.map { $0?.decimal.description }
    case .flag(let values): values.map { $0.map { text(of: $0) } }
    }
  }

  private static func text(of value: Int32, _ type: DataType) -> String {
    switch type {
    case .date: Day(rawValue: value).description
    case .period(let unit): Period(unit, holding: Day(rawValue: value)).description
    default: String(value)
    }
  }

  private static func text(of value: Int64, _ type: DataType) -> String {
    if case .money(let unit) = type { Money(rawValue: value).decimal(in: unit) } else { String(value) }
  }

  private static func text(of value: Bool) -> String { value ? "true" : "false" }
}

/// The dictionaries that several columns share: every link to an entity uses its key numbers, every column of a choice the same codes, so
/// that two columns compare by code.
struct SharedNames: Sendable {
  /// By entity, declared key names first.
  var keys: [Interner]
  /// By choice, declared values first.
  var choices: [Interner]

  init(_ catalog: Catalog) {
    keys = catalog.entities.map { Interner($0.keyNames.map(\.code)) }
    choices = catalog.choices.map { Interner($0.values.map(\.code)) }
  }
}
