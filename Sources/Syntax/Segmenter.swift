/// Finds where the spaces belong in a run of known words: `列出项目其中逾期` is `列出 项目 其中 逾期`.
///
/// Only a suggestion is made of it. Words are never split silently, because names contain keywords: `前期`, `在建`, `按期`.
public struct Segmenter: Sendable {
  private let names: Set<String>
  private let longestName: Int

  /// The names that a run may contain besides the keywords, moments and literals of the language.
  public init(names: some Sequence<String>) {
    self.names = Set(names.map(foldedWord))
    longestName = self.names.reduce(KeywordTable.longestSpelling) { max($0, $1.unicodeScalars.count) }
  }

  /// The words of the run when there is exactly one way to read it, at least two; else nil.
  ///
  /// Of two readings of which one only splits a word of the other (`不为空`, `不 为空`) the coarser counts. Runs of more than 60
  /// characters, and those with very many readings, have none.
  ///
  /// - Parameter isReadable: which readings count at all.
  public func reading(of run: String, where isReadable: ([String]) -> Bool = { _ in true }) -> [String]? {
    let scalars = Array(run.unicodeScalars)
    guard 2...60 ~= scalars.count else { return nil }
    var search = Search(scalars: scalars, ends: Array(scalars.indices.map { ends(of: scalars, from: $0) }))
    search.readings(from: 0, cuts: [])
    guard search.found.count < Search.limit else { return nil }
    // A run that is one known word stays whole.
    guard !search.found.contains(where: { $0.count == 1 }) else { return nil }
    func words(_ ends: [Int]) -> [String] {
      var start = 0
      return ends.map { end in
        defer { start = end }
        return text(scalars[start..<end])
      }
    }
    let sets = search.found.filter { isReadable(words($0)) }.map { (ends: $0, set: Set($0)) }
    let coarse = sets.filter { one in !sets.contains { $0.set.isStrictSubset(of: one.set) } }
    return coarse.count == 1 ? words(coarse[0].ends) : nil
  }

  /// Where a known word that begins here may end.
  private func ends(of scalars: [Unicode.Scalar], from start: Int) -> [Int] {
    var ends: [Int] = []
    for end in (start + 1)...min(scalars.count, start + longestName) {
      let word = foldedWord(text(scalars[start..<end]))
      if names.contains(word) || KeywordTable.lookup(word) != nil { ends.append(end) }
    }
    if let literal = literalEnd(of: scalars, from: start), !ends.contains(literal) { ends.append(literal) }
    return ends
  }

  /// The longest literal with a number in it: `5亿`, `2018年3月`, `近30天`.
  private func literalEnd(of scalars: [Unicode.Scalar], from start: Int) -> Int? {
    let reach = min(scalars.count, start + 16)
    guard scalars[start..<reach].contains(where: { Lexer.isDigit(foldedDigit($0)) }) else { return nil }
    for end in stride(from: reach, to: start, by: -1) {
      var lexer = Lexer(bytes: Array(text(scalars[start..<end]).utf8))
      lexer.lexNext()
      guard lexer.position == lexer.bytes.count, lexer.tokens.count == 1, lexer.diagnostics.isEmpty else { continue }
      switch lexer.tokens[0].kind {
      case .number, .money, .date, .period, .duration, .moment: return end
      default: continue
      }
    }
    return nil
  }

  private func foldedDigit(_ scalar: Unicode.Scalar) -> UInt32 {
    0xFF10...0xFF19 ~= scalar.value ? scalar.value - 0xFEE0 : scalar.value
  }

  private func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private struct Search {
    static let limit = 200
    let scalars: [Unicode.Scalar]
    let ends: [[Int]]
    /// The ends of the words of each reading.
    var found: [[Int]] = []
    /// Places from which no reading leads to the end.
    var dead: Set<Int> = []

    mutating func readings(from start: Int, cuts: [Int]) {
      if start == scalars.count { return found.append(cuts) }
      let before = found.count
      for end in ends[start] where found.count < Self.limit && !dead.contains(end) { readings(from: end, cuts: cuts + [end]) }
      if found.count == before { dead.insert(start) }
    }
  }
}
