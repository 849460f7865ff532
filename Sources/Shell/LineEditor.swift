import CReadline
@preconcurrency import CReadlineLibrary
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
  }

  typealias Completer = (_ line: String, _ cursor: Int) -> Completions

  init(completer: @escaping Completer) {
    luodi_readline_start("luodi")
    CompletionState.completer = completer
    rl_completer_word_break_characters = UnsafePointer(strdup(" \t\n()=<>!,;|"))
    rl_sort_completion_matches = 0
    rl_attempted_completion_function = { text, start, end in CompletionState.matches(text, start, end) }
    rl_completion_display_matches_hook = { matches, count, longest in CompletionState.show(matches, count, longest) }
    rl_variable_bind("colored-completion-prefix", "on")
  }

  func read(prompt: String) -> Line {
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
    guard let completer, let text, let buffer = rl_line_buffer else { return nil }
    let line = String(cString: buffer)
    let typed = String(cString: text)
    let found = completer(line, Int(end))
    guard !found.candidates.isEmpty else { return nil }
    // The parser knows better than readline where the word began: bytes between the two starts are kept as typed.
    let bytes = Array(line.utf8)
    let wordStart = Int(start)
    let kept = found.start > wordStart ? String(decoding: bytes[wordStart..<found.start], as: UTF8.self) : ""
    let dropped = found.start < wordStart ? String(decoding: bytes[found.start..<wordStart], as: UTF8.self) : ""
    var insertions: [String] = []
    displays = []
    for candidate in found.candidates {
      var insertion = kept + candidate.insertion
      if !dropped.isEmpty {
        guard insertion.hasPrefix(dropped) else { continue }
        insertion.removeFirst(dropped.count)
      }
      insertions.append(insertion)
      displays.append(candidate.display)
    }
    guard !insertions.isEmpty else { return nil }
    let common = insertions.count == 1 ? insertions[0] : commonPrefix(insertions, atLeast: typed)
    let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocateForC(insertions.count + 2)
    list[0] = strdup(common)
    if insertions.count == 1 {
      list[1] = nil
    } else {
      for (index, insertion) in insertions.enumerated() { list[index + 1] = strdup(insertion) }
      list[insertions.count + 1] = nil
    }
    return list
  }

  /// The longest common beginning, or what was typed when the candidates do not continue it (`hn` for 汉南区).
  private static func commonPrefix(_ texts: [String], atLeast typed: String) -> String {
    var common = texts[0]
    for text in texts.dropFirst() {
      while !text.hasPrefix(common) { common.removeLast() }
    }
    return common.hasPrefix(typed) ? common : typed
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
