/// What is wrong with a message's Chinese beside its English, or nil: it must say something, in Chinese, and leave no English sentence standing.
/// Code in back-quotes is alike in both languages.
public func chineseFault(_ chinese: String, english: String) -> String? {
  if chinese.isEmpty { return "no Chinese for: \(english)" }
  if chinese == english { return "the Chinese is the English: \(english)" }
  let words = withoutCode(chinese)
  if !words.unicodeScalars.contains(where: { (0x4E00...0x9FFF).contains($0.value) }) { return "no Chinese character: \(chinese)" }
  let left = words.lowercased().split { !("a"..."z").contains($0) }.map(String.init).filter(ofSentences.contains)
  return left.isEmpty ? nil : "English \(left.joined(separator: " ")) in: \(chinese)"
}

/// Both or neither: a hint that only one language gives is a fault too.
public func chineseFault(_ chinese: String?, english: String?) -> String? {
  switch (chinese, english) {
  case (nil, nil): nil
  case (let chinese?, let english?): chineseFault(chinese, english: english)
  case (let only, let other): "a hint in one language: \(only ?? other ?? "")"
  }
}

/// Words that no name or unit is spelled with, and hardly an English sentence does without.
private let ofSentences: Set<String> = [
  "the", "an", "is", "are", "expected", "found", "might", "mean", "needs", "which", "cannot", "there", "only", "this", "that", "here",
  "but",
  "no", "not", "has", "have", "was", "were", "does", "unknown", "belongs", "write", "more",
]

private func withoutCode(_ text: String) -> String {
  text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 0 }.map { String($0.element) }
    .joined(separator: " ")
}
