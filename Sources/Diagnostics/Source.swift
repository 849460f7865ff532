/// One text that was handed to luodi: a script file, the model, a line of the prompt.
///
/// Offsets are bytes of the text as UTF-8. Bytes that are not UTF-8 are kept as they are; drawing shows them as U+FFFD.
public struct Source: Sendable {
  /// How messages name the text: a path, `-c`, `<prompt>`, `landing.lq`.
  public let name: String
  public let bytes: [UInt8]
  private let lineStarts: [Int]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
    lineStarts = starts
  }

  public init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  public var range: SourceRange { SourceRange(0, bytes.count) }

  /// The text of a range, with bytes that are not UTF-8 repaired.
  public func text(_ range: SourceRange) -> String {
    let start = min(max(range.start, 0), bytes.count)
    let end = min(max(range.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The text of a range that is a value or a name, in the one form of texts.
  public func normalText(_ range: SourceRange) -> String { NormalForm.of(text(range)) }

  /// The line (from 1) that holds a byte offset, and the range of that line without its line end.
  public func line(at offset: Int) -> (number: Int, range: SourceRange) {
    var low = 0
    var high = lineStarts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    let start = lineStarts[low]
    var end = low + 1 < lineStarts.count ? lineStarts[low + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return (low + 1, SourceRange(start, end))
  }
}
