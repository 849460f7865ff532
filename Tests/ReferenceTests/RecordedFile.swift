import Glibc
import TestSupport
import Testing

/// A file of the checkout that is made from something else: the tests compare, `RECORD=1` writes it anew.
enum RecordedFile {
  static let records = getenv("RECORD") != nil

  /// The text as `path` holds it; names the first line that differs.
  static func check(_ path: String, equals text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    if records {
      write(text, to: path)
      return
    }
    let kept = contents(of: Program.root + "/" + path) ?? ""
    if kept == text { return }
    let (old, new) = (lines(kept), lines(text))
    let place = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
    let (was, now) = (place < old.count ? old[place] : "(the end)", place < new.count ? new[place] : "(the end)")
    Issue.record("\(path):\(place + 1) is out of date (`make docs` writes it):\n- \(was)\n+ \(now)", sourceLocation: sourceLocation)
  }

  private static func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  private static func write(_ text: String, to path: String) {
    guard let file = fopen(Program.root + "/" + path, "w") else {
      Issue.record("cannot write \(path)")
      return
    }
    fputs(text, file)
    fclose(file)
  }
}
