/// Reads a pattern as `matches` takes it and writes it as RE2 takes it: classes of characters mean all scripts, and what would mean something else
/// there than people expect is refused, at its place.
struct PatternReader {
  /// What a quantifier repeats.
  struct Atom {
    var size: Int
    /// How often its parts are repeated.
    var repeats = 1
    /// Parts that may be left out.
    var options = 0
  }

  /// An open bracket; the first is the whole pattern.
  struct Group {
    var start: Int
    /// Instructions so far.
    var size = 0
    var repeats = 1
    var options = 0
    /// `\b` stands before it, or before one of its alternatives.
    var edge: Int?
    /// The letter beyond ASCII that ends one of its alternatives.
    var lastLetter: Unicode.Scalar?
  }

  let scalars: [Unicode.Scalar]
  var position = 0
  var output = ""
  var groups = [Group(start: 0)]
  /// Nil where nothing stands that can be repeated.
  var last: Atom?
  /// Where `\b` stands that is next to the coming character.
  var edge: Int?
  /// The letter beyond ASCII next to which `\b` would stand.
  var lastLetter: Unicode.Scalar?
  var propertySizes: [String: Int] = [:]
  var otherCharacters: [String: String] = [:]

  init(_ pattern: String) throws(PatternError) {
    guard pattern.utf8.count <= Pattern.longest else { throw PatternError(.tooLong(Pattern.longest), at: 0..<pattern.utf8.count) }
    scalars = Array(pattern.unicodeScalars)
  }

  /// The pattern in RE2's spelling.
  mutating func written() throws(PatternError) -> String {
    while let scalar = next {
      switch scalar {
      case "\\": try readEscape()
      case "[": try readSet()
      case "(": try openGroup()
      case ")": try closeGroup()
      case "|": readBar()
      case "*", "+", "?": try readRepeat()
      case "{": try readCount()
      case "^", "$": write(anchor: String(scalar), length: 1)
      case ".":
        position += 1
        try add(".", size: 8)
      default:
        position += 1
        try add(literal: scalar)
      }
      guard output.utf8.count <= 4 * Pattern.longest else { throw problem(.tooLarge, 0..<scalars.count) }
    }
    if groups.count > 1 { throw problem(.unclosedGroup, groups[groups.count - 1].start..<groups[groups.count - 1].start + 1) }
    return output
  }

  // MARK: Reading

  var next: Unicode.Scalar? { at(position) }

  func at(_ index: Int) -> Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  func sees(_ words: String) -> Bool { scalars[position...].starts(with: words.unicodeScalars) }

  /// The characters from here on that pass, read.
  mutating func take(atMost count: Int = .max, while passes: (Unicode.Scalar) -> Bool) -> String {
    var taken = String.UnicodeScalarView()
    while let next, taken.count < count, passes(next) {
      taken.append(next)
      position += 1
    }
    return String(taken)
  }

  /// A problem with some of the characters.
  func problem(_ problem: PatternProblem, _ range: Range<Int>) -> PatternError {
    func bytes(_ scalars: ArraySlice<Unicode.Scalar>) -> Int { scalars.reduce(0) { $0 + UTF8.width($1) } }
    let range = min(range.lowerBound, scalars.count)..<min(range.upperBound, scalars.count)
    let start = bytes(scalars[..<range.lowerBound])
    return PatternError(problem, at: start..<start + bytes(scalars[range]))
  }

  func text(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[min(range.lowerBound, scalars.count)..<min(range.upperBound, scalars.count)]))
  }

  // MARK: Writing

  mutating func write(_ words: String) { output += words }

  /// What matches between characters and cannot be repeated.
  mutating func write(anchor: String, length: Int) {
    write(anchor)
    position += length
    last = nil
  }

  mutating func add(literal scalar: Unicode.Scalar) throws(PatternError) {
    try meetEdge(scalar)
    try add(Self.spelled(scalar), size: UTF8.width(scalar))
    lastLetter = Self.isOtherLetter(scalar) ? scalar : nil
  }

  /// Something that matches one character, or a group.
  mutating func add(_ words: String, size: Int) throws(PatternError) { try add(words, Atom(size: size)) }

  mutating func add(_ words: String, _ atom: Atom) throws(PatternError) {
    write(words)
    last = atom
    (edge, lastLetter) = (nil, nil)
    try count(atom)
  }

  /// Adds up what the open group comes to.
  mutating func count(_ atom: Atom) throws(PatternError) {
    let group = groups.count - 1
    groups[group].size += atom.size
    groups[group].options += atom.options
    groups[group].repeats = max(groups[group].repeats, atom.repeats)
    if groups[group].size > Pattern.largest || groups[group].options > Pattern.mostOptions {
      throw problem(.tooLarge, 0..<scalars.count)
    }
  }

  /// A character in RE2's spelling, outside and inside of sets.
  static func spelled(_ scalar: Unicode.Scalar) -> String {
    let isPlain = scalar.value >= 0x80 || ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    return isPlain ? String(scalar) : "\\x{\(String(scalar.value, radix: 16))}"
  }

  // MARK: Edges of words

  static func isOtherLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x80 && CharacterClass.word.contains(scalar) }

  /// RE2's `\b` knows ASCII words only. Beside another letter that is written out it would nearly never hold.
  mutating func readEdge(_ words: String) throws(PatternError) {
    if let lastLetter { throw problem(.edgeBesideLetter(words, String(lastLetter)), position..<position + 2) }
    edge = position
    write(anchor: words, length: 2)
  }

  func meetEdge(_ scalar: Unicode.Scalar) throws(PatternError) {
    guard let edge, Self.isOtherLetter(scalar) else { return }
    throw problem(.edgeBesideLetter(text(edge..<edge + 2), String(scalar)), edge..<edge + 2)
  }
}
