import Glibc

/// Shows bytes at a terminal: through `$PAGER` (else `less`) when they do not fit on the screen, straight otherwise.
enum Pager {
  static func show(_ bytes: [UInt8], environment: Environment) {
    let size = Environment.terminalSize()
    let lines = bytes.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
    let command = environment.variables["PAGER"] ?? "less -RSX"
    guard lines >= size.rows, !command.isEmpty, command != "cat", let pipe = popen(command + " 2>/dev/null", "w") else {
      _ = Streams.answer(bytes)
      return
    }
    // Leaving the pager early closes the pipe; that is no reason to end.
    let before = signal(SIGPIPE, SIG_IGN)
    fwrite(bytes, 1, bytes.count, pipe)
    let status = pclose(pipe)
    signal(SIGPIPE, before)
    // 127: there is no such pager.
    if status == 127 << 8 { _ = Streams.answer(bytes) }
  }
}
