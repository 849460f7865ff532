import Diagnostics
import Model
public import Schema
import Syntax

extension World {
  /// The days that a moment in the language stands for, as of the snapshot asked: what `--as-of` and `--today` take. Nil for anything else.
  public func days(of text: String) -> (first: Day, last: Day)? {
    let parsed = Parser.parse(Source(name: "moment", text: text))
    guard parsed.diagnostics.isEmpty, parsed.script.statements.count == 1,
      case .expression(let expression) = parsed.script.statements[0].kind,
      case .literal(let literal) = expression.kind
    else { return nil }
    let moments = Moments(
      at: Moment(snapshot: askedSnapshot, today: today(at: askedSnapshot)), snapshots: snapshots, calendar: model.catalog.calendar)
    if case .number(let number) = literal, number.scale == 0, (1...9999).contains(number.units) {
      return (try? moments.period(of: .year(Int(number.units)))).map { ($0.first, $0.last) }
    }
    return (try? moments.span(of: literal)).flatMap { $0 }.map { ($0.first, $0.last) }
  }
}
