import Diagnostics
import Glibc

/// Shows bytes at a terminal: through `$PAGER` (else `less`) when they do not fit on the screen, straight otherwise.
enum Pager {
  /// Bytes in pieces, in order.
  static func show(_ pieces: [[UInt8]], in language: Language, environment: Environment) throws(ShellProblem) {
    let size = Environment.terminalSize()
    var lines = 0
    for piece in pieces where lines < size.rows { lines += piece.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 } }
    let command = environment.variables["PAGER"] ?? "VISUAL='\(prompt[language])' less -RSX -Ps'%lt-%lb  %E'"
    guard lines >= size.rows, !command.isEmpty, command != "cat" else { return try answer(pieces) }
    // Pagers take the encoding of what they show from the locale, and `less` from a variable of its own.
    _ = TerminalLocale.prepare(environment)
    setenv("LESSCHARSET", "utf-8", 1)
    // An answer is looked at: no shell, no editor and no other file from there.
    setenv("LESSSECURE", "1", 1)
    guard let pipe = popen(command + " 2>/dev/null", "w") else { return try answer(pieces) }
    // Leaving the pager early closes the pipe; that is no reason to end.
    let before = signal(SIGPIPE, SIG_IGN)
    let status = Interrupts.whilePaging {
      for piece in pieces where fwrite(piece, 1, piece.count, pipe) < piece.count { break }
      return pclose(pipe)
    }
    signal(SIGPIPE, before)
    // 127: there is no such pager.
    if status == 127 << 8 { try answer(pieces) }
  }

  /// What stands below each screen, behind the numbers of its lines. `less` spells only ASCII in a prompt and the name of the editor, which its secure
  /// mode never starts, in full.
  private static let prompt = Bilingual("space for more, q leaves", "空格翻页，q 退出")

  /// Straight to the terminal, as long as nobody presses Ctrl-C.
  private static func answer(_ pieces: [[UInt8]]) throws(ShellProblem) {
    for piece in pieces {
      if Session.isInterrupted() { return }
      try Streams.answer(piece)
    }
  }
}
