import Checking
import Diagnostics
import Engine
import Explaining
import Query
import Results
import Schema

extension Session {
  /// `explain STATEMENT`: the question in words, the rows left after each condition, and for none at all how near it came.
  func explain(_ explained: Explained, _ world: World) throws {
    let explainer = explainer(world)
    var lines = explainer.lines(of: explained)
    switch explained.subject {
    case .query(let query, _), .letting(_, let query):
      lines += try counts(of: query, explained, explainer)
    case .expect(let expectation):
      let holds = try holds(expectation.condition)
      lines += ["", holds ? Bilingual("It holds now.", "目前成立。")[language] : Bilingual("It does not hold now.", "目前不成立。")[language]]
      for query in expectation.parts.compactMap(\.records) where !query.conjuncts.isEmpty {
        lines += [""] + explainer.lines(of: try engine().funnel(query), for: query, readings: explained.readings)
      }
    case .expression, .show, .param, .print, .run: break
    }
    try show(lines.joined(separator: "\n"))
  }

  private func counts(of query: CheckedQuery, _ explained: Explained, _ explainer: Explainer) throws -> [String] {
    let engine = engine()
    var lines = [""] + explainer.lines(of: try engine.funnel(query), for: query, readings: explained.readings)
    if let miss = try engine.nearestMiss(query) {
      lines += [""] + explainer.sentences(of: miss, for: query, readings: explained.readings)
    }
    return lines
  }

  /// After an empty answer at the prompt: which condition was too much. It goes where notes go, never into the answer.
  func sayNearestMiss(_ query: CheckedQuery, _ table: ResultTable, _ world: World) {
    guard isPrompt, !settings.isQuiet, table.isEmptyAnswer, let miss = try? engine().nearestMiss(query) else { return }
    for (place, sentence) in explainer(world).sentences(of: miss, for: query).enumerated() {
      let word = DiagnosticRenderer.hintWord[language]
      Streams.say((place == 0 ? word + (language == .chinese ? "" : " ") : "  ") + sentence)
    }
  }

  private func explainer(_ world: World) -> Explainer {
    let engine = engine()
    return Explainer(model: model, values: world.values, snapshots: world.snapshots, language: language) {
      operand, entity, snapshot, choices in
      try? engine.missingCount(of: operand, entity: entity, at: snapshot ?? world.askedSnapshot, addedChoices: choices)
    }
  }
}

extension ResultTable {
  /// No rows; or one row over everything that counts none: sums and counts of nothing are 0, the rest is missing.
  fileprivate var isEmptyAnswer: Bool {
    if rowCount == 0 || rowCount == 1 && hasTotals { return true }
    guard rowCount == 1, keyColumns == 0, rowNoun.english.isEmpty else { return false }
    return columns.allSatisfy { column in
      guard column.values.isKnown(0) else { return true }
      switch column.values.cells {
      case .decimal(let cells, _): return cells[0] == 0
      case .int64(let cells): return cells[0] == 0
      case .text, .codes, .int32, .bits, .mixed: return false
      }
    }
  }
}
