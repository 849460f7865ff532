import Diagnostics
import Model
import Schema
import Syntax

// A whole entity, or a whole set, stands under its own name only where there is no row: `count(projects) > 0`. Inside a row that name would read
// all records in silence where linked ones are meant; the row's own entity is `all` there, other records are reached by links.

/// An entity or set whose name stands where a row is at hand.
private struct WholeName {
  var name: String
  var entity: Int
  var set: SavedSet?
}

extension Checking {
  /// Whether the name of an entity, or of a set of its records, may stand for all of them here; reported where not.
  /// - Parameters:
  ///   - name: where it is written
  ///   - expression: what the name begins: a path, a call, a quantifier
  func checkIsAlone(_ name: Name, _ entity: Int, _ set: SavedSet?, in expression: Expression, _ context: Context) -> Bool {
    if case .none = context.row { return true }
    let whole = WholeName(name: name.text, entity: entity, set: set)
    var instead: [String] = []
    var columns: [String] = []
    if tellsDetails() {
      instead = alternatives(to: whole, in: expression, context)
      if case .result(let shape) = context.row { columns = shape.columns.prefix(5).map { $0.names[0] } }
    }
    let row = context.entity.map { catalog.entities[$0].plural }
    let links = context.entity.map { leading(from: $0, to: entity) } ?? []
    let problem = QueryProblem.wholeInRow(
      name.text, isSet: set != nil, of: catalog.entities[entity].plural, row: row, links: links, columns: columns, instead: instead)
    let fix = instead.count == 1 ? Diagnostic.Fix(expression.range, instead[0]) : nil
    report(problem, at: name.range, in: context, fix: fix)
    return false
  }

  /// The paths that lead from a row to the records of an entity: its own links, else those of the one record a link leads to.
  private func leading(from entity: Int, to target: Int) -> [String] {
    let many = catalog.reverseLinks(of: entity)
    let one = catalog.entities[entity].fields.compactMap { field -> (name: String, target: Int)? in
      if case .link(let other) = field.type { (field.name, other) } else { nil }
    }
    let direct = many.filter { $0.entity == target }.map(\.name) + one.filter { $0.target == target }.map(\.name)
    guard direct.isEmpty, entity != target else { return direct }
    return one.flatMap { link in catalog.reverseLinks(of: link.target).filter { $0.entity == target }.map { "\(link.name).\($0.name)" } }
  }

  // MARK: What might be meant

  /// The expression with links of the row, with `all` or with the rows at hand in the name's place: those that hold.
  private func alternatives(to whole: WholeName, in expression: Expression, _ context: Context) -> [String] {
    guard let entity = context.entity else { return [] }
    var paths = leading(from: entity, to: whole.entity)
    if entity == whole.entity {
      paths.append("all")
      // The rows that a measure runs over need no name.
      if context.isMeasure { paths.insert("", at: 0) }
    }
    return Array(
      paths.compactMap { path -> String? in
        let names = path.split(separator: ".").map { Name(String($0), range: expression.range) }
        guard let written = rewritten(expression, names, whole) else { return nil }
        guard attempt({ self.check(written, context) }) != nil else { return nil }
        return Printer.text(of: written)
      }.prefix(3))
  }

  /// The expression with other names in place of its first one; of a set only the records that are in it. Nil where that cannot be written.
  private func rewritten(_ expression: Expression, _ names: [Name], _ whole: WholeName) -> Expression? {
    let range = expression.range
    let member = whole.set.map { membership(in: $0, whole.name, range) }
    func narrowed(_ condition: Expression?) -> Expression? {
      guard let member else { return condition }
      return condition.map { Expression(.and(member, $0.asOperand), range: range) } ?? member
    }
    switch expression.kind {
    case .path(let path):
      let changed = names + path.dropFirst()
      guard !changed.isEmpty else { return nil }
      guard let member else { return Expression(.path(changed), range: range) }
      return Expression(.call(Call(function: changed, arguments: [], condition: member)), range: range)
    case .call(var call):
      call.isBare = false
      call.condition = narrowed(call.condition)
      if let argument = call.arguments.first, case .path(let path) = argument.unwrapped.kind, call.function.count == 1 {
        let changed = names + path.dropFirst()
        if changed.isEmpty, call.condition == nil { return Expression(.path(call.function), range: range) }
        call.arguments = changed.isEmpty ? [] : [Expression(.path(changed), range: range)]
      } else if call.function.count > 1 {
        call.function = names + call.function.dropFirst()
      } else {
        return nil
      }
      return Expression(.call(call), range: range)
    case .quantified(let quantifier, _, let condition):
      guard !names.isEmpty else { return nil }
      let link = Expression(.path(names), range: range)
      guard member != nil else { return Expression(.quantified(quantifier, link: link, condition: condition), range: range) }
      // Every record of the set is another question than every linked record in it.
      guard quantifier != .every else { return nil }
      let inner: Expression? =
        switch condition {
        case .none: nil
        case .parenthesized(let inner): inner
        case .named(let named, let isNegated): isNegated ? Expression(.not(named), range: range) : named
        }
      return Expression(.quantified(quantifier, link: link, condition: .parenthesized(narrowed(inner)!)), range: range)
    default: return nil
    }
  }

  /// `id in late`
  private func membership(in set: SavedSet, _ name: String, _ range: SourceRange) -> Expression {
    let declared = catalog.entities[set.entity]
    let key = Expression(.path([Name(declared.fields[declared.keyField].name, range: range)]), range: range)
    let named = name == "_" ? Expression(.lastResult, range: range) : Expression(.path([Name(name, range: range)]), range: range)
    return Expression(.within(key, named, isNegated: false), range: range)
  }
}

extension Expression {
  /// In parentheses, where it stands beside `and`.
  fileprivate var asOperand: Expression {
    if case .or = kind { Expression(.parenthesized(self), range: range) } else { self }
  }
}
