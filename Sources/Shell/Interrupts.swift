import CReadline
import Diagnostics
import Glibc

/// What Ctrl-C does. A run that asks for no lines (`-c`, `-f`, a load) ends at once, wherever it is: whole files are renamed into place, so that a
/// run that ends early changes nothing, and only what lies unfinished beside them has to go. At the prompt Ctrl-C ends the answer, not the prompt.
enum Interrupts {
  /// From here on Ctrl-C ends the program with status 130, until the prompt begins.
  static func endTheRun(in language: Language) {
    luodi_interrupt_leave(words(language))
  }

  /// The word, over a progress bar if one stands there.
  static func words(_ language: Language) -> String {
    (isatty(2) == 1 ? "\r\u{1B}[K" : "") + Bilingual("interrupted", "已中断")[language] + "\n"
  }

  /// The work is done and only has to be told.
  static func ignore() { luodi_interrupt_ignore() }

  /// An answer of the prompt: a third Ctrl-C within two seconds leaves, whatever the program is doing.
  static func duringAnswer(_ body: () -> Void) {
    luodi_answer_begins()
    body()
    luodi_answer_ends()
  }

  /// While another program has the terminal, Ctrl-C is meant for it.
  static func whilePaging<Result>(_ body: () -> Result) -> Result {
    let ran = luodi_answer_pauses()
    defer { luodi_answer_resumes(ran) }
    return body()
  }
}
