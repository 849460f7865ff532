import Glibc
import TestSupport

/// A program behind a terminal of 24 x 100: what a person types and sees.
final class PseudoTerminal {
  private let master: Int32
  private let child: pid_t
  private(set) var screen: [UInt8] = []

  /// A variable that is set to nothing is left out. `command` is what the shell runs with the arguments, in a folder.
  init(
    arguments: [String], environment: [String: String] = [:], folder: String = Program.root,
    command: String = "exec '\(Program.path)' \"$@\""
  ) {
    master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    var number: Int32 = 0
    // TIOCSPTLCK and TIOCGPTN: what unlockpt and ptsname do, which Swift does not import.
    guard master >= 0, ioctl(master, 0x4004_5431, &unlocked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
      fatalError("no pseudo-terminal")
    }
    let name = "/dev/pts/\(number)"
    var size = winsize(ws_row: 24, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    // Opened by the leader of a new session, the terminal becomes its own, so that Ctrl-C reaches it.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setflags(&attributes, Int16(0x80))  // POSIX_SPAWN_SETSID
    var variables = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm", "HOME": Program.home, "INPUTRC": "/dev/null"]
    // A program built for a sanitizer is told what the tests were told: its words on leaks would fill a terminal that nobody reads.
    for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    variables.merge(environment) { $1 }
    variables = variables.filter { !$0.value.isEmpty }
    var strings = cStrings(variables.map { $0.key + "=" + $0.value })
    var words = cStrings(["sh", "-c", "cd '\(folder)' && \(command)", "luodi"] + arguments)
    var process = pid_t()
    let failure = posix_spawn(&process, "/bin/sh", &actions, &attributes, &words, &strings)
    (words + strings).forEach { free($0) }
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    guard failure == 0 else { fatalError("cannot start \(Program.path)") }
    child = process
  }

  func type(_ text: String) { type(Array(text.utf8)) }

  func type(_ bytes: [UInt8]) { _ = write(master, bytes, bytes.count) }

  /// Pasted: behind a terminal that brackets what it pastes, the lines are one entry.
  func paste(_ text: String) { type("\u{1B}[200~" + text + "\u{1B}[201~") }

  /// Reads until the text appears after what earlier waits consumed. Returns what was read, or nil after the time-out.
  func wait(for text: String, seconds: Double = 20) -> String? {
    let start = screen.count
    let wanted = Array(text.utf8)
    var remaining = Int32(seconds * 1000)
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let fresh = screen[start...]
      if contains(fresh, wanted) { return String(decoding: fresh, as: UTF8.self) }
      guard remaining > 0 else { return nil }
      var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      poll(&polled, 1, 50)
      remaining -= 50
      if polled.revents != 0 {
        let count = read(master, &chunk, chunk.count)
        guard count > 0 else { return nil }
        screen += chunk[..<count]
        remaining += 50
      }
    }
  }

  private func contains(_ bytes: ArraySlice<UInt8>, _ wanted: [UInt8]) -> Bool {
    guard !wanted.isEmpty, bytes.count >= wanted.count else { return wanted.isEmpty }
    for start in bytes.startIndex...(bytes.endIndex - wanted.count) where bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
      return true
    }
    return false
  }

  /// The exit status once the program has ended by itself, or nil while it runs on for five seconds.
  func exitStatus() -> Int32? {
    for _ in 0..<100 {
      var status: Int32 = 0
      if waitpid(child, &status, WNOHANG) == child { return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f) }
      usleep(50_000)
    }
    return nil
  }

  /// Ctrl-C as the program gets it, without what the terminal does on it. A moment passes, so that presses do not become one.
  func interrupt() {
    kill(child, SIGINT)
    usleep(150_000)
  }

  deinit {
    kill(child, SIGKILL)
    var status: Int32 = 0
    waitpid(child, &status, 0)
    close(master)
  }
}
