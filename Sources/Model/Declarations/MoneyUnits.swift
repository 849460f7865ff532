import Schema

/// The units in which a money field can be filed and printed, by every name they go by.
enum MoneyUnits {
  private static let table: [(factor: Int64, names: [String])] = [
    (
      1,
      [
        "元", "yuan", "rmb", "cny", "人民币", "dollars", "dollar", "usd", "euros", "euro", "eur", "pounds", "gbp", "yen", "jpy", "reais", "brl",
        "units",
      ]
    ),
    (1_000, ["k", "千元", "thousand", "thousands"]),
    (10_000, ["万", "万元", "wan"]),
    (1_000_000, ["m", "百万", "百万元", "million", "millions", "mn"]),
    (10_000_000, ["千万", "千万元"]),
    (100_000_000, ["亿", "亿元", "yi"]),
    (1_000_000_000, ["bn", "b", "十亿", "十亿元", "billion", "billions"]),
  ]

  /// Shown where a name is not one of them.
  static let usual = ["元", "万元", "亿元", "yuan", "dollars", "k", "m", "bn"]

  static var names: [String] { table.flatMap(\.names) }

  /// The unit of that name, which keeps its spelling: it is printed as declared.
  static func unit(named name: String) -> MoneyUnit? {
    let folded = foldedName(name)
    let factor = table.first { $0.names.contains(folded) }?.factor ?? factor(ofForeign: folded)
    return factor.map { MoneyUnit(name: name, factor: $0) }
  }

  private static let foreign = ["美元", "欧元", "英镑", "日元", "港元"]
  private static let scales: [(word: String, factor: Int64)] = [
    ("", 1), ("千", 1_000), ("万", 10_000), ("百万", 1_000_000), ("千万", 10_000_000), ("亿", 100_000_000), ("十亿", 1_000_000_000),
  ]

  /// `亿美元`, as columns of files are headed.
  private static func factor(ofForeign name: String) -> Int64? {
    guard let currency = foreign.first(where: name.hasSuffix) else { return nil }
    let scale = name.dropLast(currency.count)
    return scales.first { $0.word == scale }?.factor
  }
}
