/// What a cell turned out to hold.
enum CellReading<Value> {
  case missing
  case value(Value)
  /// Read, but something was assumed or lost
  case remarked(Value, CellRemark)
  /// Words that say "nothing here": `-`, `无`, `N/A`
  case placeholder
  case fault(CellFault)
}

extension CellReading: Sendable where Value: Sendable {}
extension CellReading: Equatable where Value: Equatable {}

extension CellReading {
  func map<Other>(_ change: (Value) -> Other) -> CellReading<Other> {
    switch self {
    case .missing: .missing
    case .value(let value): .value(change(value))
    case .remarked(let value, let remark): .remarked(change(value), remark)
    case .placeholder: .placeholder
    case .fault(let fault): .fault(fault)
    }
  }

  func flatMap<Other>(_ change: (Value) -> CellReading<Other>) -> CellReading<Other> {
    switch self {
    case .missing: return .missing
    case .value(let value): return change(value)
    case .remarked(let value, let remark):
      if case .value(let other) = change(value) { return .remarked(other, remark) }
      return change(value)
    case .placeholder: return .placeholder
    case .fault(let fault): return .fault(fault)
    }
  }
}

/// Why a cell could be read only with a remark. The value is kept.
public enum CellRemark: Hashable, Sendable {
  /// `约5亿元`, `5亿元以上`: a figure that says it is not exact
  case approximate
  /// More decimals than a ten-thousandth of the currency unit
  case rounded
  /// A time of day that a date has no place for
  case timeDropped
  /// `1.234,56`
  case decimalComma
}

/// Why a cell could not be read. It becomes missing.
public enum CellFault: Hashable, Sendable {
  case notADate
  case noSuchDay
  case yearAlone
  case monthAlone
  case twoDigitYear
  case dateOrderUnknown
  case notAPeriod
  /// A year where a month is filed
  case periodTooCoarse
  case notANumber
  case notAnAmount
  case beyondRange
  /// A number of more than ``Decimal/mostDigits`` digits
  case tooManyDigits
  case otherCurrency
  case notAFlag
  /// `########`: the spreadsheet's column was too narrow, the value is lost
  case hashes
  /// `#N/A`, `#REF!`
  case spreadsheetError
}

/// What spreadsheets print in place of a value, and the words that people write into a cell that has none.
enum CellWords {
  /// Nil when the bytes are an ordinary cell. Looks only at cells that begin with `#`.
  static func spreadsheetFault(_ bytes: UnsafeBufferPointer<UInt8>) -> CellFault? {
    guard bytes.count >= 3, bytes[0] == 0x23 else { return nil }
    if bytes.allSatisfy({ $0 == 0x23 }) { return .hashes }
    let text = String(decoding: bytes, as: UTF8.self)
    return errors.contains(text) ? .spreadsheetError : nil
  }

  private static let errors: Set<String> = [
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA",
  ]

  static func isPlaceholder(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= 12, let first = bytes.first, !(0x30...0x39).contains(first) else { return false }
    return placeholders.contains(CellScalars(bytes).word)
  }

  /// A placeholder without a letter. Where words are values, only these are none: `NA` may be a code, `待定` a stage.
  static func isSign(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    // Nearly all cells begin with a letter or digit and are done here.
    guard bytes.count <= 12, let first = bytes.first, !isLetterOrDigit(first) else { return false }
    let word = CellScalars(bytes).word
    return placeholders.contains(word) && !word.unicodeScalars.contains { $0.properties.isAlphabetic }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
  }

  private static let placeholders: Set<String> = [
    "-", "--", "---", "—", "——", "/", "//", "\\", ".", "…", "?", "*", "无", "暂无", "待定", "未定", "未填", "空", "不详", "n/a", "na", "n.a.", "null",
    "none",
    "nil", "nan", "tbd", "tbc", "unknown", "s/d",
  ]
}
