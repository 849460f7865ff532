import Diagnostics

extension Lexer {
  /// A word, keyword or name, or a Chinese moment. `前20名` is `前` and `20`; `近30天` is one moment.
  mutating func lexWord() {
    let start = position
    let end = wordEnd(from: start)
    if end - start <= 60, bytes[start] >= 0x80 {
      if let moment = countedMoment(start, end) {
        position = end
        return emit(.moment(moment), from: start)
      }
      if let head = rankHead(start, end) {
        position = head
        emitWord(from: start)
        return lexRankCount(until: end)
      }
    }
    position = end
    emitWord(from: start)
  }

  /// The word from `start` to `position`.
  mutating func emitWord(from start: Int) {
    let text = foldedText(start, position)
    let meaning = KeywordTable.lookup(text)
    if let moment = meaning?.moment { return emit(.moment(moment), from: start) }
    emit(.word, from: start, text: NormalForm.of(text), keywords: meaning?.keywords ?? [])
  }

  // MARK: 前20名

  /// The end of `前`, `后` or `末` when nothing but a count follows it: `前20名`, `前十名`, not `前期`.
  private func rankHead(_ start: Int, _ end: Int) -> Int? {
    var offset = start
    guard skip("前", &offset) || skip("后", &offset) || skip("末", &offset) else { return nil }
    var rest = offset
    if skipDigits(&rest, limit: 9) != nil { return rest == end || measureEnd(rest) == end ? offset : nil }
    guard hanNumber(&rest) != nil else { return nil }
    return measureEnd(rest) == end ? offset : nil
  }

  private mutating func lexRankCount(until end: Int) {
    if Lexer.isDigit(character(at: position).code) { return lexDigits() }
    let start = position
    guard let count = hanNumber(&position) else { return }
    position = end
    emit(.number(DecimalText(units: Int64(count), scale: 0), isPlainInteger: true), from: start)
  }

  /// Behind a measure word (`20名`, `3个`), which says nothing that the number does not.
  func measureEnd(_ offset: Int) -> Int? {
    var end = offset
    for word: Unicode.Scalar in ["个", "名", "家", "项", "条", "位", "次", "人"] where skip(word, &end) { return end }
    return nil
  }

  // MARK: 近30天

  /// `近30天`, `最近5个工作日`, `未来三个月`, `近半年`, `近3期`, with or without `内` behind.
  private func countedMoment(_ start: Int, _ end: Int) -> Literal? {
    var offset = start
    let sign: Int
    if skip("近", &offset) || skip("最近", &offset) || skip("过去", &offset) {
      sign = -1
    } else if skip("未来", &offset) || skip("今后", &offset) {
      sign = 1
    } else {
      return nil
    }
    if skip("半年", &offset) { return isMomentEnd(offset, end) ? .span(sign, .half) : nil }
    guard let count = skipDigits(&offset, limit: 5)?.value ?? hanNumber(&offset) else { return nil }
    for (spelling, unit) in Lexer.momentUnits {
      var rest = offset
      if skip(spelling, &rest), isMomentEnd(rest, end) { return .span(sign * count, unit) }
    }
    return nil
  }

  private func isMomentEnd(_ offset: Int, _ end: Int) -> Bool {
    var rest = offset
    _ = skip("内", &rest)
    return rest == end
  }

  /// Behind `近` and `未来` even `3月` has one reading only.
  private static let momentUnits: [(String, UnitWord)] = [
    ("天", .day), ("日", .day), ("个工作日", .workday), ("工作日", .workday), ("周", .week), ("个星期", .week), ("星期", .week), ("个月", .month),
    ("月", .month), ("个季度", .quarter), ("季度", .quarter), ("季", .quarter), ("年", .year), ("期快照", .snapshot), ("期", .snapshot),
    ("d", .day), ("wd", .workday), ("w", .week), ("mo", .month), ("q", .quarter), ("y", .year),
  ]

  /// `一 两 十 十二 三十 九十九`; nil, and nothing is skipped, elsewhere.
  func hanNumber(_ offset: inout Int) -> Int? {
    func digit(_ offset: inout Int) -> Int? {
      for (index, scalar) in "一二三四五六七八九".unicodeScalars.enumerated() where skip(scalar, &offset) { return index + 1 }
      return skip("两", &offset) ? 2 : nil
    }
    var end = offset
    let first = digit(&end)
    if skip("十", &end) {
      let ones = digit(&end) ?? 0
      offset = end
      return (first ?? 1) * 10 + ones
    }
    guard let first else { return nil }
    offset = end
    return first
  }
}
