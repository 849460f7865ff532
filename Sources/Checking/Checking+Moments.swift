import Diagnostics
import Query
import Schema
import Syntax

/// What becomes of a moment that no snapshot answers: the query fails, is told so, or the form is simply false.
enum EarlyMoments {
  case errors, warnings, silence
}

/// Which snapshot a moment means.
enum MomentReading {
  /// The one in force on the day; of a period, on its last.
  case on
  /// The one in force on the day; of a period, on the day before its first: what has changed since.
  case since
  /// The one in force on the day; of a period, the first in it: what holds from then on.
  case from
}

/// What a moment in a condition leads to.
enum PastMoment {
  case snapshot(Int)
  /// No snapshot answers: a condition is false, a value missing.
  case none
}

// Conditions and values of other snapshots: what stands inside is checked again with snapshot and `today` moved there.
extension Checking {
  /// Checks something as it reads at another snapshot.
  func reading<Result>(at other: Int, _ body: () -> Result) -> Result {
    let (outer, outerNaming, outerAsked) = (moment, namingDay, asked)
    namingDay = namingDay ?? moment.today
    asked = asked ?? moment
    moment = Moment(snapshot: other, today: world.today(at: other))
    defer { (moment, namingDay, asked) = (outer, outerNaming, outerAsked) }
    return body()
  }

  /// Checks something as if another snapshot were asked: names mean there what they mean on its day, and conditions look back from it.
  func asking<Result>(at other: Int, _ body: () -> Result) -> Result {
    reading(at: other) {
      (namingDay, asked) = (moment.today, moment)
      return body()
    }
  }

  // MARK: Forms

  /// `was C [on T]`
  func checkWas(_ inner: Expression, _ moment: Expression?, _ range: SourceRange, _ context: Context) -> Checked? {
    guard let row = rowWithPast("was", range, context, needsRecord: false) else { return nil }
    guard let past = checkPast("was", moment, .on, isValue: false, range, context) else { return nil }
    guard case .snapshot(let then) = past else { return checkCondition(inner, row).map { _ in never(range, context) } }
    guard let condition = reading(at: then, { checkCondition(inner, row) }) else { return nil }
    return flag(.atSnapshot(then, condition), range, context)
  }

  /// `ever C [since T]`, `always C [since T]`
  func checkThroughout(
    _ quantifier: TimeQuantifier, _ inner: Expression, _ moment: Expression?, _ range: SourceRange, _ context: Context
  ) -> Checked? {
    let form = quantifier.rawValue
    guard let row = rowWithPast(form, range, context, needsRecord: false), checkCondition(inner, row) != nil else { return nil }
    var first = 0
    if moment != nil {
      guard let past = checkPast(form, moment, .from, isValue: false, range, context) else { return nil }
      guard case .snapshot(let start) = past else { return never(range, context) }
      first = start
    }
    let outer = early
    // Whoever asks for all snapshots knows that the first has none before it.
    early = .silence
    defer { early = outer }
    var points: [AtSnapshot] = []
    guard looksBack(max(snapshot, first) - first + 1) else {
      report(.past(.tooManyMoments(form, limit: Self.looksBackLimit)), at: firstWord(of: range), in: context)
      return nil
    }
    for point in first...max(snapshot, first) {
      guard let condition = reading(at: point, { checkCondition(inner, row) }) else { return nil }
      // Nothing has changed since a day that is still to come: such snapshots are none of those asked, and are not told as such.
      if quantifier == .ever, points.isEmpty, condition.isNever, point < max(snapshot, first) { continue }
      points.append(AtSnapshot(snapshot: point, condition: condition))
    }
    return flag(.throughout(quantifier, points), range, context)
  }

  /// `changed FIELD [from V] [to V] [since T]`: compares two ends.
  func checkChanged(
    _ field: Expression, from: Expression?, to: Expression?, since: Expression?, _ range: SourceRange, _ context: Context
  ) -> Checked? {
    guard let row = rowWithPast("changed", range, context, needsRecord: true), let now = check(field, row) else { return nil }
    guard let past = checkPast("changed", since, .since, isValue: false, range, context) else { return nil }
    let end: Int
    if case .snapshot(let then) = past { end = then } else { end = snapshot }
    guard let before = reading(at: end, { check(field, row) }) else { return nil }
    let place = context.place(range)
    func valueAt(_ side: Checked, _ value: Expression) -> Checked? { compare(.equal, side, field, value, value.range, row) }
    var parts = [
      flag(.existed(at: end), range, context),
      flag(.differs(now, Checked(.atSnapshot(end, before), type: before.type, range: place)), range, context),
    ]
    var isWhole = true
    if let from {
      if let was = reading(at: end, { valueAt(before, from) }) {
        parts.append(flag(.atSnapshot(end, was), range, context))
      } else {
        isWhole = false
      }
    }
    if let to {
      if let isNow = valueAt(now, to) { parts.append(isNow) } else { isWhole = false }
    }
    guard isWhole else { return nil }
    if case .none = past { return never(range, context) }
    return flag(.and(parts), range, context)
  }

  /// `changed [since T]`: any cell of the record.
  func checkRecordChanged(from: Expression?, to: Expression?, since: Expression?, _ range: SourceRange, _ context: Context) -> Checked? {
    guard from == nil, to == nil else {
      report(.past(.changedNeedsField), at: firstWord(of: range), in: context)
      return nil
    }
    guard rowWithPast("changed", range, context, needsRecord: true) != nil,
      let past = checkPast("changed", since, .since, isValue: false, range, context)
    else { return nil }
    guard case .snapshot(let then) = past else { return never(range, context) }
    return flag(.recordDiffers(from: then), range, context)
  }

  /// `existed [on T]`
  func checkExisted(_ moment: Expression?, _ range: SourceRange, _ context: Context) -> Checked? {
    guard rowWithPast("existed", range, context, needsRecord: true) != nil,
      let past = checkPast("existed", moment, .on, isValue: false, range, context)
    else { return nil }
    guard case .snapshot(let then) = past else { return never(range, context) }
    return flag(.existed(at: then), range, context)
  }

  /// `previous(E [, T])`
  func checkPrevious(_ arguments: [Expression], _ range: SourceRange, _ context: Context) -> Checked? {
    guard (1...2).contains(arguments.count) else {
      report(.functionArguments("previous", wanted: "previous(value, moment)", found: arguments.count), at: range, in: context)
      return nil
    }
    guard let row = rowWithPast("previous", range, context, needsRecord: false),
      let past = checkPast("previous", arguments.dropFirst().first, .on, isValue: true, range, context)
    else { return nil }
    let place = context.place(range)
    guard case .snapshot(let then) = past else {
      guard let value = check(arguments[0], row) else { return nil }
      return value.isCondition ? never(range, context) : Checked(.constant(.missing), type: value.type, range: place)
    }
    guard let value = reading(at: then, { check(arguments[0], row) }) else { return nil }
    return Checked(.atSnapshot(then, value), type: value.type, range: place)
  }

  /// `held_since(FIELD)`
  func checkHeldSince(_ arguments: [Expression], _ range: SourceRange, _ context: Context) -> Checked? {
    guard arguments.count == 1 else {
      report(.functionArguments("held_since", wanted: "held_since(field)", found: arguments.count), at: range, in: context)
      return nil
    }
    guard let row = rowWithPast("held_since", range, context, needsRecord: true), let value = check(arguments[0], row) else { return nil }
    guard case .column(.field(let field)) = value.unwrapped.node else {
      let path = words(arguments[0], context).split(separator: ".")
      let isPath = if case .follow = value.unwrapped.node { path.count > 1 } else { false }
      let reading = isPath ? "\(path.dropLast().joined(separator: ".")).held_since(\(path[path.count - 1]))" : nil
      report(.past(.heldSinceField(words(arguments[0], context), reading: reading)), at: arguments[0].range, in: context)
      return nil
    }
    return Checked(.heldSince(field: field), type: .date, range: context.place(range))
  }

  private func flag(_ node: Checked.Node, _ range: SourceRange, _ context: Context) -> Checked {
    Checked(node, type: .flag, range: context.place(range))
  }

  private func never(_ range: SourceRange, _ context: Context) -> Checked { flag(.constant(.flag(false)), range, context) }

  // MARK: Rows and moments

  /// The row on which names are read at another snapshot, or nil and a report where rows have no past.
  private func rowWithPast(_ form: String, _ range: SourceRange, _ context: Context, needsRecord: Bool) -> Context? {
    let place = firstWord(of: range)
    guard !context.isMeasure else {
      report(.past(.momentInMeasure(form)), at: place, in: context)
      return nil
    }
    var row = context
    switch context.row {
    case .record: break
    // A column of the list was worked out for now: what it is called must be read again.
    case .selection(let entity, _): row.row = .record(entity)
    case .result:
      report(.past(.momentInResult(form)), at: place, in: context)
      return nil
    case .none:
      guard !needsRecord else {
        report(.past(.momentOfNothing(form)), at: place, in: context)
        return nil
      }
    }
    return row
  }

  /// The snapshot that a moment means, seen from the one at hand; the snapshot before without one.
  private func checkPast(
    _ form: String, _ moment: Expression?, _ reading: MomentReading, isValue: Bool, _ range: SourceRange, _ context: Context
  ) -> PastMoment? {
    guard let moment, !moment.isPreviousSnapshot else {
      guard snapshot > 0 || world.snapshots.isEmpty else {
        if early != .silence {
          warn(.past(.nothingBefore(form, first: world.snapshots[0], isValue: isValue)), at: firstWord(of: range), in: context)
        }
        return PastMoment.none
      }
      return .snapshot(max(snapshot - 1, 0))
    }
    var alone = context
    alone.row = .none
    alone.mode = .row(insideAggregate: false)
    guard let span = checkMomentSpan(moment, alone) else { return nil }
    guard !world.snapshots.isEmpty else { return .snapshot(snapshot) }
    if case .from = reading, !span.isDay {
      guard checkIsPast(form, span, 0, moment.range, context) != nil else { return nil }
      // The period has begun, and no snapshot by the one at hand lies in it.
      guard let first = world.snapshots.firstIndex(where: { $0 >= span.first }), first <= snapshot else { return PastMoment.none }
      return .snapshot(first)
    }
    let day = if case .since = reading, !span.isDay { span.first - 1 } else { span.last }
    guard let found = world.snapshot(onOrBefore: day) else {
      switch early {
      case .errors:
        report(.noSnapshot(day, first: world.snapshots[0]), at: moment.range, in: context)
        return nil
      case .warnings: warn(.past(.nothingBefore(form, first: world.snapshots[0], isValue: isValue)), at: firstWord(of: range), in: context)
      case .silence: break
      }
      return PastMoment.none
    }
    guard let found = checkIsPast(form, span, found, moment.range, context) else { return nil }
    // Since a later day than the one at hand nothing has happened yet.
    return reading != .on && found > snapshot ? PastMoment.none : .snapshot(found)
  }

  /// What looks back does so from the snapshot asked: a later one is an error. A period that has begun by then counts up to it.
  func checkIsPast(_ form: String, _ span: DaySpan, _ found: Int, _ range: SourceRange, _ context: Context) -> Int? {
    readsMoment = true
    let limit = asked ?? self.moment
    let asked = world.snapshots[limit.snapshot]
    if found > limit.snapshot, !span.isDay, span.first <= asked { return limit.snapshot }
    guard found > limit.snapshot || span.first > max(limit.today, asked) else { return found }
    report(.past(.momentAhead(form, span.first, asked: asked)), at: range, in: context)
    return nil
  }
}

extension Expression {
  var isPreviousSnapshot: Bool {
    if case .literal(.snapshot(.previous)) = unwrapped.kind { true } else { false }
  }
}
