import CReadline
import Diagnostics
import Syntax

/// The prompt: lines become statements, statements become answers. By the rule of scripts (`Parser+Ends`) a line break ends a statement where
/// it could end; what is missing something reads on, and an empty line ends it all the same; Ctrl-C drops what was typed, or the query that runs, and never the shell.
struct Prompt {
  let session: Session
  let environment: Environment

  private static let first = "luodi> "
  private static let next = "   ... "

  func run() -> ExitStatus {
    let history = History(environment: environment)
    defer { history.close() }
    var entered = ""
    let locale = TerminalLocale.prepare(environment)
    let editor = LineEditor { line, cursor in
      // The words typed on earlier lines of the same statement decide what can follow.
      let before = entered.isEmpty ? "" : entered + "\n"
      let completions = session.completions(of: before + line, at: before.utf8.count + cursor)
      return LineEditor.Completions(
        start: completions.start - before.utf8.count, candidates: completions.candidates, common: completions.common)
    }
    locale.tell(in: session.language)
    Streams.say(session.greeting())
    if !session.settings.isQuiet { session.initFiles.changes.forEach(session.sayChanges) }
    while true {
      switch editor.read(prompt: entered.isEmpty ? Prompt.first : Prompt.next) {
      case .interrupted:
        entered = ""
      case .end:
        if !entered.isEmpty { evaluate(entered, history) }
        Streams.say("")
        return .fine
      case .text(let line):
        let isBlank = line.allSatisfy(\.isWhitespace)
        if entered.isEmpty {
          if isBlank { continue }
          if Prompt.leaves(line) { return .fine }
        }
        let text = entered.isEmpty ? line : entered + "\n" + line
        if !isBlank, Parser.goesOn(text) {
          entered = text
          continue
        }
        entered = ""
        evaluate(text, history)
      }
    }
  }

  private func evaluate(_ text: String, _ history: History) {
    var entry = text
    while entry.last?.isWhitespace == true { entry.removeLast() }
    history.add(entry)
    luodi_interrupt_clear()
    Interrupts.duringAnswer {
      guard session.reopenChangedFile() else { return }
      let parsed = Session.parse(typed: entry)
      if session.plan([(parsed, nil)]) == nil { session.run(parsed) }
      _ = session.writeAnswerFiles()
    }
    // A Ctrl-C that ended the answer is not one for the next line.
    luodi_interrupt_clear()
  }

  private static func leaves(_ line: String) -> Bool {
    let word = line.filter { !$0.isWhitespace && $0 != ";" }.lowercased()
    return ["quit", "exit", "\\q", "退出"].contains(word)
  }
}
