import Diagnostics
import Schema
import Store

/// One column of a plain file, its cells read straight into numbers. It takes clean cells only: those about which nothing is to be reported. Cells with
/// control characters do not come here.
struct PackedColumn {
  /// Of the file
  let index: Int
  let field: Int
  private var reader: CellReader
  private let type: DataType

  private var int32s: [Int32] = []
  private var int64s: [Int64] = []
  private var decimals: [ShortDecimal] = []
  private var flags: [UInt8] = []
  /// Numbers in `table`
  private var codes: [UInt32] = []
  private var table = TextTable()
  /// By number in `table`: what its text is
  private var isClean: [Bool] = []
  private var values: [String] = []
  private var flagValues: [UInt8] = []
  /// The cell before, which often is the same
  private var last: (text: UnsafeBufferPointer<UInt8>, code: UInt32)?

  init(index: Int, field: Int, reader: CellReader) {
    (self.index, self.field, self.reader, type) = (index, field, reader, reader.type)
  }

  /// Appends a cell, which is trimmed; false, with nothing appended, if it is not clean. The bytes stay where they are while the column is in use.
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, on day: Day) -> Bool {
    switch type {
    case .date:
      let (value, isClean) = Self.clean(DateCell.read(bytes, order: reader.order).map(\.rawValue), missing: .min)
      if isClean { int32s.append(value) }
      return isClean
    case .period(let unit):
      let (value, isClean) = Self.clean(PeriodCell.read(bytes, unit: unit, order: reader.order).map(\.first.rawValue), missing: .min)
      if isClean { int32s.append(value) }
      return isClean
    case .duration:
      guard case .value(let number) = NumberCell.read(bytes), let value = number.whole32 else { return false }
      int32s.append(value)
      return true
    case .money:
      let (value, isClean) = Self.clean(AmountCell.read(bytes, column: reader.amount), missing: .min)
      if isClean { int64s.append(value) }
      return isClean
    case .number:
      let (value, isClean) = Self.clean(NumberCell.read(bytes, inPercent: reader.inPercent), missing: .none)
      if isClean { decimals.append(value) }
      return isClean
    case .text, .link, .choice, .flag: return appendWords(bytes, on: day)
    }
  }

  @inline(__always)
  private static func clean<Value>(_ reading: CellReading<Value>, missing: Value) -> (Value, Bool) {
    if case .value(let value) = reading { return (value, true) }
    if case .missing = reading { return (missing, true) }
    return (missing, false)
  }

  private mutating func appendWords(_ bytes: UnsafeBufferPointer<UInt8>, on day: Day) -> Bool {
    let code: UInt32
    if let last, isEqual(last.text, bytes) {
      code = last.code
    } else {
      code = UInt32(table.number(of: bytes))
      if Int(code) == isClean.count { learn(bytes, on: day) }
      last = (bytes, code)
    }
    guard isClean[Int(code)] else { return false }
    if case .flag = type { flags.append(flagValues[Int(code)]) } else { codes.append(code) }
    return true
  }

  /// Reads a text that was not met before.
  private mutating func learn(_ bytes: UnsafeBufferPointer<UInt8>, on day: Day) {
    switch type {
    case .flag:
      let reading = FlagCell.read(bytes)
      if case .value = reading { isClean.append(true) } else { isClean.append(false) }
      flagValues.append(reading.known == true ? 1 : 0)
    case .choice:
      let cell = CellColumn(type: type)
      let known = reader.respellings.spellingCount
      let problem = reader.read(bytes, into: cell, on: day)
      let value = cell.texts[0]
      let isSpelledSo = reader.respellings.spellingCount == known
      isClean.append(problem == nil && value != nil && isSpelledSo && NormalForm.changed(bytes) == nil)
      values.append(value ?? "")
    case .link: isClean.append(bytes[0] != 0x23 && !CellWords.isSign(bytes) && NormalForm.changed(bytes) == nil)
    default: isClean.append(bytes[0] != 0x23 && NormalForm.changed(bytes) == nil)
    }
  }

  mutating func appendMissing() {
    switch type {
    case .date, .period, .duration: int32s.append(.min)
    case .money: int64s.append(.min)
    case .number: decimals.append(.none)
    case .flag: flags.append(2)
    case .text, .link, .choice: codes.append(.max)
    }
  }

  /// Takes back the cells behind a number of rows.
  mutating func cut(to count: Int) {
    func cut<Cell>(_ cells: inout [Cell]) { if cells.count > count { cells.removeLast(cells.count - count) } }
    cut(&int32s)
    cut(&int64s)
    cut(&decimals)
    cut(&flags)
    cut(&codes)
  }

  /// The cells, texts as numbers of the builder.
  func cells(_ builder: inout LibraryBuilder, entity: Int) -> PackedRows.Cells {
    switch type {
    case .date, .period, .duration: return .int32(int32s)
    case .money: return .int64(int64s)
    case .number: return .decimal(decimals)
    case .flag: return .flags(flags)
    case .text, .link, .choice:
      let numbers: [UInt32]
      if case .choice(let choice) = type {
        numbers = builder.numbers(of: values, choice: choice)
      } else {
        numbers = builder.numbers(of: table, entity: entity, field: field)
      }
      return .codes(codes.map { $0 == .max ? .max : numbers[Int($0)] })
    }
  }
}

extension PackedRows.Cells {
  /// The cells of two parts of a file, one behind the other.
  mutating func append(_ other: PackedRows.Cells) {
    switch (self, other) {
    case (.codes(let left), .codes(let right)): self = .codes(left + right)
    case (.int32(let left), .int32(let right)): self = .int32(left + right)
    case (.int64(let left), .int64(let right)): self = .int64(left + right)
    case (.decimal(let left), .decimal(let right)): self = .decimal(left + right)
    case (.flags(let left), .flags(let right)): self = .flags(left + right)
    default: preconditionFailure("parts of one column of different types")
    }
  }
}
