import Diagnostics
import Schema

/// What the cells of one column look like: what inference decides by.
struct ColumnFacts {
  let header: String
  /// Cells that hold something; signs for no value do not count
  private(set) var filled = 0
  private(set) var blank = 0
  /// By type: how many cells read as it
  private(set) var yearFirst = 0
  private(set) var monthFirst = 0
  private(set) var dayFirst = 0
  private(set) var spreadsheetDays = 0
  private(set) var months = 0
  private(set) var numbers = 0
  /// Amounts that name a unit or a currency
  private(set) var signedAmounts = 0
  /// The currency that the first such amount names
  private(set) var currency: Currency?
  private(set) var amounts = 0
  private(set) var flags = 0
  private(set) var decimals = 0
  /// Whole numbers with a leading zero or too long for a number: identifiers
  private(set) var digitCodes = 0
  private(set) var longest = 0
  private(set) var hasLineEnds = false
  private(set) var hasLinks = false
  /// Distinct texts with their counts; nil beyond the limit
  private(set) var distinct: [String: Int]? = [:]

  static let distinctLimit = 400

  init(header: String) { self.header = header }

  /// Takes a cell, which is trimmed.
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, as kind: Row.Kind = .plain) {
    guard !bytes.isEmpty, kind != .error, !CellWords.isSign(bytes), CellWords.spreadsheetFault(bytes) == nil else {
      blank += 1
      return
    }
    if distinct != nil {
      distinct![NormalForm.of(String(decoding: bytes, as: UTF8.self)), default: 0] += 1
      if distinct!.count > Self.distinctLimit { distinct = nil }
    }
    if CellWords.isPlaceholder(bytes) {
      blank += 1
      return
    }
    filled += 1
    longest = max(longest, bytes.count)
    if bytes.contains(0x0A) { hasLineEnds = true }
    // Long cells are prose; nothing else is so long.
    guard bytes.count <= 40 else {
      if bytes.starts(with: "http".utf8) { hasLinks = true }
      return
    }
    switch kind {
    case .plain: addTyped(bytes)
    // `"007"` is a text because somebody meant it so; `"5亿元"` and `"2018-03-07"` say what they are all the same.
    case .text: if FiledNumber(plain: bytes) == nil { addTyped(bytes) }
    case .number: addNumber(bytes)
    case .date: addDates(bytes)
    case .flag: flags += 1
    case .error, .nested: break
    }
  }

  private mutating func addTyped(_ bytes: UnsafeBufferPointer<UInt8>) {
    let isDigits = bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    if isDigits {
      if bytes[0] == 0x30 && bytes.count > 1 { digitCodes += 1 }
      if bytes.count == 5 { spreadsheetDays += 1 }
      if bytes.count == 8, DateCell.read(bytes, order: .yearFirst).known.map({ (1950...2100).contains($0.year) }) ?? false { addDate(0) }
      if bytes.count == 1, bytes[0] <= 0x31 { flags += 1 }
      return addNumber(bytes)
    }
    guard bytes[0] < 0x80 || bytes.count <= 40 else { return }
    addNumber(bytes)
    if case .value = FlagCell.read(bytes) { flags += 1 }
    // A decimal with five digits before its point is a spreadsheet's moment only for those who know that the column holds dates.
    guard bytes.contains(where: { $0 != 0x2E && ($0 < 0x30 || $0 > 0x39) }) || bytes.count(where: { $0 == 0x2E }) == 2 else { return }
    addDates(bytes)
  }

  private mutating func addNumber(_ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      // `007` is counted where it is seen.
      if bytes.count > 15, bytes[0] != 0x30 { digitCodes += 1 }
      numbers += 1
      amounts += 1
    } else if let number = NumberCell.read(bytes).known {
      numbers += 1
      if number.scale > 0 { decimals += 1 }
      if AmountCell.read(bytes, column: AmountColumn(factor: 1)).known != nil { amounts += 1 }
    } else if AmountCell.read(bytes, column: AmountColumn(factor: 1)).known != nil {
      amounts += 1
      signedAmounts += 1
      if currency == nil { currency = MoneyWords.currency(of: bytes) }
    }
  }

  private mutating func addDates(_ bytes: UnsafeBufferPointer<UInt8>) {
    if case .value = PeriodCell.read(bytes, unit: .month, order: .yearFirst), DateCell.read(bytes, order: .yearFirst).known == nil {
      months += 1
    }
    for (index, order) in [DateOrder.yearFirst, .monthFirst, .dayFirst].enumerated()
    where DateCell.read(bytes, order: order).known != nil { addDate(index) }
  }

  private mutating func addDate(_ order: Int) {
    if order == 0 { yearFirst += 1 } else if order == 1 { monthFirst += 1 } else { dayFirst += 1 }
  }
}

extension ColumnFacts {
  /// The order under which `share` of the cells are dates, if the cells tell it. Nil as order when months and days never exceed 12.
  func dateOrder(share: Double) -> (order: DateOrder?, bad: Int)? {
    let needed = Int((Double(filled) * share).rounded(.up))
    guard filled > 0 else { return nil }
    if yearFirst >= needed { return (.yearFirst, filled - yearFirst) }
    guard max(monthFirst, dayFirst) >= needed else { return nil }
    if monthFirst == dayFirst { return (nil, filled - monthFirst) }
    return monthFirst > dayFirst ? (.monthFirst, filled - monthFirst) : (.dayFirst, filled - dayFirst)
  }

  /// The unit that the header or the cells name for amounts.
  var headerUnit: MoneyWords? {
    for split in HeaderNames.splits(header) { if let words = MoneyWords(split.suffix), words.namesUnit { return words } }
    return nil
  }

  /// One of the currency that the cells name; if they name none, 元 under a Chinese header, else a unit without a name.
  var cellUnit: MoneyUnit {
    let isChinese = header.unicodeScalars.contains { $0.properties.isIdeographic }
    return MoneyWords(factor: 1, currency: currency ?? (isChinese ? .yuan : .other("units"))).unit ?? .yuan
  }

  /// The type of an undeclared column that every one of its cells fits; text in case of doubt, for text loses nothing.
  var certainType: (DataType, DateOrder) {
    guard filled > 0 else { return (.text, .yearFirst) }
    if let (order, bad) = dateOrder(share: 1), let order, bad == 0 { return (.date, order) }
    if digitCodes > 0 { return (.text, .yearFirst) }
    if amounts == filled, let unit = headerUnit?.filedUnit { return (.money(unit), .yearFirst) }
    if amounts == filled, signedAmounts == filled { return (.money(cellUnit), .yearFirst) }
    if numbers == filled { return (.number, .yearFirst) }
    if flags == filled, numbers == 0 { return (.flag, .yearFirst) }
    return (.text, .yearFirst)
  }
}

extension MoneyWords {
  init(factor: Int64, currency: Currency?) {
    self.factor = factor
    self.currency = currency
    namesUnit = true
  }

  /// The currency that an amount names before or behind its number.
  static func currency(of bytes: UnsafeBufferPointer<UInt8>) -> Currency? {
    var frame = NumberFrame(CellScalars(bytes))
    if let sign = frame.sign { return sign }
    guard frame.cell.eatDecimal() != nil else { return nil }
    return MoneyWords(CellScalars(frame.eatUnit()))?.currency
  }

  /// The unit as filed, for columns that no declaration names: `亿美元`. Nil for scales that no declaration could name.
  var filedUnit: MoneyUnit? {
    let names: [Currency: String] = [
      .dollar: "美元", .euro: "欧元", .pound: "英镑", .yen: "日元", .hongKongDollar: "港元",
    ]
    let scales: [Int64: String] = [1000: "千", 10_000: "万", 1_000_000: "百万", 10_000_000: "千万", 100_000_000: "亿", 1_000_000_000: "十亿"]
    guard let name = currency.flatMap({ names[$0] }), let scale = scales[factor] else {
      return unit
    }
    return MoneyUnit(name: scale + name, factor: factor)
  }

  /// The unit under a name that a declaration may use: `万元`, `dollars`, `m`. Nil for scales that none has.
  var unit: MoneyUnit? {
    let isYuan = currency == .yuan || currency == nil
    let scales: [Int64: (yuan: String, other: String)] = [
      1: ("元", "units"), 1000: ("千元", "k"), 10_000: ("万元", "万"), 1_000_000: ("百万元", "m"), 10_000_000: ("千万元", "千万"),
      100_000_000: ("亿元", "亿"), 1_000_000_000: ("十亿元", "bn"),
    ]
    guard let scale = scales[factor] else { return nil }
    if factor > 1 || isYuan { return MoneyUnit(name: isYuan ? scale.yuan : scale.other, factor: factor) }
    let names: [Currency: String] = [.dollar: "dollars", .euro: "euros", .pound: "pounds", .yen: "yen"]
    return MoneyUnit(name: currency.flatMap { names[$0] } ?? scale.other, factor: factor)
  }
}
