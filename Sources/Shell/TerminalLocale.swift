import Diagnostics
import Glibc

/// The characters of the terminal. Everything that luodi reads and writes is UTF-8; readline and pagers ask the locale, and where that names
/// another encoding or is not installed they take the bytes of Chinese for single keys. So the locale of characters is made UTF-8 before either
/// starts; the language of messages stays what the variables ask for (``Environment/prefersChinese``).
enum TerminalLocale: Equatable {
  case utf8
  /// The locale is one of another encoding, which the terminal may really have.
  case other(codeset: String)
  /// No UTF-8 locale is installed, not even C.UTF-8.
  case missing

  /// Tried in this order; the widths of characters are the same in all.
  private static let candidates = ["C.UTF-8", "C.utf8", "en_US.UTF-8", "zh_CN.UTF-8"]

  /// Makes the locale of characters UTF-8, for this process and those that it starts.
  static func prepare(_ environment: Environment) -> TerminalLocale {
    let isInstalled = setlocale(LC_CTYPE, "") != nil
    let codeset = self.codeset
    if isInstalled, isUTF8(codeset) { return .utf8 }
    guard let name = candidates.first(where: { setlocale(LC_CTYPE, $0) != nil && isUTF8(self.codeset) }) else {
      setlocale(LC_CTYPE, "C")
      return .missing
    }
    // LC_ALL goes before all others: what it says of messages is kept, what it says of characters is not.
    if let all = environment.variables["LC_ALL"], !all.isEmpty {
      setenv("LC_MESSAGES", all, 1)
      unsetenv("LC_ALL")
    }
    setenv("LC_CTYPE", name, 1)
    if isInstalled, !isASCII(codeset) { return .other(codeset: codeset) }
    return foreignCodeset(environment).map { .other(codeset: $0) } ?? .utf8
  }

  /// The encoding that the variables name by a suffix (`zh_CN.GB18030`), unless it is UTF-8. Asks no locale: a one-shot answer is sooner there.
  static func foreignCodeset(_ environment: Environment) -> String? {
    guard let locale = environment.locale(of: "LC_CTYPE"), let dot = locale.firstIndex(of: ".") else { return nil }
    let codeset = locale[locale.index(after: dot)...].prefix { $0 != "@" }
    return codeset.isEmpty || isUTF8(String(codeset)) ? nil : String(codeset)
  }

  private static var codeset: String { String(cString: nl_langinfo(Int32(CODESET))) }

  private static func isUTF8(_ codeset: String) -> Bool { ["utf-8", "utf8"].contains(codeset.lowercased()) }

  private static func isASCII(_ codeset: String) -> Bool { ["ANSI_X3.4-1968", "US-ASCII", "ASCII", "646"].contains(codeset) }

  // MARK: Telling

  /// What a person at the terminal has to know; nil where all is well.
  var note: Bilingual? {
    switch self {
    case .utf8: nil
    case .other(let codeset):
      Bilingual(
        """
        the locale says that this terminal is \(codeset), and luodi reads and writes UTF-8: set the terminal to UTF-8 and start luodi with \
        LC_ALL=C.UTF-8 (or zh_CN.UTF-8)
        """,
        "区域设置表明本终端的编码为 \(codeset)，而 luodi 只读写 UTF-8：请将终端改为 UTF-8，并以 LC_ALL=C.UTF-8（或 zh_CN.UTF-8）启动 luodi")
    case .missing:
      Bilingual(
        """
        no UTF-8 locale is installed, not even C.UTF-8: Chinese runs as it is typed, but the cursor and Backspace move by bytes; install one \
        (`localedef -i C -f UTF-8 C.UTF-8`) or use -c and -f
        """,
        "未安装任何 UTF-8 区域设置（包括 C.UTF-8）：键入的中文照常执行，但光标和退格键按字节移动；请安装一个（`localedef -i C -f UTF-8 C.UTF-8`），或使用 -c 和 -f")
    }
  }

  /// Says it so that it can be read there: where the terminal may have another encoding, in English, and in Chinese in that encoding.
  func tell(in language: Language) {
    guard let note else { return }
    guard case .other(let codeset) = self else {
      return Streams.say(DiagnosticRenderer.noteWord[language] + (language == .english ? " " : "") + note[language])
    }
    Streams.say(DiagnosticRenderer.noteWord.english + " " + note.english)
    if language == .chinese, let bytes = TerminalLocale.encoded(DiagnosticRenderer.noteWord.chinese + note.chinese + "\n", as: codeset) {
      Streams.write(bytes, to: 2)
    }
  }

  /// A text in another encoding; nil where there is no such encoding or it has not all of the characters.
  static func encoded(_ text: String, as codeset: String) -> [UInt8]? {
    guard let converter = iconv_open(codeset, "UTF-8"), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var input = Array(text.utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4)
    let room = output.count
    let left = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to -> Int? in
        var source = from.baseAddress
        var sourceLeft = from.count
        var target = to.baseAddress
        var targetLeft = to.count
        return iconv(converter, &source, &sourceLeft, &target, &targetLeft) == Int(bitPattern: UInt.max) ? nil : targetLeft
      }
    }
    return left.map { left in output[..<(room - left)].map { UInt8(bitPattern: $0) } }
  }
}
