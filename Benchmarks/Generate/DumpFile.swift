import Glibc

/// A file written through one large buffer.
struct DumpFile {
  private var bytes: [UInt8] = []
  private let descriptor: Int32
  private let path: String

  init(_ path: String) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { leave("\(path): \(String(cString: strerror(errno)))") }
    bytes.reserveCapacity(1 << 21)
  }

  mutating func byte(_ byte: UInt8) { bytes.append(byte) }
  mutating func comma() { bytes.append(UInt8(ascii: ",")) }
  mutating func text(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func number(_ number: Int) {
    var divisor = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  mutating func hundredths(_ amount: Int64) {
    number(Int(amount / 100))
    bytes.append(UInt8(ascii: "."))
    bytes.append(UInt8(ascii: "0") + UInt8(amount / 10 % 10))
    bytes.append(UInt8(ascii: "0") + UInt8(amount % 10))
  }

  /// `WH-2018-0000042`
  mutating func projectID(_ index: Int) {
    if bytes.count > 1 << 20 { flush() }
    text("WH-2018-")
    var divisor = 1_000_000
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8((index + 1) / divisor % 10))
      divisor /= 10
    }
  }

  mutating func date(_ day: Int32, _ texts: DateTexts) {
    if day != 0 { bytes.append(contentsOf: texts[day]) }
  }

  private mutating func flush() {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done) }
      guard count > 0 else { leave("\(path): \(String(cString: strerror(errno)))") }
      done += count
    }
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func close() {
    flush()
    Glibc.close(descriptor)
  }
}
