/// Grows a run of bytes: fixed numbers little-endian, counts as varints (seven bits a byte, low ones first), texts with their length in front.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func append(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
  package mutating func append(raw: some Sequence<UInt8>) { bytes.append(contentsOf: raw) }

  package mutating func append(count value: Int) {
    var left = UInt64(value)
    while left >= 0x80 {
      bytes.append(UInt8(left & 0x7F) | 0x80)
      left >>= 7
    }
    bytes.append(UInt8(left))
  }

  package mutating func append(text: String) {
    append(count: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func append(flag: Bool) { bytes.append(flag ? 1 : 0) }

  package mutating func append<Value>(_ value: Value?, _ write: (inout ByteWriter, Value) -> Void) {
    append(flag: value != nil)
    if let value { write(&self, value) }
  }

  package mutating func append<Value>(_ values: [Value], _ write: (inout ByteWriter, Value) -> Void) {
    append(count: values.count)
    for value in values { write(&self, value) }
  }
}

/// Reads what ``ByteWriter`` wrote. Reading past the end, or a count that cannot be, throws.
package struct ByteReader {
  package struct Broken: Error {}

  private var at: UnsafeRawPointer
  package private(set) var left: Int

  package init(_ bytes: UnsafeRawBufferPointer) {
    at = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
    left = bytes.count
  }

  private mutating func take(_ count: Int) throws -> UnsafeRawPointer {
    guard count >= 0, count <= left else { throw Broken() }
    defer {
      at += count
      left -= count
    }
    return at
  }

  package mutating func byte() throws -> UInt8 { try take(1).load(as: UInt8.self) }
  package mutating func int32() throws -> Int32 { Int32(littleEndian: try take(4).loadUnaligned(as: Int32.self)) }
  package mutating func int64() throws -> Int64 { Int64(littleEndian: try take(8).loadUnaligned(as: Int64.self)) }

  package mutating func count() throws -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      guard shift < 63 else { throw Broken() }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(value) }
      shift += 7
    }
  }

  package mutating func text() throws -> String {
    let count = try count()
    return String(decoding: UnsafeRawBufferPointer(start: try take(count), count: count), as: UTF8.self)
  }

  package mutating func flag() throws -> Bool { try byte() != 0 }

  package mutating func rest() throws -> UnsafeRawBufferPointer {
    let count = left
    return UnsafeRawBufferPointer(start: try take(count), count: count)
  }

  package mutating func optional<Value>(_ read: (inout ByteReader) throws -> Value) throws -> Value? { try flag() ? try read(&self) : nil }

  package mutating func list<Value>(_ read: (inout ByteReader) throws -> Value) throws -> [Value] {
    let count = try count()
    // Every element takes a byte at least.
    guard count <= left else { throw Broken() }
    var values: [Value] = []
    // A count is only said; elements take far more than a byte.
    values.reserveCapacity(min(count, 1024))
    for _ in 0..<count { values.append(try read(&self)) }
    return values
  }
}
