import Store
import Patterns
import Query
import Results
import Schema

extension Evaluator {
  /// `contains`, `starts with`, `ends with` compare exactly, byte by byte; `matches` finds the pattern anywhere.
  func textTest(_ condition: Checked, over domain: Domain) throws -> Bitmap {
    switch condition.node {
    case .contains(let operand, let part): return try textTest(operand, part, over: domain) { contains($0, $1) }
    case .startsWith(let operand, let part): return try textTest(operand, part, over: domain) { $0.utf8.starts(with: $1.utf8) }
    case .endsWith(let operand, let part):
      return try textTest(operand, part, over: domain) { $0.utf8.reversed().starts(with: $1.utf8.reversed()) }
    case .matches(let operand, let pattern):
      let vector = try values(operand, over: domain)
      do {
        let found = try matchTexts(vector, PatternSearch(try Pattern.read(pattern), polling))
        return vector.validity.map { found.and($0) } ?? found
      } catch let error as PatternError {
        throw EngineError(.pattern(error.problem), at: condition.range)
      }
    default: throw misplaced("a text condition", condition.range)
    }
  }

  private func textTest(_ operand: Checked, _ part: Checked, over domain: Domain, _ test: (String, String) -> Bool) throws -> Bitmap {
    let vector = try values(operand, over: domain)
    var found: Bitmap
    var known = vector.validity
    if case .constant(.text(let text)) = part.node {
      found = try testTexts(vector) { test($0, text) }
    } else {
      let parts = try values(part, over: domain)
      let (wholeTexts, partTexts) = (try texts(vector), try texts(parts))
      found = try polling.places(vector.count, block: polling.slowBlock) { test(wholeTexts[$0], partTexts[$0]) }
      known = bothKnown(known, parts.validity)
    }
    if let known { found.formAnd(known) }
    return found
  }

  /// Tests each different text once. Places that are missing come out at random: mask with the validity.
  func testTexts(_ vector: Vector, _ test: (String) -> Bool) throws -> Bitmap {
    guard case .codes(let codes, let names) = vector.cells else {
      let texts = try texts(vector)
      return try polling.places(vector.count, block: polling.slowBlock) { test(texts[$0]) }
    }
    if names.count <= vector.count {
      return placesWithCode(codes, vector.count, try polling.map(names.count, block: polling.slowBlock) { test(names.code($0)) })
    }
    var verdicts: [UInt32: Bool] = [:]
    return try polling.places(vector.count, block: polling.slowBlock) { place in
      guard vector.isKnown(place) else { return false }
      let code = codes[place]
      let verdict = verdicts[code] ?? test(names.code(Int(code)))
      verdicts[code] = verdict
      return verdict
    }
  }

  /// Where one of some texts stands. Places that are missing come out at random, as above.
  func places(of wanted: WantedTexts, in vector: Vector) throws -> Bitmap {
    guard case .codes(let codes, let names) = vector.cells, let stored = names.stored else {
      return try testTexts(vector) { wanted.holds($0) }
    }
    if names.count <= vector.count {
      return placesWithCode(codes, vector.count, try polling.map(names.count) { wanted.holds(stored.utf8($0)) })
    }
    return try polling.places(vector.count) { vector.isKnown($0) && wanted.holds(stored.utf8(Int(codes[$0]))) }
  }

  /// Where the pattern is found. Searches each different text once. Places that are missing come out at random, as above.
  private func matchTexts(_ vector: Vector, _ search: PatternSearch) throws -> Bitmap {
    switch vector.cells {
    case .codes(let codes, let names) where names.count <= vector.count:
      return placesWithCode(codes, vector.count, try search.verdicts(names.count) { names.appendCode($0, to: &$1) })
    case .codes(let codes, let names):
      return try search.places(vector.count) { if vector.isKnown($0) { names.appendCode(Int(codes[$0]), to: &$1) } }
    default:
      let texts = try texts(vector)
      return try search.places(vector.count) { $1.append(contentsOf: texts[$0].utf8) }
    }
  }

  /// The text of every place: texts, or codes spelled once each.
  func texts(_ vector: Vector) throws -> [String] {
    switch vector.cells {
    case .text(let texts): return texts
    case .codes(let codes, let names) where names.count >= vector.count:
      // Hardly any code comes twice.
      return try polling.map(vector.count, block: polling.slowBlock) { vector.isKnown($0) ? names.code(Int(codes[$0])) : "" }
    case .codes(let codes, let names):
      var spelled: [UInt32: String] = [:]
      return try polling.map(vector.count) { place in
        guard vector.isKnown(place) else { return "" }
        if let text = spelled[codes[place]] { return text }
        let text = names.code(Int(codes[place]))
        spelled[codes[place]] = text
        return text
      }
    case .mixed(let mixed): return try polling.map(vector.count) { vector.isKnown($0) ? mixed.text($0) : "" }
    case .int32, .int64, .decimal, .bits: preconditionFailure("texts of a vector of \(vector.type)")
    }
  }
}

/// Whether the bytes of `part` stand in `text`. An empty part stands in every text.
func contains(_ text: String, _ part: String) -> Bool {
  var (text, part) = (text, part)
  return part.withUTF8 { part in
    text.withUTF8 { text in
      guard let first = part.first else { return true }
      guard text.count >= part.count else { return false }
      for start in 0...(text.count - part.count) where text[start] == first {
        if text[start..<(start + part.count)].elementsEqual(part) { return true }
      }
      return false
    }
  }
}
