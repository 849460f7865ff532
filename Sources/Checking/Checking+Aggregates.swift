import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// Which rows an aggregate runs over, by the path it is taken of.
  private struct Target {
    /// Links of one on the way: `max(project.nodes.due)`
    var follows: [(link: Int, target: Int)] = []
    var rows: Rows
    var rest: ArraySlice<Name>
    /// Only the records of a set
    var set: SavedSet?
    /// The entity or the set is called by its own name.
    var wholeName: Name?

    enum Rows {
      case own
      case link(ReverseLink)
      case entity(Int)
    }
  }

  private func target(of names: [Name], _ context: Context) -> Target {
    var follows: [(link: Int, target: Int)] = []
    var here = context
    for (place, name) in names.enumerated() {
      switch find(name.text, here) {
      case .link(let field, let target)?:
        follows.append((field, target))
        here = self.context(on: target, from: context)
      case .reverse(let link)?: return Target(follows: follows, rows: .link(link), rest: names[(place + 1)...])
      case .all(let entity)? where place == 0: return Target(rows: .entity(entity), rest: names[1...])
      case .entity(let entity)? where place == 0: return Target(rows: .entity(entity), rest: names[1...], wholeName: name)
      case .set(let set)? where place == 0: return Target(rows: .entity(set.entity), rest: names[1...], set: set, wholeName: name)
      default: return Target(rows: .own, rest: names[...])
      }
    }
    return Target(rows: .own, rest: names[...])
  }

  /// The entity of the records that a path means when it means a set of them and nothing of theirs.
  func setOfRecords(_ names: [Name], _ context: Context) -> Int? {
    let target = target(of: names, context)
    guard target.rest.isEmpty else { return nil }
    return switch target.rows {
    case .own: nil
    case .link(let link): link.entity
    case .entity(let entity): entity
    }
  }

  /// `count`, `sum investment`, `count(nodes where overdue)`, `avg(all.investment)`.
  func checkAggregate(_ function: Aggregate.Function, _ name: Name, _ call: Call, _ range: SourceRange, _ context: Context) -> Checked? {
    var function = function
    if call.isDistinct {
      guard function == .count || function == .distinct else {
        report(.distinctOnlyCounts(function.rawValue), at: range, in: context)
        return nil
      }
      function = .distinct
    }
    guard call.arguments.count <= 1, function == .count || call.arguments.count == 1 else {
      report(
        .functionArguments(
          function.rawValue, wanted: function == .count ? "count(…)" : "\(function.rawValue)(field)", found: call.arguments.count),
        at: range, in: context)
      return nil
    }
    let argument = call.arguments.first?.unwrapped
    var target = Target(rows: .own, rest: [])
    if case .path(let names)? = argument?.kind { target = self.target(of: names, context) }
    if case .lastResult? = argument?.kind, world.lastRecords != nil {
      target = self.target(of: [Name("_", range: argument!.range)], context)
    }
    switch target.rows {
    case .own:
      guard let rows = measuredRows(function.rawValue, range, context) else { return nil }
      let row = context.insideAggregate
      guard let aggregate = aggregate(function, argument, argument.map { arg in { self.check(arg, row) } }, call.condition, row, range)
      else { return nil }
      return emitted(aggregate, over: rows, range, context)
    case .link(let link):
      return checkLinkAggregate(function, argument!, target, link, call, range, context)
    case .entity(let entity):
      if let whole = target.wholeName {
        var written = call
        written.function = [name]
        let expression = Expression(.call(written), range: range)
        guard checkIsAlone(whole, entity, target.set, in: expression, context) else { return nil }
      }
      let row = self.context(on: entity, from: context).insideAggregate
      let value = target.rest.isEmpty ? nil : { self.checkPath(target.rest, argument!.range, row) }
      guard var aggregate = aggregate(function, argument, value, call.condition, row, range) else { return nil }
      if let set = target.set {
        guard checkIsHere(set, argument!.range, context) else { return nil }
        let member = membership(set, context.place(range))
        aggregate.aggregate.filter = conjunction([member, aggregate.aggregate.filter].compactMap { $0 })
      }
      return Checked(.entityAggregate(aggregate.aggregate, entity: entity), type: aggregate.type, range: context.place(range))
    }
  }

  private func checkLinkAggregate(
    _ function: Aggregate.Function, _ argument: Expression, _ target: Target, _ link: ReverseLink, _ call: Call, _ range: SourceRange,
    _ context: Context
  ) -> Checked? {
    if case .measure(let rows, _) = context.mode {
      guard target.follows.isEmpty, case .group = rows else {
        report(.nestedLinks(words(argument, context)), at: range, in: context)
        return nil
      }
    }
    let row = self.context(on: link.entity, from: context).insideAggregate
    let value = target.rest.isEmpty ? nil : { self.checkPath(target.rest, argument.range, row) }
    guard let aggregate = aggregate(function, argument, value, call.condition, row, range) else { return nil }
    let place = context.place(range)
    var result = Checked(.linkAggregate(aggregate.aggregate, over: link), type: aggregate.type, range: place)
    for follow in target.follows.reversed() {
      result = Checked(.follow(link: follow.link, target: follow.target, result), type: result.type, range: place)
    }
    return result
  }

  /// The rows at hand, or nil and a report where there is no set of rows.
  private func measuredRows(_ name: String, _ range: SourceRange, _ context: Context) -> (rows: Context.MeasuredRows, filter: Checked?)? {
    switch context.mode {
    case .measure(let rows, let filter): return (rows, filter)
    case .row(let insideAggregate):
      if case .none = context.row {
        report(.aggregateOfNothing(name), at: range, in: context)
      } else {
        report(insideAggregate ? .nestedAggregate(name) : .measureInRow(context.source.text(range)), at: range, in: context)
      }
      return nil
    }
  }

  private func emitted(
    _ aggregate: (aggregate: Aggregate, type: DataType), over rows: (rows: Context.MeasuredRows, filter: Checked?), _ range: SourceRange,
    _ context: Context
  ) -> Checked {
    var result = aggregate.aggregate
    result.filter = conjunction([rows.filter, result.filter].compactMap { $0 })
    let node: Checked.Node =
      switch rows.rows {
      case .group: .aggregate(result)
      case .link(let link): .linkAggregate(result, over: link)
      case .entity(let entity): .entityAggregate(result, entity: entity)
      }
    return Checked(node, type: aggregate.type, range: context.place(range))
  }

  /// The aggregate itself, with the type of what it gives. `row` is the record that it is taken of.
  private func aggregate(
    _ function: Aggregate.Function, _ argument: Expression?, _ checkValue: (() -> Checked?)?, _ condition: Expression?, _ row: Context,
    _ range: SourceRange
  ) -> (aggregate: Aggregate, type: DataType)? {
    var isWhole = true
    var filter: Checked?
    if let condition {
      filter = checkCondition(condition, row)
      isWhole = filter != nil
    }
    guard let checkValue else {
      guard function == .count else {
        report(.aggregateNeedsField(function.rawValue, argument.map { words($0, row) } ?? ""), at: range, in: row)
        return nil
      }
      return isWhole ? (Aggregate(.count, filter: filter), .number) : nil
    }
    guard let value = checkValue(), isWhole, let argument else { return nil }
    guard let type = resultType(function, value, argument, row) else { return nil }
    // `count(landed)` counts the rows that have landed.
    if function == .count, value.type == .flag {
      return (Aggregate(.count, filter: conjunction([filter, value].compactMap { $0 })), .number)
    }
    var result = Aggregate(function, value: value, filter: filter)
    switch function {
    case .sum, .avg, .median:
      if let hoisted = hoisted(value) {
        result.onceThrough = hoisted.link
        result.value = hoisted.inner
        result.unit = unit(of: hoisted.inner, entity: hoisted.target)
      } else {
        result.unit = unit(of: value, entity: row.entity) ?? unitOfLines(value, row)
      }
    case .min, .max, .first, .last: result.unit = unit(of: value, entity: row.entity) ?? unitOfLines(value, row)
    case .count, .distinct, .share: break
    }
    return (result, type)
  }

  private func resultType(_ function: Aggregate.Function, _ value: Checked, _ argument: Expression, _ row: Context) -> DataType? {
    func wrong(_ wanted: Bilingual) -> DataType? {
      report(
        .wrongAggregate(function.rawValue, words(argument, row), wanted: wanted, found: describe(value.type), isFlag: value.type == .flag),
        at: argument.range, in: row)
      return nil
    }
    switch function {
    case .sum, .avg, .median, .min, .max:
      guard checkIsOfOneType(value, words(argument, row), argument.range, row) else { return nil }
    case .count, .distinct, .share, .first, .last: break
    }
    switch function {
    case .count, .distinct: return .number
    case .first, .last: return value.type
    case .share: return value.type == .flag ? .number : wrong(.condition)
    case .sum, .avg:
      switch value.type {
      case .number, .money, .duration: return value.type
      case .text, .choice, .date, .period, .flag, .link: return wrong(.measurable)
      }
    case .median:
      switch value.type {
      case .number, .money, .duration, .date: return value.type
      case .text, .choice, .period, .flag, .link: return wrong(.measurableOrDate)
      }
    case .min, .max:
      switch value.type {
      case .choice(let index) where choice(index).orderedCount == 0: return wrong(.orderable)
      case .flag, .link: return wrong(.orderable)
      case .text, .choice, .date, .period, .number, .money, .duration: return value.type
      }
    }
  }

  /// `sum project.investment of nodes`: the link that everything is read through.
  func hoisted(_ value: Checked) -> (link: Int, target: Int, inner: Checked)? {
    switch value.node {
    case .follow(let link, let target, let inner): return (link, target, inner)
    case .definition(let name, let body):
      guard let hoisted = hoisted(body) else { return nil }
      return (hoisted.link, hoisted.target, Checked(.definition(name, hoisted.inner), type: value.type, range: value.range))
    case .shared(let shared): return shared.onceThrough
    case .chain(let first, var steps):
      var link = hoisted(first)
      if link == nil, !first.isConstant { return nil }
      for (place, step) in steps.enumerated() where !step.operand.isConstant {
        guard let hoisted = hoisted(step.operand), link == nil || link!.link == hoisted.link else { return nil }
        steps[place].operand = hoisted.inner
        link = link ?? (hoisted.link, hoisted.target, first)
      }
      guard let link else { return nil }
      return (link.link, link.target, Checked(.chain(link.inner, steps), type: value.type, range: value.range))
    case .negate(let operand):
      guard let hoisted = hoisted(operand) else { return nil }
      return (hoisted.link, hoisted.target, Checked(.negate(hoisted.inner), type: value.type, range: value.range))
    case .arithmetic(let operation, let left, let right):
      if right.isConstant, let hoisted = hoisted(left) {
        return (hoisted.link, hoisted.target, Checked(.arithmetic(operation, hoisted.inner, right), type: value.type, range: value.range))
      }
      if left.isConstant, let hoisted = hoisted(right) {
        return (hoisted.link, hoisted.target, Checked(.arithmetic(operation, left, hoisted.inner), type: value.type, range: value.range))
      }
      guard let first = hoisted(left), let second = hoisted(right), first.link == second.link else { return nil }
      return (first.link, first.target, Checked(.arithmetic(operation, first.inner, second.inner), type: value.type, range: value.range))
    default: return nil
    }
  }

  /// The column that holds the unit of a quantity.
  func unit(of value: Checked, entity: Int?) -> Checked? {
    switch value.node {
    case .column(.field(let field)):
      guard let entity, let unit = catalog.entities[entity].fields[field].unitField else { return nil }
      return Checked(.column(.field(unit)), type: catalog.entities[entity].fields[unit].type, range: value.range)
    case .follow(let link, let target, let inner):
      return unit(of: inner, entity: target).map { Checked(.follow(link: link, target: target, $0), type: $0.type, range: value.range) }
    case .atSnapshot(let snapshot, let inner):
      return unit(of: inner, entity: entity).map { Checked(.atSnapshot(snapshot, $0), type: $0.type, range: value.range) }
    case .arithmetic(.ratioOfMoney, _, _), .arithmetic(.ratioOfDurations, _, _), .arithmetic(.divideNumbers, _, _): return nil
    case .linkAggregate, .entityAggregate, .aggregate, .compare, .isOneOf, .isIn, .isBetween, .isMissing, .quantified, .existed,
      .throughout, .differs, .recordDiffers, .heldSince:
      return nil
    case .shared(let shared): return shared.unit
    default: return value.children.lazy.compactMap { self.unit(of: $0, entity: entity) }.first
    }
  }

  /// Whether the values of groups add up to the value of all rows: counts and sums, what is added of them, multiples of them. A rate, an average or
  /// a median of all is no sum of those of the groups, so no group has a part of it.
  private func addsUp(_ measure: Checked) -> Bool {
    switch measure.node {
    case .aggregate(let aggregate), .linkAggregate(let aggregate, _): aggregate.function == .count || aggregate.function == .sum
    case .definition(_, let inner), .negate(let inner): addsUp(inner)
    case .shared(let shared): addsUp(shared.body)
    case .arithmetic(let operation, let left, let right):
      if operation.isSum {
        addsUp(left) && addsUp(right)
      } else if right.isConstant {
        addsUp(left)
      } else {
        left.isConstant && operation.isProduct && addsUp(right)
      }
    case .chain(let first, let steps): addsUp(first) && steps.allSatisfy { $0.operation.isSum ? addsUp($0.operand) : $0.operand.isConstant }
    case .conditional(_, let then, let otherwise): addsUp(then) && (addsUp(otherwise) || otherwise.isConstant)
    case .coalesce(let operands): operands.allSatisfy { addsUp($0) || $0.isConstant } && operands.contains(where: addsUp)
    // But for the last digits
    case .call(.round, let operands): operands.first.map(addsUp) ?? false
    default: false
    }
  }

  /// `part(sum investment)`: of the total over all rows read.
  func checkPart(_ call: Call, _ range: SourceRange, _ context: Context) -> Checked? {
    guard call.arguments.count == 1, call.condition == nil else {
      report(.functionArguments("part", wanted: "part(sum x)", found: call.arguments.count), at: range, in: context)
      return nil
    }
    guard case .measure(.group, _) = context.mode else {
      report(context.isMeasure ? .nestedAggregate("part") : .measureInRow(context.source.text(range)), at: range, in: context)
      return nil
    }
    guard let inner = check(call.arguments[0], context) else { return nil }
    switch inner.type {
    case .number, .money, .duration:
      guard addsUp(inner) else {
        report(.partOfNoSum(words(call.arguments[0], context)), at: call.arguments[0].range, in: context)
        return nil
      }
      return Checked(.part(inner), type: .number, range: context.place(range))
    case .text, .choice, .date, .period, .flag, .link:
      report(
        .wrongArgument("part", wanted: .measurable, found: describe(inner.type)), at: call.arguments[0].range,
        in: context)
      return nil
    }
  }
}

extension Arithmetic {
  fileprivate var isSum: Bool {
    switch self {
    case .addNumbers, .subtractNumbers, .addMoney, .subtractMoney, .addDurations, .subtractDurations: true
    default: false
    }
  }

  fileprivate var isProduct: Bool {
    switch self {
    case .multiplyNumbers, .multiplyMoney, .multiplyDuration: true
    default: false
    }
  }
}
