import Glibc
import Schema

/// Bytes that grow in place: what the quick writers print into. Each `append` makes room for itself.
@safe struct RawBytes: ~Copyable {
  private(set) var start: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    unsafe start = .allocate(capacity: self.capacity + RawBytes.slack)
  }

  /// Bytes behind the last that may be read and written, so that short cells can be copied as whole vectors.
  static let slack = 32

  deinit { unsafe start.deallocate() }

  mutating func clear() { count = 0 }

  /// Where the next byte goes. Who writes there has reserved the room, and says with ``extend(to:)`` how far.
  var end: UnsafeMutablePointer<UInt8> { unsafe start + count }

  mutating func extend(to end: UnsafeMutablePointer<UInt8>) { count = unsafe end - start }

  @inline(__always)
  mutating func reserve(_ size: Int) {
    if count + size > capacity { grow(size) }
  }

  private mutating func grow(_ size: Int) {
    capacity = max(2 * capacity, count + size)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + RawBytes.slack)
    unsafe larger.update(from: start, count: count)
    unsafe start.deallocate()
    unsafe start = larger
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe start[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafePointer<UInt8>, _ size: Int) {
    reserve(size)
    unsafe memcpy(start + count, bytes, size)
    count += size
  }

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    if let base = bytes.baseAddress { unsafe append(base, bytes.count) }
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe append($0) }
  }

  mutating func append(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBufferPointer { unsafe append($0) } }

  // MARK: numbers

  /// The digits of a number, at least `width` of them.
  @inline(__always)
  mutating func append(digits value: UInt64, width: Int = 1) {
    reserve(20)
    var rest = value
    var size = 1
    var bound: UInt64 = 10
    while size < 20, rest >= bound {
      size += 1
      let (next, isOver) = bound.multipliedReportingOverflow(by: 10)
      if isOver { break }
      bound = next
    }
    size = max(size, width)
    var place = count + size
    count = place
    for _ in 0..<size {
      place -= 1
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      unsafe start[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = quotient
    }
  }

  mutating func append(integer value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(digits: value.magnitude)
  }

  /// A fraction of so many digits without its trailing zeros; nothing for 0.
  private mutating func append(fraction: UInt64, digits: Int) {
    guard fraction != 0 else { return }
    append(UInt8(ascii: "."))
    append(digits: fraction, width: digits)
    while unsafe start[count - 1] == UInt8(ascii: "0") { count -= 1 }
  }

  /// Ten-thousandths as a decimal of a unit that is ten to the power `places - 4`.
  mutating func append(_ amount: Int64, places: Int) {
    if amount < 0 { append(UInt8(ascii: "-")) }
    let (whole, rest) = amount.magnitude.quotientAndRemainder(dividingBy: powersOfTen[places])
    append(digits: whole)
    append(fraction: rest, digits: places)
  }

  /// All digits of `mantissa / 10^scale`, without trailing zeros.
  mutating func append(_ mantissa: Int128, scale: Int) {
    if let short = Int64(exactly: mantissa) { append(short, places: scale) } else { append(Decimal(mantissa, scale: scale).description) }
  }

  /// `2018-03-07`
  mutating func append(_ day: Day) {
    let (year, month, dayOfMonth) = day.civil
    guard (0...9999).contains(year) else { return append(day.description) }
    append(digits: UInt64(year), width: 4)
    append(UInt8(ascii: "-"))
    append(digits: UInt64(month), width: 2)
    append(UInt8(ascii: "-"))
    append(digits: UInt64(dayOfMonth), width: 2)
  }
}

/// Days that were printed lately, so that a column of few different days works out each once.
@safe final class PrintedDays {
  /// A power of two
  private let size: Int
  private let days: UnsafeMutablePointer<Int32>
  /// Set where a day is
  private let texts: UnsafeMutablePointer<SIMD16<UInt8>>

  /// With room that suits a column of so many rows.
  init(rows: Int) {
    size = rows < 64 ? 16 : 1024
    unsafe days = .allocate(capacity: size)
    unsafe texts = .allocate(capacity: size)
    unsafe days.initialize(repeating: .min, count: size)
  }

  deinit {
    unsafe days.deallocate()
    unsafe texts.deallocate()
  }

  /// The ten bytes of a day of the years 0 to 9999, with six more.
  fileprivate func text(of day: Day) -> SIMD16<UInt8>? {
    let place = Int(truncatingIfNeeded: day.rawValue) & (size - 1)
    if unsafe days[place] == day.rawValue, day.rawValue != .min { return unsafe texts[place] }
    var text = RawBytes(capacity: 64)
    text.append(day)
    guard text.count == 10 else { return nil }
    unsafe texts[place] = UnsafeRawPointer(text.start).loadUnaligned(as: SIMD16<UInt8>.self)
    unsafe days[place] = day.rawValue
    return unsafe texts[place]
  }
}

extension RawBytes {
  mutating func append(_ day: Day, _ printed: PrintedDays) {
    guard let text = printed.text(of: day) else { return append(day) }
    reserve(10)
    unsafe UnsafeMutableRawPointer(start + count).storeBytes(of: text, as: SIMD16<UInt8>.self)
    unsafe extend(to: start + count + 10)
  }
}
