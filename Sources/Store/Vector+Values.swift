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
}
