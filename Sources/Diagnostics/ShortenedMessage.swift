/// A message as it is shown: what it quotes in back-quotes is cut in its middle where it is long, and so is the whole. Names, values and pieces of a
/// statement may have any length.
public func shortenedMessage(_ message: String) -> String {
  guard message.utf8.count > quotedLimit else { return message }
  let parts = message.split(separator: "`" as Unicode.Scalar, limit: 200)
  // Every second part stands between back-quotes.
  let shown = parts.enumerated().map { $0.offset % 2 == 0 ? $0.element : shortened($0.element, to: quotedLimit) }.joined(separator: "`")
  return String(shortened(shown[...], to: messageLimit))
}

/// A hint as it is shown: nil for one that is too long to be read. What it suggests must not be cut.
public func shownHint(_ hint: String?) -> String? { hint.flatMap { $0.utf8.count > hintLimit ? nil : $0 } }

/// Characters between two back-quotes, and of a message
private let quotedLimit = 120
private let messageLimit = 2000
/// Bytes of a hint
private let hintLimit = 4000

private func shortened(_ text: Substring, to limit: Int) -> Substring {
  let end = text.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex)
  guard let end, end < text.endIndex else { return text }
  return text.prefix(limit * 3 / 4) + "…" + text.suffix(limit / 6)
}

extension String {
  /// The parts between separators, the last with all separators behind the limit.
  fileprivate func split(separator: Unicode.Scalar, limit: Int) -> [Substring] {
    var parts: [Substring] = []
    var start = startIndex
    while parts.count < limit, let next = unicodeScalars[start...].firstIndex(of: separator) {
      parts.append(self[start..<next])
      start = unicodeScalars.index(after: next)
    }
    return parts + [self[start...]]
  }
}
