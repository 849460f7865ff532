public import Diagnostics

extension Source {
  /// What keeps the text from being read: it is in another encoding, or some bytes are no characters of UTF-8. One problem at the first such place.
  public var encodingProblem: Diagnostic? {
    if let name = markedEncoding ?? zeroBytesEncoding {
      return Diagnostic(SyntaxProblem.otherEncoding(name), at: SourceRange(0, min(2, bytes.count)))
    }
    let lexer = Lexer(bytes: bytes)
    guard let first = lexer.badPlace(from: 0) else { return nil }
    if lexer.isGB18030(from: first.start) { return Diagnostic(SyntaxProblem.otherEncoding("GB18030"), at: first) }
    var further = 0
    var place = first.end
    while let next = lexer.badPlace(from: place) { (further, place) = (further + 1, next.end) }
    let notes =
      further == 0 ? [] : [Diagnostic.Note(Bilingual(further == 1 ? "and 1 more place" : "and \(further) more places", "另有 \(further) 处"))]
    return Diagnostic(SyntaxProblem.notText, at: first, notes: notes)
  }

  private var markedEncoding: String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
    return bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) ? "UTF-16" : nil
  }

  /// UTF-16 without its mark: of every two bytes of ASCII one is zero.
  private var zeroBytesEncoding: String? {
    let sample = bytes.prefix(512)
    guard sample.count >= 4 else { return nil }
    var zeros = [0, 0]
    for (index, byte) in sample.enumerated() where byte == 0 { zeros[index & 1] += 1 }
    let many = (sample.count / 2 * 3 + 9) / 10
    if zeros[1] >= many, zeros[0] == 0 { return "UTF-16LE" }
    return zeros[0] >= many && zeros[1] == 0 ? "UTF-16BE" : nil
  }
}

extension Lexer {
  /// The first run of bytes from here on that are no characters.
  fileprivate func badPlace(from start: Int) -> SourceRange? {
    var offset = start
    while offset < bytes.count {
      if bytes[offset] < 0x80 {
        offset += 1
        continue
      }
      let (code, length) = rawCharacter(at: offset)
      if code == Lexer.noCharacter {
        var end = offset + 1
        while end < bytes.count, rawCharacter(at: end).code == Lexer.noCharacter { end += 1 }
        return SourceRange(offset, end)
      }
      offset += length
    }
    return nil
  }

  /// Whether every byte beyond ASCII belongs to a pair of GB18030, most of them 汉字 of its first level, and there are enough to tell.
  fileprivate func isGB18030(from start: Int) -> Bool {
    var (pairs, common) = (0, 0)
    var offset = start
    while offset < bytes.count {
      guard bytes[offset] >= 0x80 else {
        offset += 1
        continue
      }
      guard 0x81...0xFE ~= bytes[offset], offset + 1 < bytes.count, 0x40...0xFE ~= bytes[offset + 1], bytes[offset + 1] != 0x7F else {
        return false
      }
      pairs += 1
      if 0xA1...0xD7 ~= bytes[offset], bytes[offset + 1] >= 0xA1 { common += 1 }
      offset += 2
    }
    return pairs >= 2 && common * 2 > pairs
  }
}
