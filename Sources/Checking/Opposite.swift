import Diagnostics
import Model
import Query
public import Schema
import Syntax

/// What stands on the other side of a bare word: it decides which values the word can mean.
struct Opposite {
  var type: DataType
  /// The stored column, for values that only the data hold and for row counts.
  var column: ValueMatcher.Column?
  /// How messages call it.
  var name: String
  /// Cells of several types, made by this source: what stands opposite is read as machine formats spell it.
  var mixed: CheckedQuery.Source?

  /// Whether bare words opposite it are values first.
  var hasNamedValues: Bool {
    switch type {
    case .choice, .link: true
    case .text, .date, .period, .money, .number, .flag, .duration: false
    }
  }
}

extension Checking {
  /// The other side of a checked expression that was written as `expression`.
  func opposite(_ checked: Checked, _ expression: Expression, _ context: Context) -> Opposite {
    var opposite = Opposite(type: checked.type, column: storedColumn(of: checked, context), name: words(expression, context))
    if checked.type == .text, let (name, source) = lineColumn(of: checked, context), name == .old || name == .new,
      source.lines?.columns.isMixed ?? false
    {
      opposite.mixed = source
    }
    return opposite
  }

  /// The stored column that an expression is, or leads to through links of one.
  func storedColumn(of checked: Checked, _ context: Context) -> ValueMatcher.Column? {
    if let (name, source) = lineColumn(of: checked, context), let lines = source.lines {
      guard name == .old || name == .new, !lines.columns.isMixed, let field = lines.fields.first else { return nil }
      return ValueMatcher.Column(entity: lines.entity, field: field)
    }
    if case .result(let shape) = context.row, case .column(.result(let index)) = checked.node {
      return storedColumn(of: shape.columns[index].value, entity: shape.origin.entity)
    }
    return storedColumn(of: checked, entity: context.entity)
  }

  private func storedColumn(of checked: Checked, entity: Int?) -> ValueMatcher.Column? {
    switch checked.node {
    case .column(.field(let field)): entity.map { ValueMatcher.Column(entity: $0, field: field) }
    case .follow(_, let target, let inner): storedColumn(of: inner, entity: target)
    case .definition(_, let body): storedColumn(of: body, entity: entity)
    default: nil
    }
  }

  /// The verb or operator that a form begins with.
  func firstWord(of range: SourceRange) -> SourceRange {
    let length = source.text(range).prefix { !$0.isWhitespace && $0 != "(" }.utf8.count
    return SourceRange(range.start, min(range.end, range.start + max(length, 1)))
  }

  /// The words of an expression as written, on one line.
  func words(_ expression: Expression, _ context: Context) -> String { words(expression.range, context) }

  func words(_ range: SourceRange, _ context: Context) -> String {
    context.source.text(range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// A bare word or a quoted one opposite a choice or link. A bare word that is no value is a name: `orName` reads it so, and is nil for what can only be a value.
  func checkValue(_ word: String, _ range: SourceRange, _ opposite: Opposite, _ context: Context, orName: (() -> Checked?)?) -> Checked? {
    guard let match = match(word, opposite) else { return nil }
    switch match {
    case .one(let candidate):
      let value = constant(of: candidate.code, opposite.type, range, context)
      if orName != nil { noteReading(of: word, as: value, range, context) }
      return value
    case .several(let candidates):
      report(
        .ambiguousValue(
          word, of: opposite.name, candidates: candidates.map { ValueHint($0, isCounted: opposite.column != nil) }), at: range, in: context)
      return nil
    case .none(let outdated):
      if let orName, let named = orName() { return named }
      guard tellsDetails() else {
        let old = outdated.first { $0.outdated != nil }
        report(old.map { .outdatedValue(ValueHint($0)) } ?? .unknownValue(word, of: opposite.name, nearest: []), at: range, in: context)
        return nil
      }
      guard case .none(let nearest)? = self.match(word, opposite, matcherWithNearest) else { return nil }
      reportUnknownValue(word, nearest, range, opposite, context)
      return nil
    }
  }

  func match(_ word: String, _ opposite: Opposite) -> ValueMatcher.Match? { match(word, opposite, matcher) }

  private func match(_ word: String, _ opposite: Opposite, _ matcher: ValueMatcher) -> ValueMatcher.Match? {
    switch opposite.type {
    case .choice(let index): matcher.match(word, choice: choice(index), number: index, column: opposite.column)
    case .link(let target): matcher.match(word, link: target, column: opposite.column)
    case .text, .date, .period, .money, .number, .flag, .duration: nil
    }
  }

  private func constant(of code: Int, _ type: DataType, _ range: SourceRange, _ context: Context) -> Checked {
    let value: Value = if case .link = type { .link(code) } else { .choice(code) }
    return Checked(.constant(value), type: type, range: context.place(range))
  }

  private func reportUnknownValue(
    _ word: String, _ nearest: [ValueMatcher.Candidate], _ range: SourceRange, _ opposite: Opposite, _ context: Context
  ) {
    if let old = nearest.first, old.outdated != nil {
      report(.outdatedValue(ValueHint(old)), at: range, in: context)
      return
    }
    if let run = runTogether(word, range) {
      report(run.problem, at: range, in: context, fix: run.fix)
      return
    }
    // Rows are counted in stored columns only.
    let hints = nearest.map { ValueHint($0, isCounted: opposite.column != nil) }
    let fix = hints.count == 1 ? Diagnostic.Fix(range, spelledAsWord(hints[0].spelling)) : nil
    report(.unknownValue(word, of: opposite.name, nearest: hints), at: range, in: context, fix: fix)
  }

  /// A spelling as it can stand in a query.
  func spelledAsWord(_ text: String) -> String {
    let isWord = text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || "_-'".unicodeScalars.contains($0)
    }
    return isWord ? text : "\"\(text)\""
  }
}

/// A value as a message lists it.
public struct ValueHint: Hashable, Sendable {
  public var spelling: String
  /// Its code, and what people read if that differs.
  public var name: String
  /// Nil where nobody counted.
  public var rows: Int?
  /// An alias that does not hold on the day asked, with its last or first day.
  public var outdated: NamedValue.Alias?

  init(_ candidate: ValueMatcher.Candidate, isCounted: Bool = true) {
    spelling = candidate.spelling
    name = candidate.name
    rows = isCounted ? candidate.rows : nil
    outdated = candidate.outdated
  }
}
