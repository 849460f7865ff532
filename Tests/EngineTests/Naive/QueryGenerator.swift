import Diagnostics
import Query
import Schema
import TestSupport

/// Random checked expressions that the checker could have made: well typed, of every node.
struct QueryGenerator {
  var random: SeededGenerator
  /// `band(…)` of four: a choice that exists only in the query.
  static let bands = Choice(name: "band", values: ["a", "b", "c", "d"].map { NamedValue(code: $0) }, orderedCount: 4)
  static let band = World.catalog.choices.count
  static let choices = World.catalog.choices + [bands]

  /// What rows offer: the columns of an entity, or of a table.
  struct Row {
    var entity: Int?
    var columns: [Checked]

    static func records(_ entity: Int) -> Row {
      Row(entity: entity, columns: World.catalog.entities[entity].fields.indices.map { .field($0, of: entity) })
    }
  }

  static let reverseLinks: [Int: [ReverseLink]] = [
    World.works: [ReverseLink(entity: World.steps, field: World.work)], World.units: [ReverseLink(entity: World.works, field: World.unit)],
  ]
  static let toOne: [Int: [(link: Int, target: Int)]] = [
    World.works: [(World.unit, World.units)], World.steps: [(World.work, World.works)],
  ]
  /// Types with an order and constants.
  static let types: [DataType] = [.number, .money(World.thousand), .date, .period(.month), .text, .flag, .duration(.days), .choice(0)]

  mutating func chance(_ oneIn: Int) -> Bool { random.chance(oneIn) }
  mutating func pick<T>(_ values: [T]) -> T { random.pick(values) }

  // MARK: Constants

  mutating func constantValue(_ type: DataType) -> Value {
    switch type {
    case .text: .text(pick(["alley", "桥", "", "t", "a"]))
    case .choice(let choice): .choice(Int.random(in: 0..<Self.choices[choice].values.count, using: &random))
    case .link: .link(Int.random(in: 0...2, using: &random))
    case .date: .date(Day(rawValue: random.day()))
    case .period(let unit): .period(Period(unit, holding: Day(rawValue: pick([17532, 17563, 17591]))))
    case .money: .money(Money(rawValue: Int64.random(in: -2...6, using: &random) * 12_345))
    case .number: .number(pick([0, 0.25, 1, 1.5, -2, 3, 0.3, 0.005]))
    case .flag: .flag(chance(2))
    case .duration(let kind): .duration(Decimal(Int.random(in: -3...9, using: &random)), kind)
    }
  }

  mutating func constant(_ type: DataType) -> Checked { Checked(.constant(constantValue(type)), type) }

  // MARK: Values of a row

  mutating func value(_ type: DataType, _ row: Row, depth: Int) -> Checked {
    let columns = row.columns.filter { $0.type == type }
    if depth == 0 || chance(3) {
      if !columns.isEmpty, !chance(5) { return pick(columns) }
      return constant(type)
    }
    if let entity = row.entity, chance(4), let step = Self.toOne[entity]?.first {
      return .follow(step.link, step.target, value(type, .records(step.target), depth: depth - 1))
    }
    if let entity = row.entity, chance(5), let link = Self.reverseLinks[entity]?.first,
      let aggregate = aggregate(type, .records(link.entity), depth: depth - 1)
    {
      return Checked(.linkAggregate(aggregate, over: link), type)
    }
    if chance(8) {
      let entity = Int.random(in: 0...2, using: &random)
      if let aggregate = aggregate(type, .records(entity), depth: depth - 1) {
        return Checked(.entityAggregate(aggregate, entity: entity), type)
      }
    }
    if chance(6), let past = pastValue(type, row, depth: depth) { return past }
    switch Int.random(in: 0...5, using: &random) {
    case 0:
      let condition = condition(row, depth: depth - 1)
      return Checked(
        .conditional(
          condition, then: value(type, row, depth: depth - 1), otherwise: value(type, row, depth: depth - 1)), type)
    case 1: return Checked(.coalesce([value(type, row, depth: depth - 1), value(type, row, depth: depth - 1)]), type)
    case 2: return Checked(.definition("named", value(type, row, depth: depth - 1)), type)
    default: return computed(type) { $0.value($1, row, depth: depth - 1) } ?? value(type, row, depth: depth - 1)
    }
  }

  /// Arithmetic and functions; `part` makes the operands, of rows or of groups.
  private mutating func computed(_ type: DataType, _ part: (inout QueryGenerator, DataType) -> Checked) -> Checked? {
    func arithmetic(_ arithmetic: Arithmetic, _ left: DataType, _ right: DataType) -> Checked {
      .arithmetic(arithmetic, part(&self, left), part(&self, right), type)
    }
    func call(_ function: Builtin, _ arguments: [DataType]) -> Checked {
      Checked(.call(function, arguments.map { part(&self, $0) }), type)
    }
    let money = DataType.money(World.thousand)
    switch type {
    case .number:
      return switch Int.random(in: 0...9, using: &random) {
      case 0: arithmetic(.addNumbers, .number, .number)
      case 1: arithmetic(.subtractNumbers, .number, .number)
      case 2: arithmetic(.divideNumbers, .number, .number)
      case 3: arithmetic(.ratioOfMoney, money, money)
      case 4: arithmetic(.ratioOfDurations, .duration(.days), .duration(.days))
      case 5: call(pick([.weekday]), [.date])
      case 6: call(pick([.abs, .round, .floor, .ceil]), [.number])
      case 7: call(.length, [.text])
      case 8: call(pick([.least, .greatest]), [.number, .number, .number])
      default: Checked(.negate(part(&self, .number)), .number)
      }
    case .money:
      return switch Int.random(in: 0...5, using: &random) {
      case 0: arithmetic(.addMoney, money, money)
      case 1: arithmetic(.subtractMoney, money, money)
      case 2: .arithmetic(.multiplyMoney, part(&self, money), constant(.number), money)
      case 3: .arithmetic(.divideMoney, part(&self, money), constant(.number), money)
      case 4: call(pick([.abs, .round, .floor, .ceil]), [money])
      default: call(pick([.least, .greatest]), [money, money])
      }
    case .date:
      return switch Int.random(in: 0...4, using: &random) {
      case 0: .arithmetic(.addDays, part(&self, .date), constant(.duration(.days)), .date)
      case 1: .arithmetic(.addMonths, part(&self, .date), constant(.duration(.months)), .date)
      case 2: .arithmetic(.addWorkdays, part(&self, .date), constant(.duration(.workdays)), .date)
      case 3: call(pick([.monthStart, .quarterStart, .yearStart, .monthEnd]), [.date])
      default: call(pick([.least, .greatest]), [.date, .date])
      }
    case .period(.month): return call(.month, [.date])
    case .duration(.days):
      return switch Int.random(in: 0...3, using: &random) {
      case 0: arithmetic(.subtractDates, .date, .date)
      case 1: call(.days, [.date, .date])
      case 2: arithmetic(.addDurations, .duration(.days), .duration(.days))
      default: Checked(.negate(part(&self, .duration(.days))), type)
      }
    case .text: return call(pick([.lower, .upper]), [.text])
    case .choice(Self.band):
      return Checked(.call(.band, [part(&self, .number), .number(0), .number(1), .number(2)]), type)
    default: return nil
    }
  }

  // MARK: Conditions on a row

  mutating func condition(_ row: Row, depth: Int) -> Checked {
    if depth > 0, row.entity != nil, chance(5) { return pastCondition(row, depth: depth) }
    if depth > 0, chance(2) {
      switch Int.random(in: 0...5, using: &random) {
      case 5:
        // What folding leaves of it is the other operand as it was.
        let (always, other) = (
          Checked(.constant(.flag(chance(2))), .flag), chance(3) ? value(.flag, row, depth: 0) : condition(row, depth: depth - 1)
        )
        let operands = chance(2) ? (always, other) : (other, always)
        return chance(2) ? .and(operands.0, operands.1) : .or(operands.0, operands.1)
      case 0: return .not(condition(row, depth: depth - 1))
      case 1: return .and(condition(row, depth: depth - 1), condition(row, depth: depth - 1))
      case 2: return .or(condition(row, depth: depth - 1), condition(row, depth: depth - 1))
      case 3:
        if let entity = row.entity, let link = Self.reverseLinks[entity]?.first {
          let inner = chance(5) ? nil : condition(.records(link.entity), depth: depth - 1)
          return Checked(.quantified(pick([.any, .every, .no]), link, inner), .flag)
        }
      default:
        if let entity = row.entity, let step = Self.toOne[entity]?.first {
          return .follow(step.link, step.target, condition(.records(step.target), depth: depth - 1))
        }
      }
    }
    return test(row, depth: depth)
  }

  private mutating func test(_ row: Row, depth: Int) -> Checked {
    let comparison = pick([ComparisonOperator.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual])
    let coded = row.columns.filter { if case .choice = $0.type { true } else if case .link = $0.type { true } else { false } }
    switch Int.random(in: 0...8, using: &random) {
    case 0, 1:
      let type = pick(Self.types)
      return .compare(value(type, row, depth: depth), comparison, chance(2) ? constant(type) : value(type, row, depth: depth))
    case 2, 3:
      guard !coded.isEmpty else { return .isMissing(value(pick(Self.types), row, depth: depth)) }
      return .isOneOf(pick(coded), Set((0...Int.random(in: 0...2, using: &random)).map { _ in Int.random(in: 0...5, using: &random) }))
    case 4:
      let type = pick([DataType.number, .date, .text, .money(World.thousand)])
      return Checked(.isIn(value(type, row, depth: depth), [constantValue(type), constantValue(type)]), .flag)
    case 5:
      let type = pick([DataType.number, .date, .money(World.thousand), .period(.month)])
      return Checked(
        .isBetween(value(type, row, depth: depth), low: chance(3) ? nil : constantValue(type), high: chance(3) ? nil : constantValue(type)),
        .flag)
    case 6:
      let (whole, part) = (value(.text, row, depth: depth), chance(3) ? value(.text, row, depth: 0) : constant(.text))
      return switch Int.random(in: 0...3, using: &random) {
      case 0: Checked(.contains(whole, part), .flag)
      case 1: Checked(.startsWith(whole, part), .flag)
      case 2: Checked(.endsWith(whole, part), .flag)
      default: Checked(.matches(whole, pattern: "[al]+"), .flag)
      }
    case 7: return .isMissing(value(pick(Self.types), row, depth: depth))
    default: return value(.flag, row, depth: depth)
    }
  }

  // MARK: Measures

  /// An aggregate of a type over rows, if there is one.
  mutating func aggregate(_ type: DataType, _ row: Row, depth: Int) -> Aggregate? {
    var aggregate: Aggregate
    switch type {
    case .number:
      switch Int.random(in: 0...5, using: &random) {
      case 0, 1: aggregate = Aggregate(.count)
      case 2: aggregate = Aggregate(.count, value: value(pick(Self.types.filter { $0 != .flag }), row, depth: depth))
      case 3: aggregate = Aggregate(.distinct, value: value(pick(Self.types), row, depth: depth))
      case 4: aggregate = Aggregate(.share, value: condition(row, depth: depth))
      default:
        aggregate = Aggregate(pick([.sum, .avg, .min, .max, .median, .first, .last]), value: value(.number, row, depth: depth))
      }
    case .money, .duration:
      aggregate = Aggregate(pick([.sum, .avg, .min, .max, .median, .first, .last]), value: value(type, row, depth: depth))
    case .date: aggregate = Aggregate(pick([.min, .max, .median, .first, .last]), value: value(type, row, depth: depth))
    case .text, .period, .choice, .flag: aggregate = Aggregate(pick([.min, .max, .first, .last]), value: value(type, row, depth: depth))
    case .link: return nil
    }
    if chance(3) { aggregate.filter = condition(row, depth: depth) }
    if row.entity == World.steps, chance(5), let value = aggregate.value {
      // Through the link, the value is one of the target.
      aggregate.onceThrough = World.work
      aggregate.value = self.value(value.type, .records(World.works), depth: depth)
    }
    return aggregate
  }

  mutating func measure(_ type: DataType, _ row: Row, depth: Int) -> Checked {
    if depth > 0 {
      switch Int.random(in: 0...9, using: &random) {
      case 0, 1: if let computed = computed(type, { $0.measure($1, row, depth: depth - 1) }) { return computed }
      case 2 where type == .number:
        return Checked(.part(measure(pick([.number, .money(World.thousand)]), row, depth: depth - 1)), .number)
      case 3:
        let compared = measure(.number, row, depth: depth - 1)
        return Checked(
          .conditional(
            .compare(compared, .greater, constant(.number)), then: measure(type, row, depth: depth - 1), otherwise: constant(type)), type)
      case 4: return Checked(.coalesce([measure(type, row, depth: depth - 1), constant(type)]), type)
      case 5:
        if let entity = row.entity, let link = Self.reverseLinks[entity]?.first,
          let aggregate = aggregate(type, .records(link.entity), depth: depth - 1)
        {
          return Checked(.linkAggregate(aggregate, over: link), type)
        }
      default: break
      }
    }
    return Checked(.aggregate(aggregate(type, row, depth: depth)!), type)
  }
}
