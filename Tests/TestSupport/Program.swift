import Glibc

/// The program under test and the checkout it was built from.
public enum Program {
  /// The folder that holds Package.swift.
  public static let root: String = {
    var parts = #filePath.split(separator: "/").map(String.init)
    parts.removeLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  /// `luodi`, built beside the tests.
  public static let path: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let own = String(decoding: buffer[..<max(count, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/luodi"
  }()

  private static let inheritedPath = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"

  /// A home of this run's own, in which the program may keep what it likes; it goes when the tests end.
  public static let home: String = {
    var template = Array("/tmp/luodi-home-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fatalError("no home") }
    atexit { system("rm -rf '\(Program.home)'") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

  public struct Outcome: Sendable {
    public var status: Int32
    public var output: String
    public var errors: String
  }

  /// Runs a shell command in the checkout with `luodi` on the path; 60 seconds at most, unless told otherwise.
  public static func shell(_ command: String, input: String = "", environment: [String: String] = [:], timeout: Int = 60) -> Outcome {
    var outputPipe: [Int32] = [0, 0]
    var errorPipe: [Int32] = [0, 0]
    var inputPipe: [Int32] = [0, 0]
    guard pipe(&outputPipe) == 0, pipe(&errorPipe) == 0, pipe(&inputPipe) == 0 else { fatalError("no pipes") }
    for descriptor in outputPipe + errorPipe + inputPipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, inputPipe[0], 0)
    posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 1)
    posix_spawn_file_actions_adddup2(&actions, errorPipe[1], 2)
    defer { posix_spawn_file_actions_destroy(&actions) }

    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    var variables = [
      "PATH": folder + ":" + inheritedPath, "LC_ALL": "C.UTF-8", "HOME": home, "SWIFT_BACKTRACE": "enable=no", "TERM": "xterm",
    ]
    // A program built for a sanitizer is told what the tests were told.
    for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    variables.merge(environment) { $1 }
    var arguments = cStrings(["timeout", String(timeout), "sh", "-c", "cd '\(root)' && " + command])
    var strings = cStrings(variables.map { $0.key + "=" + $0.value })
    defer { (arguments + strings).forEach { free($0) } }

    var child = pid_t()
    let failure = posix_spawn(&child, "/usr/bin/timeout", &actions, nil, &arguments, &strings)
    close(inputPipe[0])
    close(outputPipe[1])
    close(errorPipe[1])
    guard failure == 0 else { fatalError("cannot run \(command)") }

    // A child that does not read must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    var pending = Array(input.utf8)
    if pending.isEmpty { close(inputPipe[1]) }
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var isOpen = (output: true, errors: true, input: !pending.isEmpty)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while isOpen.output || isOpen.errors {
      var polled = [
        pollfd(fd: isOpen.output ? outputPipe[0] : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isOpen.errors ? errorPipe[0] : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isOpen.input ? inputPipe[1] : -1, events: Int16(POLLOUT), revents: 0),
      ]
      poll(&polled, 3, -1)
      if polled[0].revents != 0 {
        let count = read(outputPipe[0], &chunk, chunk.count)
        if count > 0 { output += chunk[..<count] } else { isOpen.output = false }
      }
      if polled[1].revents != 0 {
        let count = read(errorPipe[0], &chunk, chunk.count)
        if count > 0 { errors += chunk[..<count] } else { isOpen.errors = false }
      }
      if polled[2].revents != 0 {
        let count = write(inputPipe[1], pending, min(pending.count, 4096))
        if count > 0 { pending.removeFirst(count) }
        if count <= 0 || pending.isEmpty {
          close(inputPipe[1])
          isOpen.input = false
        }
      }
    }
    if isOpen.input { close(inputPipe[1]) }
    close(outputPipe[0])
    close(errorPipe[0])
    var status: Int32 = 0
    waitpid(child, &status, 0)
    let code = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    return Outcome(status: code, output: String(decoding: output, as: UTF8.self), errors: String(decoding: errors, as: UTF8.self))
  }
}

/// Texts as C wants a list of them: copies, ended by a null; the caller frees each.
public func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
  var list: [UnsafeMutablePointer<CChar>?] = texts.map { text in strdup(text) }
  list.append(nil)
  return list
}

/// A file's text, or nil.
public func contents(of path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    if count == 0 { break }
    bytes += chunk[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// Every regular file below a folder of the checkout, as paths from its root, sorted; hidden and build folders left out.
public func files(below folder: String) -> [String] {
  var found: [String] = []
  func walk(_ relative: String) {
    guard let directory = opendir(Program.root + "/" + relative) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      let path = relative.isEmpty ? name : relative + "/" + name
      if entry.pointee.d_type == UInt8(DT_DIR) { walk(path) } else { found.append(path) }
    }
  }
  walk(folder)
  return found.sorted()
}
