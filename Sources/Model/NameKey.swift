import Schema

/// A folded name as the key of a table: hashed and compared as bytes, which for Chinese names is several times as fast as a string.
struct NameKey: Hashable, Sendable {
  let folded: String

  init(_ name: String) {
    folded = foldedName(name)
  }

  static func == (left: NameKey, right: NameKey) -> Bool {
    left.folded.utf8.elementsEqual(right.folded.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var text = folded
    text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
