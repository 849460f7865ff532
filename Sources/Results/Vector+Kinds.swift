// The cells of a vector as the one kind that its type has them in. To ask for another is a fault of the program, not of its input: the checker has
// judged the types.

extension Vector {
  /// Dates and periods
  public var int32s: [Int32] {
    guard case .int32(let cells) = cells else { preconditionFailure("days of a vector of \(type)") }
    return cells
  }

  /// Choices, links and texts of a dictionary
  public var codes: [UInt32] {
    guard case .codes(let codes, _) = cells else { preconditionFailure("codes of a vector of \(type)") }
    return codes
  }

  /// Flags
  public var bits: Bitmap {
    guard case .bits(let bits) = cells else { preconditionFailure("flags of a vector of \(type)") }
    return bits
  }
}
