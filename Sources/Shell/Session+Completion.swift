import Diagnostics
import Schema
import Semantics
import Store

extension Session {
  /// What Tab offers at a byte offset: keywords from the parser, names and values from the checker's scope.
  func completions(of text: String, at offset: Int) -> LineEditor.Completions {
    guard let data else { return LineEditor.Completions(start: offset, candidates: []) }
    var completer = Completer(
      model: model, values: data.library, snapshots: data.library.snapshots, snapshot: data.library.snapshots.count - 1)
    completer.parameters = frames[frames.count - 1].parameters.map(\.name)
    completer.sets = sets.map { ($0.name, $0.entity) }
    completer.topics = help.english.topics.compactMap(\.names.first)
    if let table = lastColumns { completer.resultColumns = table }
    let (range, candidates) = completer.complete(Source(name: "<prompt>", text: text), at: offset)
    return LineEditor.Completions(
      start: range.start, candidates: candidates.map { LineEditor.Candidate(insertion: $0.insert, display: $0.display) })
  }
}
