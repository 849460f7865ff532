import Schema

/// A number as it stands in a cell: `mantissa` times ten to the `exponent`, however large.
struct FiledNumber: Hashable {
  var mantissa: Int128
  var exponent: Int

  /// Plain ASCII like `-1234.50`: nearly all cells. Nil for everything else.
  init?(plain bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    let isNegative = bytes.first == 0x2D
    if isNegative { index = 1 }
    guard index < bytes.count, bytes.count <= 19 else { return nil }
    var value: Int64 = 0
    var decimals = -1
    var digits = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x30, byte <= 0x39 {
        value = value * 10 + Int64(byte - 0x30)
        digits += 1
        if decimals >= 0 { decimals += 1 }
      } else if byte == 0x2E, decimals < 0 {
        decimals = 0
      } else {
        return nil
      }
      index += 1
    }
    guard digits > 0, digits <= 18 else { return nil }
    mantissa = Int128(isNegative ? -value : value)
    exponent = -max(decimals, 0)
  }

  init(mantissa: Int128, exponent: Int) {
    self.mantissa = mantissa
    self.exponent = exponent
  }

  /// The value times a whole factor, rounded half away from zero to a whole number. Nil beyond 64 bits.
  func scaled(by factor: Int128) -> (value: Int64, isExact: Bool)? {
    var (product, overflow) = mantissa.multipliedReportingOverflow(by: factor)
    if overflow { return nil }
    var left = exponent
    while left > 0, product != 0 {
      (product, overflow) = product.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      left -= 1
    }
    var isExact = true
    if left < 0, product != 0 {
      if left < -38 { return (0, false) }
      let divisor = Decimal.powers[-left]
      isExact = product % divisor == 0
      product = Decimal.quotient(product, over: divisor)
    }
    return Int64(exactly: product).map { ($0, isExact) }
  }
}

extension CellScalars {
  /// A number without its sign here: `1234.5`, `1,234,567.89`, `1 234`, `1.234,56`, `1.5E+08`. Nil if none stands here or its separators make no
  /// sense. The remark says when a comma was read as the decimal point.
  mutating func eatDecimal() -> (number: FiledNumber, hasDecimalComma: Bool)? {
    var digits: [UInt8] = []
    // Where the separators stood: how many digits came before them
    var commas: [Int] = []
    var points: [Int] = []
    let start = position
    scan: while let scalar = current {
      if let digit = scalar.digit {
        digits.append(UInt8(digit))
      } else if scalar == "," {
        commas.append(digits.count)
      } else if scalar == "." {
        points.append(digits.count)
      } else if scalar == " " || scalar == "'" || scalar == "’" {
        guard position > start, digitsFollow(3) else { break scan }
      } else {
        break
      }
      position += 1
    }
    guard !digits.isEmpty, digits.count <= 34, let decimals = decimalCount(digits.count, commas: commas, points: points) else { return nil }
    guard let exponent = eatExponent() else { return nil }
    var mantissa: Int128 = 0
    for digit in digits { mantissa = mantissa * 10 + Int128(digit) }
    return (FiledNumber(mantissa: mantissa, exponent: exponent - decimals.count), decimals.isComma)
  }

  /// Exactly this many digits behind the current character
  private func digitsFollow(_ count: Int) -> Bool {
    var index = position + 1
    while index < scalars.count, scalars[index].digit != nil { index += 1 }
    return index - position - 1 == count
  }

  /// `E+08`; 0 without one, nil for one without digits or of absurd size.
  private mutating func eatExponent() -> Int? {
    guard current?.lowered == "e", position + 1 < scalars.count else { return 0 }
    let next = scalars[position + 1]
    guard next.digit != nil || next == "+" || next == "-" else { return 0 }
    position += 1
    let isNegative = eat("-")
    if !isNegative { _ = eat("+") }
    guard let digits = eatDigits(), digits.value <= 400 else { return nil }
    return isNegative ? -digits.value : digits.value
  }

  /// How many of the digits are decimals, by where the separators stand.
  private func decimalCount(_ count: Int, commas: [Int], points: [Int]) -> (count: Int, isComma: Bool)? {
    func areGroups(_ places: [Int], end: Int) -> Bool {
      guard let first = places.first, (1...3).contains(first) else { return places.isEmpty }
      var previous = first
      for place in places.dropFirst() + [end] {
        guard place - previous == 3 else { return false }
        previous = place
      }
      return true
    }
    if commas.isEmpty {
      if points.count <= 1 { return (count - (points.first ?? count), false) }
      return areGroups(points, end: count) ? (0, true) : nil
    }
    if points.isEmpty {
      if areGroups(commas, end: count) { return (0, false) }
      return commas.count == 1 && commas[0] < count && commas[0] > 0 ? (count - commas[0], true) : nil
    }
    if points.count == 1, points[0] >= commas.last! {
      return areGroups(commas, end: points[0]) ? (count - points[0], false) : nil
    }
    if commas.count == 1, commas[0] >= points.last! {
      return areGroups(points, end: commas[0]) ? (count - commas[0], true) : nil
    }
    return nil
  }
}
