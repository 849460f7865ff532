import Schema

/// Reads the cells of one column of one file into typed cells.
struct CellReader {
  let type: DataType
  let order: DateOrder
  let amount: AmountColumn
  let inPercent: Bool
  private let choice: Choice?
  /// The choice's spellings on ``day``; what texts were found to be
  private var names: NameTable?
  private var day: Day?
  private let isDated: Bool
  private var resolved: [String: (value: String, problem: IntakeProblem?, respelling: Int?)] = [:]
  private(set) var respellings = Respellings()

  init(type: DataType, order: DateOrder, unit: MoneyWords?, inPercent: Bool, catalog: Catalog) {
    self.type = type
    self.order = order
    self.inPercent = inPercent
    if case .money(let filed) = type {
      amount = AmountColumn(
        factor: unit.map { $0.namesUnit ? $0.factor : filed.factor } ?? filed.factor,
        currency: MoneyWords(filed.name)?.currency ?? unit?.currency)
    } else {
      amount = AmountColumn(factor: 1)
    }
    if case .choice(let index) = type { choice = catalog.choices[index] } else { choice = nil }
    isDated = choice.map { NameTable.isDated($0.values) } ?? false
  }

  /// Appends one cell to the column; hands out what is to be said about it.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, into column: CellColumn, on day: Day) -> IntakeProblem? {
    switch type {
    case .text, .link: return readText(bytes, into: column)
    case .choice: return readChoice(bytes, into: column, on: day)
    case .date: return finish(DateCell.read(bytes, order: order)) { column.append($0?.rawValue) }
    case .period(let unit):
      return finish(PeriodCell.read(bytes, unit: unit, order: order)) { column.append($0?.first.rawValue) }
    case .money: return finish(AmountCell.read(bytes, column: amount)) { column.append($0) }
    case .number: return finish(NumberCell.read(bytes, inPercent: inPercent)) { column.append($0) }
    case .flag: return finish(FlagCell.read(bytes)) { column.append($0) }
    case .duration:
      return finish(NumberCell.read(bytes).flatMap { $0.whole32.map { .value($0) } ?? .fault(.notANumber) }) { column.append($0) }
    }
  }

  private func finish<Value>(_ reading: CellReading<Value>, append: (Value?) -> Void) -> IntakeProblem? {
    switch reading {
    case .value(let value):
      append(value)
      return nil
    case .missing:
      append(nil)
      return nil
    case .remarked(let value, let remark):
      append(value)
      return .remark(remark)
    case .placeholder:
      append(nil)
      return .placeholder
    case .fault(let fault):
      append(nil)
      return .fault(fault, order: order)
    }
  }

  private func readText(_ bytes: UnsafeBufferPointer<UInt8>, into column: CellColumn) -> IntakeProblem? {
    if bytes.isEmpty {
      column.append(nil as String?)
      return nil
    }
    if let fault = CellWords.spreadsheetFault(bytes) {
      column.append(nil as String?)
      return .fault(fault, order: nil)
    }
    if case .link = type, CellWords.isSign(bytes) {
      column.append(nil as String?)
      return .placeholder
    }
    column.append(String(decoding: bytes, as: UTF8.self))
    return bytes.first { ($0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09) || $0 == 0x7F }.map { .controlCharacter($0) }
  }

  private mutating func readChoice(_ bytes: UnsafeBufferPointer<UInt8>, into column: CellColumn, on day: Day) -> IntakeProblem? {
    if bytes.isEmpty {
      column.append(nil as String?)
      return nil
    }
    if names == nil || (isDated && self.day != day) {
      names = NameTable(choice!.values, on: day)
      self.day = day
      resolved.removeAll()
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if let known = resolved[text] {
      if let respelling = known.respelling { respellings.count(respelling) }
      column.append(known.value)
      return known.problem
    }
    var value = text
    var problem: IntakeProblem?
    var respelling: Int?
    switch names!.match(text) {
    case .one(let index):
      value = choice!.values[index].code
      if names!.resembled(text, index) != nil { respelling = respellings.count(text, as: value) }
    case .several(let indices): problem = .ambiguousValue(candidates: indices.map { choice!.values[$0].spelling })
    case .none:
      if let fault = CellWords.spreadsheetFault(bytes) {
        column.append(nil as String?)
        return .fault(fault, order: nil)
      }
      if CellWords.isSign(bytes) {
        column.append(nil as String?)
        return .placeholder
      }
      problem = .outsideChoice(choice: choice!.name)
    }
    resolved[text] = (value, problem, respelling)
    column.append(value)
    return problem
  }
}

extension NamedValue {
  /// The code with the name behind it, for lists of candidates: `420113 汉南区`.
  var spelling: String {
    guard let name = label ?? english, name != code else { return code }
    return "\(code) \(name)"
  }
}
