/// A cell as characters to be read one by one: full-width forms as ASCII, the several minus signs and blanks as one, no blanks around.
///
/// The readers of dates and amounts try the bytes first; whatever is not plain ASCII digits comes here.
struct CellScalars {
  let scalars: [Unicode.Scalar]
  var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.init(String(decoding: bytes, as: UTF8.self))
  }

  init(_ text: String) {
    var folded: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: folded.append(Unicode.Scalar(scalar.value - 0xFEE0)!)
      case 0x3000, 0xA0, 0x09, 0x0A, 0x0D, 0x2007, 0x2009, 0x202F: folded.append(" ")
      case 0x2212, 0x2010, 0x2011, 0x2012, 0x2013: folded.append("-")
      case 0xFFE5: folded.append("¥")
      case 0x200B, 0xFEFF: continue
      default: folded.append(scalar)
      }
    }
    let start = folded.firstIndex { $0 != " " } ?? folded.count
    let end = (folded.lastIndex { $0 != " " } ?? start - 1) + 1
    scalars = Array(folded[start..<end])
  }

  init(_ scalars: some Sequence<Unicode.Scalar>) {
    self.scalars = Array(scalars)
  }

  var isAtEnd: Bool { position >= scalars.count }
  var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }
  var rest: ArraySlice<Unicode.Scalar> { scalars[position...] }

  /// Passes the character if it stands here.
  mutating func eat(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    position += 1
    return true
  }

  /// Passes the word if it stands here, whatever its case.
  mutating func eat(word: String) -> Bool {
    var index = position
    for scalar in word.unicodeScalars {
      guard index < scalars.count, scalars[index].lowered == scalar else { return false }
      index += 1
    }
    position = index
    return true
  }

  mutating func passBlanks() {
    while current == " " { position += 1 }
  }

  /// A run of digits here: its value and length; nil without one or with more than 18.
  mutating func eatDigits() -> (value: Int, length: Int)? {
    var value = 0
    let start = position
    while let digit = current?.digit {
      guard position - start < 18 else { return nil }
      value = value * 10 + digit
      position += 1
    }
    return position > start ? (value, position - start) : nil
  }

  /// The whole cell in lower case without blanks: for comparison with a list of words.
  var word: String {
    var word = String.UnicodeScalarView()
    for scalar in scalars where scalar != " " { word.append(scalar.lowered) }
    return String(word)
  }
}

extension Unicode.Scalar {
  /// 0-9
  var digit: Int? { (0x30...0x39).contains(value) ? Int(value) - 0x30 : nil }

  /// ASCII letters in lower case
  var lowered: Unicode.Scalar { (0x41...0x5A).contains(value) ? Unicode.Scalar(value + 32)! : self }
}
