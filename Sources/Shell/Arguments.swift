import Glibc

/// The words of the command line as the bytes they are.
enum Arguments {
  /// The bytes of an argument, or of what stands behind its `=`, that reads as this text: where they are not UTF-8, the text has U+FFFD instead,
  /// which nobody wrote.
  static func bytes(of text: String) -> [UInt8] {
    guard text.unicodeScalars.contains("\u{FFFD}") else { return Array(text.utf8) }
    for index in 1..<max(Int(CommandLine.argc), 1) {
      guard let argument = CommandLine.unsafeArgv[index] else { continue }
      var bytes = ArraySlice(UnsafeBufferPointer(start: argument, count: strlen(argument)).map { UInt8(bitPattern: $0) })
      while true {
        if String(decoding: bytes, as: UTF8.self) == text { return Array(bytes) }
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { break }
        bytes = bytes[(equals + 1)...]
      }
    }
    return Array(text.utf8)
  }
}
