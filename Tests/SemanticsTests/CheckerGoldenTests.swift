import Glibc
import Testing

/// Queries with their checked form, and wrong ones with their exact words. `RECORD=1` rewrites the files; read the difference before you keep it.
@Suite struct CheckerGoldenTests {
  @Test(arguments: [
    "rows", "conditions", "moments", "past", "measures", "links", "stages", "chinese", "expressions", "wrong-queries", "later",
  ])
  func checkedForms(file: String) {
    let path = CheckerWorld.folder + file + ".txt"
    let cases = readText(path).split(separator: "====\n", omittingEmptySubsequences: true).map { part -> (query: String, answer: String) in
      guard let divider = part.range(of: "----\n") else { return (trimmed(String(part)), "") }
      return (trimmed(String(part[..<divider.lowerBound])), trimmed(String(part[divider.upperBound...])))
    }
    #expect(!cases.isEmpty)
    let answers = cases.map { trimmed(CheckerWorld.answer($0.query, isRendered: file == "wrong-queries")) }
    guard getenv("RECORD") == nil else {
      let text = zip(cases, answers).map { "\($0.query)\n----\n\($1)\n" }.joined(separator: "====\n")
      writeText(text, to: path)
      return
    }
    for (one, answer) in zip(cases, answers) { #expect(answer == one.answer, "\(one.query)") }
  }
}

func trimmed(_ text: String) -> String {
  var text = Substring(text)
  while text.last?.isNewline ?? false { text.removeLast() }
  while text.first?.isNewline ?? false { text.removeFirst() }
  return String(text)
}

extension StringProtocol {
  /// Where a part stands first.
  func range(of part: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
      formIndex(after: &start)
    }
    return nil
  }
}

func readText(_ path: String) -> String {
  guard let file = fopen(path, "r") else { return "" }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    if count == 0 { return String(decoding: bytes, as: UTF8.self) }
    bytes += chunk[..<count]
  }
}

func writeText(_ text: String, to path: String) {
  guard let file = fopen(path, "w") else { return }
  _ = Array(text.utf8).withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
  fclose(file)
}
