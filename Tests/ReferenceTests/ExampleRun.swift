import Glibc
import TestSupport

/// Runs the examples of a page on the example library and keeps what each prints.
struct ExampleRun {
  /// What a statement of the marker prints, between the answers of one session.
  private static let marker = "luodi_between_answers"

  /// An empty folder with `examples` in it: what an example writes stays out of the checkout.
  static let folder: String = {
    var template = Array("/tmp/luodi-reference-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { fatalError("no folder for the examples") }
    let path = String(cString: made)
    _ = Program.shell("ln -s \"$PWD/examples\" '\(path)/examples'")
    return path
  }()

  /// The outputs of statements that must all work, run in one session so that a definition serves those after it. Throws with what the
  /// program said about the first that fails.
  static func outputs(of statements: [String], language: String) throws -> [String] {
    let script = statements.map { "\($0);\nexplain tokens \(marker);\n" }.joined()
    let outcome = Program.shell(
      "cd '\(folder)' && luodi examples/wuhan-2018 -q --lang \(language) --format table -f -", input: script)
    let answers = split(outcome.output)
    guard outcome.status == 0, outcome.errors.isEmpty, answers.count == statements.count else {
      let failed = answers.count < statements.count ? statements[answers.count] : "?"
      throw Failure(description: "\(failed)\n\(outcome.errors)")
    }
    return answers
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The texts before each marker's lines: `12-34  word  MARKER`, and `34-34  end` behind the last.
  private static func split(_ output: String) -> [String] {
    var answers: [String] = []
    var answer: [Substring] = []
    var isBehindMarker = false
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      defer { isBehindMarker = line.hasSuffix("  " + marker) }
      if isBehindMarker, line.hasSuffix("  end") { continue }
      if line.hasSuffix("  " + marker) {
        answers.append(answer.joined(separator: "\n"))
        answer = []
      } else {
        answer.append(line)
      }
    }
    return answers
  }

  /// What the program says about a query that it must refuse; asked of the last snapshot alone, which is soon read.
  static func refusal(of query: String, language: String) throws -> String {
    let outcome = Program.shell("luodi examples/wuhan-2018/2018-12-28 -q --lang \(language) -c '\(query.replacing("'", with: "'\\''"))'")
    guard outcome.status == 2, outcome.output.isEmpty else {
      throw Failure(description: "\(query)\nwas not refused: \(outcome.output)\(outcome.errors)")
    }
    return outcome.errors
  }

  /// What a shell command prints, in the folder of the examples.
  static func shell(_ command: String, language: String) -> String {
    let locale = language == "zh" ? "zh_CN.UTF-8" : "C.UTF-8"
    let outcome = Program.shell("cd '\(folder)' && LC_ALL=\(locale) && export LC_ALL && { \(command); } 2>&1")
    return outcome.output
  }
}
