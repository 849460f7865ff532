import Results
import Checking
import Diagnostics
import Engine
import Model
import Output
import Query
import Schema
import Store

extension Session {
  /// Keys that a failed expectation shows.
  private static let keyLimit = 5

  /// Silent when the condition holds, but for a word at the prompt; else the message, the condition and what broke it.
  func judge(_ expectation: CheckedExpectation, in source: Source) throws -> ExitStatus {
    if try holds(expectation.condition) {
      if isPrompt, frames.count == 1 { Streams.say(language == .english ? "as expected" : "符合要求") }
      return .fine
    }
    var notes: [Bilingual] = []
    if expectation.message != nil { notes.append(Bilingual("expected \(expectation.words)", "应满足 \(expectation.words)")) }
    for part in expectation.parts { notes += try evidence(of: part, isOnly: expectation.parts.count == 1) }
    let problem = ScriptProblem.expectationFailed(condition: expectation.words, message: expectation.message)
    _ = report([Diagnostic(problem, at: expectation.range, notes: notes.map { Diagnostic.Note($0) })], in: source)
    return .expectationFailed
  }

  func holds(_ condition: CheckedExpression) throws -> Bool {
    let values = try value(condition).columns[0].values
    guard case .bits(let bits) = values.cells else { return false }
    return values.isKnown(0) && bits[0]
  }

  /// What a part of the condition found: the records that break it, or the values that it compares.
  private func evidence(of part: CheckedExpectation.Part, isOnly: Bool) throws -> [Bilingual] {
    if !isOnly, try holds(part.condition) { return [] }
    let records = try part.records.map { try keys(of: $0) }
    if part.values.isEmpty, let records, let entity = part.entity {
      return [isOnly ? told(records, entity, part.isOffending) : told(records, entity, part.isOffending).after(part.words)]
    }
    var notes = try part.values.map { words, expression in
      let table = try value(expression)
      let (english, chinese) = (CellWords.text(of: table, in: .english), CellWords.text(of: table, in: .chinese))
      return Bilingual("\(words) is \(english)", "\(words) 为 \(chinese)")
    }
    if let records, !records.isEmpty, let entity = part.entity { notes.append(told(records, entity, false)) }
    return notes
  }

  private func keys(of query: CheckedQuery) throws -> [String] {
    let table = try engine().run(query)
    return (0..<table.rowCount).map { CellWords.text(of: table, row: $0, in: .english) }
  }

  /// `3 projects: WH-2018-0012, WH-2018-0077, …`
  private func told(_ keys: [String], _ entity: Int, _ isOffending: Bool) -> Bilingual {
    let entity = model.catalog.entities[entity]
    let label = entity.label ?? entity.plural
    guard !keys.isEmpty else { return Bilingual("there are no \(entity.plural)", "没有\(label)") }
    let shown = keys.prefix(Self.keyLimit).joined(separator: ", ")
    let more = keys.count > Self.keyLimit ? ", …" : ""
    let english = "\(keys.count) \(keys.count == 1 ? entity.singular : entity.plural)"
    return isOffending
      ? Bilingual("broken by \(english): \(shown)\(more)", "有 \(keys.count) 个\(label)不符：\(shown)\(more)")
      : Bilingual("\(english): \(shown)\(more)", "\(keys.count) 个\(label)：\(shown)\(more)")
  }
}

extension Bilingual {
  fileprivate func after(_ words: String) -> Bilingual { Bilingual("\(words): \(english)", "\(words)：\(chinese)") }
}
