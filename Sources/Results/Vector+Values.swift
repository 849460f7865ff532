public import Schema

extension Vector {
  /// One cell as a value.
  public func value(_ row: Int) -> Value {
    guard isKnown(row) else { return .missing }
    switch (cells, type) {
    case (.text(let texts), _): return .text(texts[row])
    case (.codes(let codes, let names), .text): return .text(names.code(Int(codes[row])))
    case (.codes(let codes, _), .link): return .link(Int(codes[row]))
    case (.codes(let codes, _), _): return .choice(Int(codes[row]))
    case (.int32(let days), .period(let unit)): return .period(Period(unit, holding: Day(rawValue: days[row])))
    case (.int32(let days), _): return .date(Day(rawValue: days[row]))
    case (.int64, _), (.decimal, .money): return .money(money(row))
    case (.decimal(let numbers, let scale), .duration(let kind)): return .duration(Decimal(numbers[row], scale: scale), kind)
    case (.decimal(let numbers, let scale), _): return .number(Decimal(numbers[row], scale: scale))
    case (.bits(let bits), _): return .flag(bits[row])
    // Mixed cells compare as machine formats spell them.
    case (.mixed(let cells), _): return .text(cells.text(row))
    }
  }

  /// A known cell of a column of money, in whichever width its amounts lie.
  public func money(_ row: Int) -> Money {
    switch cells {
    case .int64(let amounts): Money(rawValue: amounts[row])
    case .decimal(let amounts, _): Money(rawValue: amounts[row])
    default: preconditionFailure("a column of another form")
    }
  }

  /// What machine formats print, before any quoting: codes, keys, days as `2018-03-07`, amounts in their unit, `true`; empty where missing.
  public func machineText(at place: Int) -> String {
    guard isKnown(place) else { return "" }
    switch (cells, type) {
    case (.text(let texts), _): return texts[place]
    case (.codes(let codes, let names), _): return names.code(Int(codes[place]))
    case (.int32(let days), .period(let unit)): return Period(unit, holding: Day(rawValue: days[place])).description
    case (.int32(let days), _): return Day(rawValue: days[place]).description
    case (_, .money(let unit)): return money(place).decimal(in: unit)
    case (.decimal(let numbers, let scale), _): return Decimal(numbers[place], scale: scale).description
    case (.bits(let flags), _): return flags[place] ? "true" : "false"
    case (.mixed(let cells), _): return cells.text(place)
    case (.int64, _): preconditionFailure("a column of another form")
    }
  }
}
