import CReadline
import Diagnostics
import Intake
import Schema
import Semantics

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

  /// Prints diagnostics; true when none of them is an error.
  func report(_ diagnostics: [Diagnostic], in source: Source) -> Bool {
    let shown = settings.isQuiet ? diagnostics.filter { $0.severity == .error } : diagnostics
    if !shown.isEmpty { Streams.say(DiagnosticRenderer(language: language, isColored: usesColorOnErrors).render(shown, in: source)) }
    return !diagnostics.contains { $0.severity == .error }
  }

  /// The only reading of a text whose words ran together: in the next line at the prompt, ready for Enter; printed elsewhere.
  func offer(_ reading: String?) {
    guard let reading else { return }
    if isPrompt { luodi_readline_prefill(reading) } else { Streams.say("  it might be meant as: " + reading) }
  }

  func complain(_ failure: LoadedLibrary.Failure) {
    if let report = failure.report, !report.entries.isEmpty { Streams.say(report.text()) }
    Streams.say("error: " + failure.message)
    if let hint = failure.hint { Streams.say("  hint: " + hint) }
  }

  /// One line about what was loaded, on standard error.
  func announce(_ loaded: LoadedLibrary) {
    var line = "\(loaded.path): \(loaded.snapshotsInWords)"
    let problems = loaded.report.problemCount
    let notes = loaded.report.entries.count - problems
    if problems > 0 { line += "; \(problems) problem\(problems == 1 ? "" : "s") in the files" }
    if problems > 0 || notes > 0 { line += " (luodi load --check \(loaded.path) lists \(problems > 0 ? "them" : "\(notes) notes"))" }
    Streams.say(line)
    if loaded.isInferred { for sentence in loaded.report.inferences { Streams.say("  " + sentence) } }
  }

  func greeting() -> String {
    var lines = ["luodi 0.1.0: ask in sentences, in English or Chinese; `help` explains, `describe` lists what there is, Ctrl-D leaves"]
    if let example = model.catalog.entities.first.map({ "count \($0.plural)" }) { lines[0] += "; try `\(example)`" }
    return lines.joined(separator: "\n")
  }

  /// `help` and `help TOPIC`.
  func say(_ topic: String?) throws {
    guard let page = help.page(for: topic) else {
      let names = help.topics.flatMap(\.names)
      let nearest = NearestName.nearest(to: topic ?? "", among: names).first.map { "; the nearest is `\($0)`" } ?? ""
      throw WriteFailure("there is no help on `\(topic ?? "")`\(nearest)", status: .usage)
    }
    show(page)
  }
}
