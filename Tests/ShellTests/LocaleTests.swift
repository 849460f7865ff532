import Glibc
import TestSupport
import Testing

/// Chinese at the prompt, whatever the locale: none, C, POSIX, one that is not installed, C.UTF-8, and installed ones of other encodings, which
/// are made for the test where `localedef` and its sources are there.
@Suite(.serialized) struct LocaleTests {
  private static let tiny = ["Tests/ShellTests/Fixtures/tiny", "--model", "Tests/ShellTests/Fixtures/tiny.lq"]

  static let locales: [[String: String]] = [
    ["LC_ALL": ""], ["LC_ALL": "C"], ["LC_ALL": "POSIX"], ["LC_ALL": "", "LANG": "zh_CN.UTF-8"], ["LC_ALL": "zh_CN.UTF-8"],
    ["LC_ALL": "C.UTF-8"], ["LC_ALL": "", "LC_CTYPE": "C", "LANG": "zh_CN.UTF-8"], ["LC_ALL": "", "LANG": "xx_YY"],
    ["LC_ALL": "C", "INPUTRC": "Tests/ShellTests/Fixtures/meta.inputrc"],
    ["LC_ALL": "C.UTF-8", "INPUTRC": "Tests/ShellTests/Fixtures/meta.inputrc"],
  ]

  /// A folder with zh_CN.GB18030 and en_US.ISO-8859-1; nil where they cannot be made.
  static let otherLocales: String? = {
    let folder = Program.home + "/locales"
    let made = Program.shell(
      """
      mkdir -p '\(folder)' && localedef -i zh_CN -f GB18030 '\(folder)/zh_CN.GB18030' \
        && localedef -i en_US -f ISO-8859-1 '\(folder)/en_US.ISO-8859-1'
      """)
    return made.status == 0 ? folder : nil
  }()

  /// Whether a test may hide the installed locales from a program.
  static let hidesLocales = Program.shell("\(hiding) true'").status == 0
  private static let hiding = "unshare -rm sh -c 'mount -t tmpfs none /usr/lib/locale &&"

  private func open(_ environment: [String: String], command: String? = nil) throws -> PseudoTerminal {
    let variables = environment.merging(["XDG_STATE_HOME": Program.home + "/locale-state"]) { given, _ in given }
    let terminal =
      command.map { PseudoTerminal(arguments: LocaleTests.tiny, environment: variables, command: $0) }
      ?? PseudoTerminal(arguments: LocaleTests.tiny, environment: variables)
    try #require(terminal.wait(for: "luodi> ") != nil, "no prompt: \(String(decoding: terminal.screen, as: UTF8.self))")
    return terminal
  }

  private func greeting(_ terminal: PseudoTerminal) -> String { String(decoding: terminal.screen, as: UTF8.self) }

  /// The statement typed after another is the one that runs.
  private func expectChinese(_ terminal: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation) throws {
    terminal.type("1+1\r")
    #expect(terminal.wait(for: "luodi> ")?.contains("2") == true, sourceLocation: sourceLocation)
    terminal.type("统计 工程\r")
    let answer = try #require(terminal.wait(for: "luodi> "), sourceLocation: sourceLocation)
    #expect(answer.contains("统计 工程") && answer.contains("4") && !answer.contains("1+1"), "\(answer)", sourceLocation: sourceLocation)
    terminal.type("列出 工程 其中 区=北区 且 阶段=办结\r")
    let rows = try #require(terminal.wait(for: "luodi> "), sourceLocation: sourceLocation)
    #expect(!rows.contains("error") && !rows.contains("错误"), "\(rows)", sourceLocation: sourceLocation)
  }

  @Test(arguments: locales) func chineseRunsAsItIsTyped(_ environment: [String: String]) throws {
    let terminal = try open(environment)
    try expectChinese(terminal)
    // Backspace takes a whole character.
    terminal.type("统计 工程程\u{7F}\r")
    let answer = try #require(terminal.wait(for: "luodi> "))
    #expect(answer.contains("4") && !answer.contains("error") && !answer.contains("错误"), "\(answer)")
    #expect(!greeting(terminal).contains("note:"), "nothing to be told of")
  }

  /// The language stays what the variables ask for, installed or not.
  @Test(arguments: [(["LC_ALL": "", "LANG": "zh_CN.UTF-8"], true), (["LC_ALL": "zh_CN.UTF-8"], true), (["LC_ALL": "C"], false)])
  func theLanguageStaysAsAskedFor(_ environment: [String: String], isChinese: Bool) throws {
    let terminal = try open(environment)
    #expect(greeting(terminal).contains("用中文或英文的句子提问") == isChinese)
  }

  /// What pagers go by: of `less` a variable of its own, else the locale, whose language is kept.
  @Test(arguments: [
    (["LC_ALL": "zh_CN.xyz"], "all= ctype=C.UTF-8 messages=zh_CN.xyz less=utf-8"),
    (["LC_ALL": "", "LANG": "C"], "all= ctype=C.UTF-8 messages= less=utf-8"),
  ])
  func pagersAreToldThatItIsUTF8(_ environment: [String: String], expected: String) throws {
    let pager = "cat >/dev/null; echo \"all=$LC_ALL ctype=$LC_CTYPE messages=$LC_MESSAGES less=$LESSCHARSET\" #"
    let terminal = try open(environment.merging(["PAGER": pager]) { $1 })
    terminal.type("explain tokens count works where " + String(repeating: "area = North and ", count: 8) + "area = North\r")
    let shown = try #require(terminal.wait(for: "less="))
    #expect((shown + (terminal.wait(for: "luodi> ") ?? "")).contains(expected), "\(shown)")
  }

  @Test(.enabled(if: otherLocales != nil, "localedef and its sources")) func aTerminalOfGB18030IsTold() throws {
    let folder = try #require(LocaleTests.otherLocales)
    let terminal = try open(["LC_ALL": "zh_CN.GB18030", "LOCPATH": folder])
    #expect(greeting(terminal).contains("note: the locale says that this terminal is GB18030"))
    // The same in Chinese, in the bytes of that encoding: 终端.
    #expect(terminal.screen.contains([0xD6, 0xD5, 0xB6, 0xCB]))
    try expectChinese(terminal)
    // 统计 in GB18030 is no text, and nothing else runs for it.
    terminal.type("1+1\r")
    #expect(terminal.wait(for: "luodi> ") != nil)
    terminal.type([0xCD, 0xB3, 0xBC, 0xC6, 0x20] + Array("works\r".utf8))
    let answer = try #require(terminal.wait(for: "luodi> "))
    #expect(answer.contains("错误") && !answer.contains("1+1"), "\(answer)")
  }

  @Test(.enabled(if: otherLocales != nil, "localedef and its sources")) func aTerminalOfLatin1IsTold() throws {
    let folder = try #require(LocaleTests.otherLocales)
    let terminal = try open(["LC_ALL": "en_US.ISO-8859-1", "LOCPATH": folder])
    #expect(greeting(terminal).contains("note: the locale says that this terminal is ISO-8859-1"))
    try expectChinese(terminal)
  }

  /// A terminal whose locale is not even installed is told by the name that it has; a one-shot answer too.
  @Test func anEncodingThatOnlyTheNameTellsIsTold() throws {
    let terminal = try open(["LC_ALL": "", "LANG": "zh_TW.Big5"])
    #expect(greeting(terminal).contains("note: the locale says that this terminal is Big5"))
    let oneShot = PseudoTerminal(
      arguments: LocaleTests.tiny + ["-c", "count works"], environment: ["LC_ALL": "zh_CN.GBK"])
    #expect(oneShot.wait(for: "this terminal is GBK") != nil)
    let quiet = PseudoTerminal(arguments: LocaleTests.tiny + ["-q", "-c", "count works"], environment: ["LC_ALL": "zh_CN.GBK"])
    #expect(quiet.wait(for: "4")?.contains("GBK") == false)
  }

  @Test(.enabled(if: hidesLocales, "unshare")) func withoutAnyUTF8LocaleChineseStillRunsAndIsTold() throws {
    let terminal = try open(["LC_ALL": "C"], command: "\(LocaleTests.hiding) exec \"$0\" \"$@\"' '\(Program.path)' \"$@\"")
    #expect(greeting(terminal).contains("note: no UTF-8 locale is installed, not even C.UTF-8"))
    try expectChinese(terminal)
  }

  /// A script is UTF-8 whatever the locale, and so is its answer.
  @Test(arguments: ["", "C", "POSIX", "zh_CN.UTF-8", "C.UTF-8", "zh_CN.GB18030"]) func scriptsAreUTF8(_ locale: String) {
    let outcome = Program.shell(
      "luodi \(LocaleTests.tiny.joined(separator: " ")) -q --lang zh --format csv -f -", input: "统计 工程 其中\n区 = 北区；\n统计 工程 按 区\n",
      environment: ["LC_ALL": locale])
    #expect(outcome.status == 0)
    #expect(outcome.output == "个数\n2\n区,个数\n北区,2\n南区,1\n东区,1\n", "\(outcome)")
  }
}
