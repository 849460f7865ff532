/// A currency, as far as a file can name one. Luodi converts none: cells in another currency than their field's are reported.
enum Currency: Hashable {
  case yuan, dollar, euro, pound, yen, hongKongDollar, other(String)
}

/// What words like `万元`, `（亿美元）`, `million USD` say about an amount.
struct MoneyWords: Hashable {
  /// How many currency units one stands for
  var factor: Int64
  /// Nil if the words name none: `万`, `m`
  var currency: Currency?
  /// The words name a scale or a unit, not only a currency sign: `元` and `m` do, `$` does not
  var namesUnit: Bool

  /// Nil unless every word is known: `亩`, `吨/年` and `2018` are no money.
  init?(_ text: String) {
    self.init(CellScalars(text))
  }

  init?(_ cell: CellScalars) {
    var cell = cell
    var factor: Int64 = 1
    currency = nil
    namesUnit = false
    var isEmpty = true
    while let scalar = cell.current {
      if let scale = Self.chineseScales[scalar] {
        guard Self.multiply(&factor, scale) else { return nil }
        namesUnit = true
        cell.position += 1
      } else if let word = Self.words.first(where: { cell.eat(word: $0.text) }) {
        if let scale = word.scale { guard Self.multiply(&factor, scale) else { return nil } }
        if let named = word.currency {
          guard currency == nil || currency == named || word.text == "元" || currency == .yuan else { return nil }
          if currency == nil || word.text != "元" { currency = named }
        }
        namesUnit = namesUnit || !word.isSign
      } else if scalar.digit != nil {
        // `100 million yuan`, `10,000元`
        guard let number = cell.eatDecimal()?.number, number.exponent == 0, number.mantissa > 0, number.mantissa <= 1_000_000 else {
          return nil
        }
        guard Self.multiply(&factor, Int64(number.mantissa)) else { return nil }
      } else if scalar == " " || scalar == ":" || scalar == "." {
        cell.position += 1
        continue
      } else if cell.eat(word: "单位") || cell.eat(word: "in ") || cell.eat(word: "unit") || cell.eat(word: "of ") {
        continue
      } else {
        return nil
      }
      isEmpty = false
    }
    guard !isEmpty, namesUnit || currency != nil else { return nil }
    self.factor = factor
  }

  private static func multiply(_ factor: inout Int64, _ scale: Int64) -> Bool {
    let (product, overflow) = factor.multipliedReportingOverflow(by: scale)
    factor = product
    return !overflow && product <= 1_000_000_000_000_000
  }

  static let chineseScales: [Unicode.Scalar: Int64] = [
    "十": 10, "百": 100, "千": 1000, "仟": 1000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000,
  ]

  private struct Word {
    var text: String
    var scale: Int64?
    var currency: Currency?
    var isSign = false
  }

  /// Longer words first where one begins another.
  private static let words: [Word] = [
    Word(text: "人民币", currency: .yuan, isSign: true), Word(text: "港元", currency: .hongKongDollar),
    Word(text: "港币", currency: .hongKongDollar),
    Word(text: "美元", currency: .dollar), Word(text: "美金", currency: .dollar), Word(text: "欧元", currency: .euro),
    Word(text: "英镑", currency: .pound),
    Word(text: "日元", currency: .yen), Word(text: "元", currency: .yuan), Word(text: "圆", currency: .yuan), Word(text: "块", currency: .yuan),
    Word(text: "renminbi", currency: .yuan, isSign: true), Word(text: "rmb", currency: .yuan, isSign: true),
    Word(text: "cny", currency: .yuan, isSign: true), Word(text: "yuan", currency: .yuan), Word(text: "¥", currency: .yuan, isSign: true),
    Word(text: "hk$", currency: .hongKongDollar, isSign: true), Word(text: "hkd", currency: .hongKongDollar, isSign: true),
    Word(text: "us$", currency: .dollar, isSign: true), Word(text: "usd", currency: .dollar, isSign: true),
    Word(text: "dollars", currency: .dollar), Word(text: "dollar", currency: .dollar), Word(text: "$", currency: .dollar, isSign: true),
    Word(text: "euros", currency: .euro), Word(text: "euro", currency: .euro), Word(text: "eur", currency: .euro, isSign: true),
    Word(text: "€", currency: .euro, isSign: true), Word(text: "gbp", currency: .pound, isSign: true),
    Word(text: "£", currency: .pound, isSign: true),
    Word(text: "jpy", currency: .yen, isSign: true), Word(text: "yen", currency: .yen), Word(text: "pesos", currency: .other("pesos")),
    Word(text: "ars", currency: .other("pesos"), isSign: true), Word(text: "thousands", scale: 1000), Word(text: "thousand", scale: 1000),
    Word(text: "millions", scale: 1_000_000), Word(text: "million", scale: 1_000_000), Word(text: "mio", scale: 1_000_000),
    Word(text: "mn", scale: 1_000_000), Word(text: "billions", scale: 1_000_000_000), Word(text: "billion", scale: 1_000_000_000),
    Word(text: "bn", scale: 1_000_000_000), Word(text: "trillion", scale: 1_000_000_000_000), Word(text: "wan", scale: 10_000),
    Word(text: "yi", scale: 100_000_000), Word(text: "k", scale: 1000),
    Word(text: "m", scale: 1_000_000),
  ]

  /// Whether a cell that names `other` may stand in a column of this currency. A currency that nobody named agrees with all.
  static func agree(_ column: Currency?, _ other: Currency?) -> Bool {
    guard let column, let other else { return true }
    if column == other { return true }
    // `$` is the sign of many currencies, `¥` of two.
    switch (column, other) {
    case (.hongKongDollar, .dollar), (.other, .dollar), (.yen, .yuan): return true
    default: return false
    }
  }
}
