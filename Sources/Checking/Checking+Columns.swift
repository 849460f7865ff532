import Diagnostics
import Model
import Query
import Schema
import Syntax

extension Checking {
  /// The columns of a list, `*` spread out.
  func checkColumns(_ columns: [Column], _ context: Context) -> [OutputColumn]? {
    var checked: [OutputColumn] = []
    var isWhole = true
    for column in columns {
      switch column.kind {
      case .everything: checked += everything(context, column.range)
      case .expression(let expression):
        guard let one = checkColumn(expression, column.alias, context) else {
          isWhole = false
          continue
        }
        checked.append(one)
      }
    }
    return isWhole ? checked : nil
  }

  func checkColumn(_ expression: Expression, _ alias: Name?, _ context: Context) -> OutputColumn? {
    guard let value = check(expression, context) else { return nil }
    let spoken = outputName(expression, value, context)
    var column = OutputColumn(name: alias?.text ?? spoken.name, label: alias == nil ? spoken.label : nil, value: value)
    if case .path(let names) = expression.unwrapped.kind, names.count > 1 { column.aliases = [names.map(\.text).joined(separator: ".")] }
    return column
  }

  /// All columns that the rows have.
  func everything(_ context: Context, _ range: SourceRange) -> [OutputColumn] {
    switch context.row {
    case .none: []
    case .record(let entity), .selection(let entity, _): catalog.entities[entity].fields.indices.map { fieldColumn($0, of: entity, range) }
    case .result(let shape):
      shape.columns.enumerated().map { index, column in
        OutputColumn(name: column.names[0], value: Checked(.column(.result(index)), type: column.value.type, range: range))
      }
    }
  }

  func fieldColumn(_ field: Int, of entity: Int, _ range: SourceRange) -> OutputColumn {
    let declared = catalog.entities[entity].fields[field]
    return OutputColumn(
      name: declared.name, label: declared.label, value: Checked(.column(.field(field)), type: declared.type, range: range))
  }

  /// Output names are unique: what comes later gets a number.
  func unique(_ columns: [OutputColumn]) -> [OutputColumn] {
    guard hasRepetition(columns.map(\.name)) else { return columns }
    var taken: Set<String> = []
    var numbers: [String: Int] = [:]
    return columns.map { column in
      var column = column
      let name = column.name
      while !taken.insert(column.name).inserted {
        let number = numbers[name] ?? 2
        column.name = "\(name)_\(number)"
        numbers[name] = number + 1
      }
      return column
    }
  }

  // MARK: Names

  /// The machine name that the words of a column give it, and its heading in Chinese where the model has one.
  func outputName(_ expression: Expression, _ value: Checked, _ context: Context) -> (name: String, label: String?) {
    switch expression.kind {
    case .parenthesized(let inner): return outputName(inner, value, context)
    case .path(let names):
      if names.count > 1, case .result(let shape) = context.row, case .column(.result(let index)) = value.node {
        return (shape.columns[index].names[0], outputLabel(of: index, in: shape.origin))
      }
      return outputName(of: names[...], context) ?? (Printer.words(of: expression, in: context.source), nil)
    case .call(let call):
      return outputName(of: call, context) ?? (Printer.words(of: expression, in: context.source), nil)
    case .not(let inner):
      let spoken = outputName(inner, value, context)
      return ("not_\(spoken.name)", spoken.label.map { "未\($0)" })
    default: return (Printer.words(of: expression, in: context.source), nil)
    }
  }

  private func outputName(of names: ArraySlice<Name>, _ context: Context) -> (name: String, label: String?)? {
    guard let name = names.first else { return nil }
    let rest = names.dropFirst()
    func joined(_ first: String, _ label: String?, on entity: Int) -> (String, String?)? {
      guard let other = outputName(of: rest, self.context(on: entity, from: context)) else { return nil }
      return ("\(first)_\(other.name)", label.flatMap { label in other.label.map { label + $0 } })
    }
    switch find(name.text, context) {
    case .field(let field)?:
      let declared = catalog.entities[context.entity!].fields[field]
      return (declared.name, declared.label)
    case .link(let field, let target)?:
      let declared = catalog.entities[context.entity!].fields[field]
      return rest.isEmpty ? (declared.name, declared.label) : joined(declared.name, declared.label, on: target)
    case .reverse(let link)?:
      let entity = catalog.entities[link.entity]
      let reverse = entity.fields[link.field].reverseName ?? entity.plural
      return rest.isEmpty ? (reverse, entity.label) : joined(reverse, entity.label, on: link.entity)
    case .definition(let index)?:
      let definition = model.definitions[index]
      return (definition.name, definition.label)
    case .all(let entity)?: return rest.isEmpty ? ("all", "全部") : joined("all", "全部", on: entity)
    case .entity(let entity)?:
      let declared = catalog.entities[entity]
      return rest.isEmpty ? (declared.plural, declared.label) : joined(declared.plural, declared.label, on: entity)
    case .set(let set)?: return rest.isEmpty ? (set.name, nil) : joined(set.name, nil, on: set.entity)
    case .argument?: return (name.text, nil)
    case .result(let index)?:
      guard case .result(let shape) = context.row else { return nil }
      if !rest.isEmpty, let record = recordColumn(of: shape) { return outputName(of: rest, self.context(on: record.entity, from: context)) }
      return (shape.columns[index].names[0], outputLabel(of: index, in: shape.origin))
    case .onRecord(_, let entity)?: return outputName(of: names, self.context(on: entity, from: context))
    case .column?: return rest.isEmpty ? (name.text, nil) : nil
    case nil: return aggregateFunction(name.text) == .count ? ("count", Self.label(of: .count)) : nil
    }
  }

  private func outputLabel(of index: Int, in query: CheckedQuery) -> String? {
    let columns = query.outputColumns
    return columns.indices.contains(index) ? columns[index].label : nil
  }

  /// `sum_investment`, `count_nodes`, `landing_rate`; with a condition, also its words.
  private func outputName(of call: Call, _ context: Context) -> (name: String, label: String?)? {
    // What is more than a name of a name keeps its words.
    guard call.condition == nil, call.arguments.allSatisfy(\.isPathOrCall) else { return nil }
    var name: String
    var label: String?
    if isAggregateCall(call) || call.function.count == 1 && isPart(call.function[0].text) {
      let function = isPart(call.function[0].text) ? "part" : aggregateFunction(call.function[0].text)!.rawValue
      let suffix = function == "part" ? "占比" : Self.label(of: Aggregate.Function(rawValue: function)!)
      name = function
      label = suffix
      if call.isDistinct { name += "_distinct" }
      if let argument = call.arguments.first {
        let spoken = argument.unwrapped.spokenParts(self, context)
        name += "_" + spoken.name
        label = spoken.label.map { $0 + suffix }
      }
    } else if let spoken = pastName(of: call, context) {
      (name, label) = spoken
    } else if let spoken = outputName(of: call.function[...], context) {
      (name, label) = spoken
      if !call.arguments.isEmpty {
        name += "_" + call.arguments.map { Printer.words(of: $0, in: context.source) }.joined(separator: "_")
        label = nil
      }
    } else {
      return nil
    }
    return (name, label)
  }

  /// `previous_stage`, `held_since_stage`; with a moment of its own the words stay.
  private func pastName(of call: Call, _ context: Context) -> (name: String, label: String?)? {
    guard call.function.count == 1, call.arguments.count == 1 else { return nil }
    let spoken = { call.arguments[0].unwrapped.spokenParts(self, context) }
    switch FunctionNames.special(call.function[0].text) {
    case .previous?:
      let (name, label) = spoken()
      return ("previous_\(name)", label.map { "上期" + $0 })
    case .heldSince?:
      let (name, label) = spoken()
      return ("held_since_\(name)", label.map { $0 + "保持自" })
    case .part?, .coalesce?, nil: return nil
    }
  }

  static func label(of function: Aggregate.Function) -> String {
    switch function {
    case .count: "个数"
    case .sum: "合计"
    case .avg: "平均"
    case .min: "最小"
    case .max: "最大"
    case .median: "中位数"
    case .distinct: "去重数"
    case .first: "首个"
    case .last: "末个"
    case .share: "比例"
    }
  }
}

extension Expression {
  fileprivate var isPathOrCall: Bool {
    switch unwrapped.kind {
    case .path: true
    case .call(let call): call.condition == nil && call.arguments.allSatisfy(\.isPathOrCall)
    default: false
    }
  }

  /// The name of the argument of an aggregate: what it reads on the aggregated record.
  fileprivate func spokenParts(_ checking: Checking, _ context: Context) -> (name: String, label: String?) {
    var row = context
    if case .none = context.row { return (Printer.words(of: self, in: context.source), nil) }
    row.mode = .row(insideAggregate: true)
    return checking.outputName(self, Checked(.recordKey, type: .flag, range: range), row)
  }
}
