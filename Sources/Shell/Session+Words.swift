import CReadline
import Checking
import Diagnostics
import Intake
import Model
import Schema
import Store

extension Session {
  /// `--lang`, else the locale.
  var language: Language { Session.language(settings, environment) }

  static func language(_ settings: Settings, _ environment: Environment) -> Language {
    settings.language.flatMap(Language.init(rawValue:)) ?? (environment.prefersChinese ? .chinese : .english)
  }

  var usesColorOnErrors: Bool {
    switch settings.color {
    case .always: true
    case .never: false
    case .auto: environment.errorIsTerminal && environment.variables["NO_COLOR"] == nil && environment.variables["TERM"] != "dumb"
    }
  }

  /// Prints diagnostics, the first of many; true when none of them is an error. `--quiet` leaves out notes: a warning says that the answer may
  /// be none to the question.
  func report(_ diagnostics: [Diagnostic], in source: Source, evenIfQuiet: Bool = false) -> Bool {
    var tally = DiagnosticTally()
    defer { sayRest(of: tally) }
    return report(diagnostics, in: source, evenIfQuiet: evenIfQuiet, &tally)
  }

  /// How a run ends that these errors end: all about missing snapshots, and it is the data.
  func status(of diagnostics: [Diagnostic]) -> ExitStatus {
    diagnostics.allSatisfy { $0.severity != .error || ($0.problem as? QueryProblem)?.isOfSnapshots ?? false } ? .data : .usage
  }

  /// The same for one of several parts of a text; ``sayRest(of:)`` ends it.
  func report(_ diagnostics: [Diagnostic], in source: Source, evenIfQuiet: Bool = false, _ tally: inout DiagnosticTally) -> Bool {
    let shown = settings.isQuiet && !evenIfQuiet ? diagnostics.filter { $0.severity != .note } : diagnostics
    let text = DiagnosticRenderer(language: language, isColored: usesColorOnErrors).render(shown, in: source, &tally)
    if !text.isEmpty { Streams.sayPainted(text) }
    return !diagnostics.contains { $0.severity == .error }
  }

  /// How much of what is wrong with a text was not shown.
  func sayRest(of tally: DiagnosticTally) {
    if let rest = tally.rest { Streams.say(rest[language]) }
  }

  /// The only reading of a text whose words ran together: in the next line at the prompt, ready for Enter; printed elsewhere.
  func offer(_ reading: String?) {
    guard let reading else { return }
    if isPrompt, frames.count == 1 {
      luodi_readline_prefill(reading)
    } else {
      Streams.say(Bilingual("  it might be meant as: ", "  可能是：")[language] + reading)
    }
  }

  func complain(_ failure: LoadedLibrary.Failure) {
    if let report = failure.report, !report.entries.isEmpty { Streams.say(report.text(in: language)) }
    complain(failure.problem)
  }

  func complain(_ problem: any Problem) {
    lastDamage = problem as? StoreProblem ?? lastDamage
    Shell.complain(problem, in: language)
  }

  /// One line about what was loaded, on standard error.
  func announce(_ loaded: LoadedLibrary) {
    let (problems, notes) = (loaded.problemCount, loaded.noteCount)
    let command = loaded.isFile ? "luodi info \(loaded.path)" : "luodi load --check \(loaded.path)"
    var line = Bilingual("\(loaded.path): \(loaded.snapshotsInWords.english)", "\(loaded.path)：\(loaded.snapshotsInWords.chinese)")
    if problems > 0 {
      line.english += "; \(problems) problem\(problems == 1 ? "" : "s") in the files (\(command) lists them)"
      line.chinese += "；文件中有 \(problems) 个问题（\(command) 逐一列出）"
    } else if notes > 0 {
      line.english += " (\(command) lists \(notes) notes)"
      line.chinese += "（\(command) 列出 \(notes) 条附注）"
    }
    Streams.say(line[language])
    if loaded.isInferred {
      for sentence in loaded.inferences { Streams.say("  " + sentence[language]) }
      let names = quotedNames()
      if !names.isEmpty {
        Streams.say(
          Bilingual("    words of the language too, so only in back-quotes: ", "    也是语言的词，因此只在反引号中作名称：")[language]
            + names.joined(separator: Bilingual(", ", "、")[language]))
      }
    }
  }

  func greeting() -> String {
    var line = Bilingual(
      "luodi 0.1.0: ask in sentences, in English or Chinese; `help` explains, `describe` lists what there is, Ctrl-D leaves",
      "luodi 0.1.0：用中文或英文的句子提问；`帮助` 说明用法，`介绍` 列出可问的内容，Ctrl-D 退出")
    if let entity = model.catalog.entities.first {
      line.english += "; try `count \(entity.plural)`"
      line.chinese += "；可试 `统计 \(entity.label ?? entity.plural)`"
    }
    return line[language]
  }

  /// `help` and `help TOPIC`.
  func say(_ topic: String?) throws {
    guard let page = help.page(for: topic, in: language) else {
      throw ShellProblem.noHelp(topic ?? "", nearest: NearestName.nearest(to: topic ?? "", among: help.names).first)
    }
    try show(page)
  }
}
