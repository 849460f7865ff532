import Schema

/// How the bare numbers of a money column are meant.
struct AmountColumn {
  /// How many currency units a bare number counts by: the header's unit, else the field's
  var factor: Int64
  /// The field's currency, if its unit names one
  var currency: Currency?
}

/// Reads amounts of money as offices write them, into ten-thousandths.
enum AmountCell {
  /// `1234.5`, `1,234.50`, `￥1,234`, `(1,234)`, `8.16亿元`, `1亿5000万元`, `1.2 billion`, `约5亿元`. A unit in the cell wins over the column's.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, column: AmountColumn) -> CellReading<Int64> {
    if bytes.isEmpty { return .missing }
    if let plain = FiledNumber(plain: bytes) { return money(plain, factor: column.factor, remark: nil) }
    if let fault = CellWords.spreadsheetFault(bytes) { return .fault(fault) }
    if CellWords.isPlaceholder(bytes) { return .placeholder }
    var frame = NumberFrame(CellScalars(bytes))
    guard frame.isWhole else { return .fault(.notAnAmount) }
    return readParts(&frame, column: column)
  }

  /// Numbers, each with its unit, from large to small: `1亿5000万元`.
  private static func readParts(_ frame: inout NumberFrame, column: AmountColumn) -> CellReading<Int64> {
    var remark: CellRemark? = frame.isApproximate ? .approximate : nil
    var total: Int64 = 0
    var lastFactor: Int64 = .max
    var parts = 0
    guard MoneyWords.agree(column.currency, frame.sign) else { return .fault(.otherCurrency) }
    while !frame.cell.isAtEnd {
      guard let number = frame.cell.eatDecimal() else { return .fault(.notAnAmount) }
      if number.hasDecimalComma { remark = remark ?? .decimalComma }
      var factor = column.factor
      let unit = frame.eatUnit()
      if !unit.isEmpty {
        guard let words = MoneyWords(CellScalars(unit)) else { return .fault(.notAnAmount) }
        guard MoneyWords.agree(column.currency, words.currency) else { return .fault(.otherCurrency) }
        if words.namesUnit { factor = words.factor }
      } else if parts > 0 {
        return .fault(.notAnAmount)
      }
      guard factor < lastFactor else { return .fault(.notAnAmount) }
      lastFactor = factor
      guard case let reading = money(number.number, factor: factor, remark: nil), let part = reading.known else {
        return .fault(.beyondRange)
      }
      if case .remarked(_, let rounding) = reading { remark = remark ?? rounding }
      let (sum, overflow) = total.addingReportingOverflow(part)
      if overflow { return .fault(.beyondRange) }
      total = sum
      parts += 1
    }
    guard parts > 0 else { return .fault(.notAnAmount) }
    let value = frame.isNegative ? -total : total
    return remark.map { .remarked(value, $0) } ?? .value(value)
  }

  private static func money(_ number: FiledNumber, factor: Int64, remark: CellRemark?) -> CellReading<Int64> {
    guard let scaled = number.scaled(by: Int128(factor) * Int128(Money.scale)) else { return .fault(.beyondRange) }
    return scaled.isExact ? .value(scaled.value) : .remarked(scaled.value, .rounded)
  }
}

extension CellReading {
  /// The value, remarked or not
  var known: Value? {
    switch self {
    case .value(let value), .remarked(let value, _): value
    default: nil
    }
  }
}

/// Reads plain numbers.
enum NumberCell {
  /// `1234.5`, `1,234`, `(5)`, `30%` (0.3), `1.5E+08`. Under a header that says percent, `30` is 0.3 too.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, inPercent: Bool = false) -> CellReading<ShortDecimal> {
    if bytes.isEmpty { return .missing }
    if let plain = FiledNumber(plain: bytes) { return number(plain, percent: inPercent, remark: nil) }
    if let fault = CellWords.spreadsheetFault(bytes) { return .fault(fault) }
    if CellWords.isPlaceholder(bytes) { return .placeholder }
    var frame = NumberFrame(CellScalars(bytes))
    guard frame.isWhole, frame.sign == nil, let (number, hasDecimalComma) = frame.cell.eatDecimal() else { return .fault(.notANumber) }
    frame.cell.passBlanks()
    let hasPercent = frame.cell.eat("%")
    guard frame.cell.isAtEnd else { return .fault(.notANumber) }
    let signed = FiledNumber(mantissa: frame.isNegative ? -number.mantissa : number.mantissa, exponent: number.exponent)
    return self.number(
      signed, percent: hasPercent || inPercent, remark: frame.isApproximate ? .approximate : hasDecimalComma ? .decimalComma : nil)
  }

  private static func number(_ number: FiledNumber, percent: Bool, remark: CellRemark?) -> CellReading<ShortDecimal> {
    // The nearest number that can be kept would be another one.
    guard let value = ShortDecimal(number.mantissa, exponent: number.exponent - (percent ? 2 : 0)) else { return .fault(.tooManyDigits) }
    return remark.map { .remarked(value, $0) } ?? .value(value)
  }
}

/// What stands around a number: sign, parentheses that mean minus, a currency sign, words that say "about".
struct NumberFrame {
  /// From the first digit on
  var cell: CellScalars
  private(set) var isNegative = false
  private(set) var isApproximate = false
  /// The currency sign before the number
  private(set) var sign: Currency?
  /// A number begins here and every parenthesis is closed
  private(set) var isWhole: Bool

  init(_ scalars: CellScalars) {
    let (exact, wasApproximate) = NumberFrame.withoutApproximation(scalars)
    isApproximate = wasApproximate
    var cell = exact
    if cell.eat("(") {
      guard cell.scalars.last == ")" else {
        self.cell = cell
        isWhole = false
        return
      }
      isNegative = true
      cell = CellScalars(cell.scalars[cell.position..<(cell.scalars.count - 1)])
    }
    cell.passBlanks()
    while let scalar = cell.current, scalar.digit == nil, scalar != "." {
      if scalar == "-" || scalar == "+" {
        if scalar == "-" { isNegative.toggle() }
        cell.position += 1
      } else if scalar == " " {
        cell.position += 1
      } else if sign == nil, let currency = NumberFrame.eatSign(&cell) {
        sign = currency
      } else {
        break
      }
    }
    isWhole = cell.current?.digit != nil || cell.current == "."
    self.cell = cell
  }

  private static func eatSign(_ cell: inout CellScalars) -> Currency? {
    var end = cell.position
    while end < cell.scalars.count, cell.scalars[end].digit == nil, !"-+.".unicodeScalars.contains(cell.scalars[end]) { end += 1 }
    guard let words = MoneyWords(CellScalars(cell.scalars[cell.position..<end])), words.factor == 1 else { return nil }
    cell.position = end
    return words.currency
  }

  /// Everything up to the next digit.
  mutating func eatUnit() -> [Unicode.Scalar] {
    let start = cell.position
    while let scalar = cell.current, scalar.digit == nil { cell.position += 1 }
    return Array(cell.scalars[start..<cell.position])
  }

  /// Before the first digit; `余5亿` and `以上5` say something else.
  private static let wordsBefore =
    wordsOnBothSides + [
      "about", "more than", "over", "up to", "不低于", "不少于", "不超过", "大约", "约为", "超过", "至少", "约", "近", "逾", "超", "~", "≈", ">=", "<=", ">",
      "<",
      "≥", "≤",
    ]
  /// Behind the last digit, before its unit or behind it: `10余亿元`, `5亿元以上`
  private static let wordsBehind = wordsOnBothSides + ["左右", "上下", "以上", "以下", "以内", "余", "多"]
  private static let wordsOnBothSides = ["approximately", "approx.", "approx", "circa", "ca."]

  /// The cell without such words. Plain figures pass through untouched, and so does what stands between two digits: `5~6亿` is two figures, and
  /// without its sign it would be a third.
  private static func withoutApproximation(_ cell: CellScalars) -> (CellScalars, Bool) {
    guard cell.scalars.contains(where: { $0.value > 0x7F || "acmou~<>ACMOU".unicodeScalars.contains($0) }),
      let first = cell.scalars.firstIndex(where: { $0.digit != nil }), let last = cell.scalars.lastIndex(where: { $0.digit != nil })
    else { return (cell, false) }
    let kept =
      without(wordsBefore, cell.scalars[..<first]) + cell.scalars[first...last] + without(wordsBehind, cell.scalars[(last + 1)...])
    let found = kept.count != cell.scalars.count
    return (found ? CellScalars(String(String.UnicodeScalarView(kept))) : cell, found)
  }

  private static func without(_ words: [String], _ scalars: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    var kept: [Unicode.Scalar] = []
    var rest = CellScalars(scalars)
    while let scalar = rest.current {
      if words.contains(where: { rest.eat(word: $0) }) { continue }
      kept.append(scalar)
      rest.position += 1
    }
    return kept
  }
}
