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
    return table.first { $0.names.contains(folded) }.map { MoneyUnit(name: name, factor: $0.factor) }
  }
}
