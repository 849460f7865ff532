import Glibc
import TestSupport

/// A golden of the front: `query`, a line `----`, `answer`; between two of them a line `====`.
public enum GoldenFile {
  public typealias Case = (query: String, answer: String)

  public static func cases(in path: String) -> [Case] {
    (contents(of: path) ?? "").split(separator: "====\n").map { part in
      guard let divider = part.firstRange(of: "----\n") else { return (trimmed(part), "") }
      return (trimmed(part[..<divider.lowerBound]), trimmed(part[divider.upperBound...]))
    }
  }

  public static func record(_ cases: [Case], in path: String) {
    guard let file = fopen(path, "w") else { return }
    fputs(cases.map { "\($0.query)\n----\n\($0.answer)\n" }.joined(separator: "====\n"), file)
    fclose(file)
  }

  /// Without the line breaks around it.
  public static func trimmed(_ text: some StringProtocol) -> String {
    var text = Substring(text)
    while text.last?.isNewline ?? false { text.removeLast() }
    while text.first?.isNewline ?? false { text.removeFirst() }
    return String(text)
  }
}
