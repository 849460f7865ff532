import Results
import Store

/// The beginning of an answer on its way out, kept back until it is known that the rest holds: texts are read from the library while an answer is
/// written, and one that stops in the middle for a damaged block has shown what it should not.
///
/// An answer of usual length is held whole. Of a longer one all texts that it may name are looked at before the first byte goes out.
final class HeldAnswer {
  static let usualLength = 4 << 20

  private let tables: [ResultTable]
  private let limit: Int
  private let check: () throws -> Void
  private let send: ([UInt8]) throws -> Void
  private var pieces: [[UInt8]] = []
  private var length = 0
  private var isFlowing = false

  /// `check` throws where the library is damaged; `send` gets the bytes.
  init(
    of tables: [ResultTable], limit: Int = HeldAnswer.usualLength, check: @escaping () throws -> Void,
    send: @escaping ([UInt8]) throws -> Void
  ) {
    (self.tables, self.limit, self.check, self.send) = (tables, limit, check, send)
  }

  func put(_ bytes: [UInt8]) throws {
    try check()
    if isFlowing { return try send(bytes) }
    pieces.append(bytes)
    length += bytes.count
    guard length > limit else { return }
    for table in tables { table.readTexts() }
    try finish()
    isFlowing = true
  }

  /// Sends what is held.
  func finish() throws {
    try check()
    let held = pieces
    pieces = []
    for piece in held { try send(piece) }
  }
}
