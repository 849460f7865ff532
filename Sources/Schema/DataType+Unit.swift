extension DataType {
  /// The unit that a heading, or a name in a list of fields, shows beside values of the type; nil for types without one.
  public var unitName: (english: String, chinese: String)? {
    switch self {
    case .money(let unit): (unit.name, unit.name)
    case .duration(.days): ("days", "天")
    case .duration(.months): ("months", "个月")
    case .duration(.workdays): ("working days", "工作日")
    case .text, .choice, .date, .period, .number, .flag, .link: nil
    }
  }
}
