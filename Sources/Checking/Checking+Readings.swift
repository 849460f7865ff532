import Diagnostics
import Query
import Schema
import Syntax

extension Checking {
  /// Remembers words that count from `today` or from the snapshots; a date or period that was written out says itself what it is.
  func noteReading(of literal: Literal, _ span: DaySpan, _ range: SourceRange, _ context: Context) {
    switch literal {
    case .day, .relative, .span, .toDate, .partOfThisYear, .snapshot:
      note(.days(literal, first: span.first, last: span.last), words: context.source.text(range), range, context)
    case .date, .period, .text, .number, .money, .duration, .pattern: break
    }
  }

  /// `today + 30d`, worked out: only where it counts from such words, and not inside definitions, where nobody has written it.
  func noteReading(of value: Value, _ range: SourceRange, _ context: Context) {
    guard context.callSite == nil, case .date(let day) = value,
      readings.contains(where: { $0.span != nil && range.start <= $0.range.start && $0.range.end <= range.end })
    else { return }
    note(.day(day), words: context.source.text(range), range, context)
  }

  /// A bare word that was taken for a value although it is the name of something here.
  func noteReading(of word: String, as value: Checked, _ range: SourceRange, _ context: Context) {
    guard context.callSite == nil, namingDay == nil, let constant = value.constantValue, let found = find(word, context) else { return }
    let kind: Reading.NameKind =
      switch found {
      case .field, .onRecord: .field
      case .link: .link
      case .reverse: .links
      case .argument: .parameter
      case .definition: .definition
      case .result, .column: .column
      case .all, .entity, .set: .entity
      }
    note(.value(constant, value.type, notName: kind), words: word, range, context)
  }

  private func note(_ kind: Reading.Kind, words: String, _ range: SourceRange, _ context: Context) {
    let words = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    readings.append(
      Reading(kind, words: words, range: context.place(range), isInDefinition: context.callSite != nil, isThen: namingDay != nil))
  }
}
