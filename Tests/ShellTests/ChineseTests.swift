import Diagnostics
import Output
import Schema
import TestSupport
import Testing

@testable import Shell

/// `--lang zh` and the locale.
@Suite struct ChineseTests {
  private func luodi(_ rest: String, environment: [String: String] = [:]) -> Program.Outcome {
    Program.shell(CommandLineTests.tiny + " " + rest, environment: environment)
  }

  @Test func theOptionDecidesTheLanguageOfMessages() {
    let chinese = luodi("--lang zh -q -c 'count works where area = Nroth'")
    #expect(chinese.status == 2)
    #expect(chinese.errors.hasPrefix("错误：`area` 没有取值 `Nroth`\n"), "\(chinese.errors)")
    #expect(chinese.errors.contains("  = 提示：可能是 `North`（"), "\(chinese.errors)")
    let english = luodi("--lang en -q -c 'count works where area = Nroth'", environment: ["LC_ALL": "zh_CN.UTF-8"])
    #expect(english.errors.hasPrefix("error: no value `Nroth` for `area`\n"), "\(english.errors)")
  }

  @Test(arguments: [
    (["LC_ALL": "zh_CN.UTF-8"], true), (["LC_ALL": "", "LANG": "zh_CN.UTF-8"], true), (["LC_ALL": "", "LC_MESSAGES": "zh_TW.UTF-8"], true),
    (["LC_ALL": "", "LC_MESSAGES": "C", "LANG": "zh_CN.UTF-8"], false), (["LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"], false),
  ])
  func elseTheLocaleDecides(_ variables: [String: String], _ isChinese: Bool) {
    let outcome = luodi("-q -c 'count works where ('", environment: variables)
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix(isChinese ? "错误：" : "error: "), "\(variables): \(outcome.errors)")
  }

  @Test func whatIsSaidBesideAnswersIsChinese() {
    let loaded = luodi("--lang zh -c 'count works'")
    #expect(loaded.errors.contains("个快照，2018-01-05 至 "), "\(loaded.errors)")
    #expect(luodi("--lang zh -c 'describe'").output.hasPrefix("实体：\n  areas 区：3 条记录\n  works 工程：4 条记录\n"))
    #expect(luodi("--lang zh -c 'describe snapshots'").output.hasPrefix("2018-01-05  区 3、工程 3\n"))
    #expect(luodi("--lang zh --as-of 2017-01-01 -c 'count works'").errors.contains("2017-01-01 及以前没有快照；第一个是 2018-01-05"))
    let missing = Program.shell("luodi /nonexistent --lang zh -c 'count works'")
    #expect(missing.status == 3)
    #expect(missing.errors.hasPrefix("错误：没有文件或文件夹 /nonexistent\n  提示："), "\(missing.errors)")
    let report = Program.shell("luodi load --check --lang zh Tests/ShellTests/Fixtures/tiny --model Tests/ShellTests/Fixtures/tiny.lq")
    #expect(report.output.contains("/works.csv：`works` 4 行，2018-01-12"), "\(report.output)")
  }

  @Test func everyProblemOfTheShellHasChineseWords() {
    let day = Day(year: 2018, month: 1, day: 5)!
    let problems: [ShellProblem] = [
      .unknownFormat("x", known: ["csv"]), .unknownLanguage("fr"), .momentWanted("--as-of", found: "x"), .oneDayWanted("x"),
      .dateWanted("x"), .noSnapshot("2017", last: day, first: day), .noSnapshot("2017", last: day, first: nil),
      .unreadable("a", reason: "Permission denied"), .unwritable("a", reason: "No space left on device"),
      .brokenOutput(reason: "Broken pipe"), .formatUnknownByName("a.b"), .workbookAtTerminal, .severalAnswers("x.csv", .csv),
      .severalAnswers("x.html", .html), .partlyWritten("a", reason: "No space left on device"), .inUse("a", .library),
      .inUse("a", .snapshot),
      .inUse("a", .script), .inUse("a", .model), .inUse("a", .initFile), .inUse("a", .report), .inUse("a", .modelOut), .notOfAnExport("a"),
      .inUse("a", .cache),
      .onlyForFiles(option: "--strict", library: "l"), .noHelpOnCommand("x", nearest: nil), .noHelpOnCommand("x", nearest: "y"),
      .noHelp("x", nearest: nil), .noHelp("x", nearest: "y"), .unexpected("`x`"),
    ]
    for problem in problems {
      #expect(chineseFault(problem.chineseMessage, english: problem.message) == nil)
      #expect(chineseFault(problem.chineseHint, english: problem.hint) == nil)
    }
  }
}
