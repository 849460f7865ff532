import CReadline
@preconcurrency import CReadlineLibrary
import Diagnostics
import Glibc

/// The line at the prompt: readline with history, completion and Ctrl-C that clears. One for the process, since readline's state is global.
final class LineEditor {
  enum Line {
    case text(String)
    /// Ctrl-C: whatever was typed is gone
    case interrupted
    case end
  }

  /// What Tab offers for the text before the cursor.
  struct Candidate {
    /// Stands in place of the word at the cursor.
    var insertion: String
    /// What the list shows: `汉南区 (23)`.
    var display: String
  }

  struct Completions {
    /// Byte offset in the line at which the insertions begin.
    var start: Int
    var candidates: [Candidate]
    /// What Tab writes from there to the cursor while there are several candidates.
    var common = ""
  }

  typealias Completer = (_ line: String, _ cursor: Int) -> Completions

  init(completer: @escaping Completer) {
    luodi_readline_start("luodi")
    CompletionState.completer = completer
    // The parser knows where a word begins; to readline the line is one.
    rl_completer_word_break_characters = UnsafePointer(strdup("\n"))
    rl_sort_completion_matches = 0
    rl_attempted_completion_function = { text, start, end in CompletionState.matches(text, start, end) }
    rl_completion_display_matches_hook = { matches, count, longest in CompletionState.show(matches, count, longest) }
    rl_variable_bind("colored-completion-prefix", "on")
  }

  /// What is typed are characters, whatever the locale and ~/.inputrc say: with `convert-meta` the bytes of Chinese are keys with Meta.
  private func takeBytesAsTyped() {
    rl_variable_bind("input-meta", "on")
    rl_variable_bind("output-meta", "on")
    rl_variable_bind("convert-meta", "off")
  }

  func read(prompt: String) -> Line {
    takeBytesAsTyped()
    guard let raw = luodi_readline_line(prompt) else { return .end }
    defer { free(raw) }
    if luodi_readline_was_interrupted() != 0 { return .interrupted }
    return .text(String(cString: raw))
  }
}

/// Completion as readline wants it: C callbacks, so the state is global; readline calls them on the thread that reads the line.
private enum CompletionState {
  nonisolated(unsafe) static var completer: LineEditor.Completer?
  nonisolated(unsafe) static var displays: [String] = []

  static func matches(
    _ text: UnsafePointer<CChar>?, _ start: Int32, _ end: Int32
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    // Never fall back to file names.
    rl_attempted_completion_over = 1
    guard let completer, let buffer = rl_line_buffer else { return nil }
    let line = String(cString: buffer)
    let found = completer(line, Int(end))
    guard !found.candidates.isEmpty, found.start >= Int(start) else { return nil }
    // Bytes between the two starts are kept as typed.
    let kept = String(decoding: Array(line.utf8)[Int(start)..<found.start], as: UTF8.self)
    displays = found.candidates.map { displayEscaped($0.display) }
    let isSingle = found.candidates.count == 1
    let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocateForC(found.candidates.count + 2)
    list[0] = strdup(kept + (isSingle ? found.candidates[0].insertion : found.common))
    if isSingle {
      // Behind `round(` and `"reports/` follows more without a space.
      if let last = found.candidates[0].insertion.last, "(/".contains(last) { rl_completion_suppress_append = 1 }
    } else {
      for (index, candidate) in found.candidates.enumerated() { list[index + 1] = strdup(kept + candidate.insertion) }
    }
    return list
  }

  static func show(_ matches: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int32, _ longest: Int32) {
    let shown = displays.count == Int(count) ? displays : []
    guard !shown.isEmpty else {
      rl_display_match_list(matches, count, longest)
      rl_forced_update_display()
      return
    }
    let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocateForC(shown.count + 2)
    list[0] = strdup("")
    for (index, display) in shown.enumerated() { list[index + 1] = strdup(display) }
    list[shown.count + 1] = nil
    let widest = shown.map(\.utf8.count).max() ?? 0
    rl_crlf()
    rl_display_match_list(list, count, Int32(widest))
    for index in 0...shown.count { free(list[index]) }
    free(list)
    rl_forced_update_display()
  }
}

extension UnsafeMutablePointer where Pointee == UnsafeMutablePointer<CChar>? {
  /// Memory that readline frees with `free`.
  fileprivate static func allocateForC(_ count: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
    calloc(count, MemoryLayout<UnsafeMutablePointer<CChar>?>.stride)!.assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self)
  }
}
