/// The spellings of a column's codes: a choice with its values outside the list, an entity's keys, a text dictionary.
public protocol CodeNames: Sendable {
  var count: Int { get }
  /// What machine formats print: the value's code (`new-start`, `420113`), the key, the text itself.
  func code(_ index: Int) -> String
  /// What people read in a language: `Hannan` / `汉南区`. Falls back to the code. Texts have no names: a column of type text prints codes.
  func name(_ index: Int, chinese: Bool) -> String
  /// The codes as bytes, where they lie as such.
  var codeBytes: (any CodeBytes)? { get }
  /// Appends the UTF-8 of the code, without making a string where the bytes are at hand.
  func appendCode(_ index: Int, to bytes: inout [UInt8])
  /// Looks at all bytes that spellings may be read from, so that what is damaged among them is noted.
  func readAll()
}

extension CodeNames {
  public var codeBytes: (any CodeBytes)? { nil }
  public func appendCode(_ index: Int, to bytes: inout [UInt8]) { bytes.append(contentsOf: code(index).utf8) }
  public func readAll() {}
}

/// The UTF-8 of codes, read where it lies by who writes many of them.
public protocol CodeBytes {
  /// No code needs quotes in CSV or TSV: none holds a comma, a tab, a quote or a line end.
  var isPlain: Bool { get }
  /// Calls the body with each of some codes and its place among them, in their order: ask for some thousand at a time. What stands in the place of a
  /// missing cell need not be a code.
  func forEach(_ codes: ArraySlice<UInt32>, _ body: (Int, UnsafeBufferPointer<UInt8>) -> Void)
}
