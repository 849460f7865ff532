public import Results

/// The different texts of a column, sorted by code point: the order of codes is the order of texts.
public struct TextDictionary: CodeNames {
  public let texts: StoredTexts

  public var count: Int { texts.count }
  public var codeBytes: (any CodeBytes)? { texts }
  public func readAll() { texts.readAll() }
  public func code(_ index: Int) -> String { texts[index] }
  public func appendCode(_ index: Int, to bytes: inout [UInt8]) { texts.append(index, to: &bytes) }
  public func name(_ index: Int, chinese: Bool) -> String { texts[index] }
  public func number(of text: String) -> Int? { texts.find(text) }

  /// The first code whose text is not below the text; `count` if all are. What turns a comparison of texts into one of codes.
  public func lowerBound(_ text: String) -> Int { texts.lowerBound(text) }

  /// All texts end to end in the order of codes, for searches that need not take them apart; text n is `bytes[offsets[n]..<offsets[n + 1]]`.
  public var bytes: UnsafeBufferPointer<UInt8> { texts.bytes }
  public var offsets: UnsafeBufferPointer<UInt32> { texts.offsets }
}

/// The texts of a column that hardly repeat: text n is the cell of current row n, those behind are of history only. Not sorted, and two numbers can
/// be of equal texts: a number tells a text, a text tells no number.
public struct RowTexts: CodeNames {
  public let texts: StoredTexts

  public var count: Int { texts.count }
  public var codeBytes: (any CodeBytes)? { texts }
  public func readAll() { texts.readAll() }
  public func code(_ index: Int) -> String { texts[index] }
  public func appendCode(_ index: Int, to bytes: inout [UInt8]) { texts.append(index, to: &bytes) }
  public func name(_ index: Int, chinese: Bool) -> String { texts[index] }
}

extension CodeNames {
  /// The codes where they lie, when they are stored texts by number.
  public var stored: StoredTexts? { (self as? TextDictionary)?.texts ?? (self as? RowTexts)?.texts }
}
