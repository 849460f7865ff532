// Cells of CSV and TSV by RFC 4180: quoted where they hold a delimiter, a quote or a line end, and where they are empty texts, since an empty field is a
// missing one.

/// Whether a byte in a cell asks for quotes around it. Both delimiters lie below most letters, so one comparison tells most.
@inlinable public func asksForQuotes(_ byte: UInt8, delimiter: UInt8) -> Bool {
  byte <= 0x2C && (byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D)
}

extension [UInt8] {
  /// Puts quotes around the cell that was just appended, where it needs them or is to have them.
  public mutating func quoteTail(from start: Int, delimiter: UInt8, always: Bool = false) {
    guard always || start == count || self[start...].contains(where: { asksForQuotes($0, delimiter: delimiter) }) else { return }
    let text = Array(self[start...])
    removeSubrange(start...)
    append(0x22)
    for byte in text {
      if byte == 0x22 { append(0x22) }
      append(byte)
    }
    append(0x22)
  }
}
