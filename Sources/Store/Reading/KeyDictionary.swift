public import Results
public import Schema

/// The keys of an entity: key number to text and back, with the names that people read.
///
/// Key order is the order of numbers: the declared names as declared, then all other keys by plain code point (`P10` before `P9`), which is
/// what every file and every other program sorts them by.
public struct KeyDictionary: CodeNames {
  public let declared: [NamedValue]
  /// All keys, the declared ones first.
  let texts: FrontCodedTexts

  public var count: Int { texts.count }
  public func code(_ index: Int) -> String { texts[index] }
  public var codeBytes: (any CodeBytes)? { texts }
  public func appendCode(_ index: Int, to bytes: inout [UInt8]) { texts.append(index, to: &bytes) }

  public func readAll() {
    _ = texts.image.bytes(texts.bytesChunk)
    _ = texts.image.bytes(texts.blocksChunk)
  }

  /// The first key that files brought in and that is not below the text.
  func lowerBound(_ text: String) -> Int {
    var (low, high) = (declared.count, count)
    while low < high {
      let middle = (low + high) / 2
      if texts[middle].utf8.lexicographicallyPrecedes(text.utf8) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The declared name; the key itself where none is declared.
  public func name(_ index: Int, chinese: Bool) -> String {
    index < declared.count ? declared[index].name(chinese: chinese) : texts[index]
  }

  /// The key number of a key, exactly as spelled.
  public func number(of key: String) -> Int? {
    declared.firstIndex { $0.code == key } ?? texts.find(key, sortedFrom: declared.count)
  }
}
