import Diagnostics
import Engine
import Schema
import Semantics
import Store

extension Session {
  /// `explain QUERY`: the question in words, the rows left after each condition, and for none at all how near it came.
  func explain(_ explained: Explained, _ world: World) throws {
    let explainer = explainer(world)
    var lines = explainer.lines(of: explained)
    if case .query(let query, _) = explained.subject {
      let engine = engine()
      lines += [""] + explainer.lines(of: try engine.funnel(query), for: query, readings: explained.readings)
      if let miss = try engine.nearestMiss(query) {
        lines += [""] + explainer.sentences(of: miss, for: query, readings: explained.readings)
      }
    }
    show(lines.joined(separator: "\n"))
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
    return Explainer(model: model, values: world.values, snapshots: world.snapshots, language: language) { operand, entity, query in
      try? engine.missingCount(
        of: operand, entity: entity, at: query?.snapshot ?? world.askedSnapshot, addedChoices: query?.addedChoices ?? [])
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
      case .double(let cells): return cells[0] == 0
      case .int64(let cells): return cells[0] == 0
      case .text, .codes, .int32, .bits, .mixed: return false
      }
    }
  }
}
