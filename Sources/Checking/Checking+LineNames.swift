import Diagnostics
import Model
import Query
import Schema
import Syntax

/// A condition on the records whose lines are asked for.
struct RecordCondition {
  var expression: Expression
  /// `overdue projects`: said of them before the entity.
  var isPrefix: Bool
}

// Which names mean the lines, and which the records that they are about.

extension Checking {
  /// Sorts the conjuncts of `where` into those about records and those that name a column of the lines.
  func split(_ clauses: Clauses, _ predicates: [Expression], of entity: Int, _ columns: [LineColumn])
    -> (records: [RecordCondition], lines: [Expression])?
  {
    var records = predicates.map { RecordCondition(expression: $0, isPrefix: true) }
    var lines: [Expression] = []
    var isWhole = true
    let ofLines = Set(columns.filter { $0 != .key }.flatMap { [$0.rawValue, $0.label] }.map(foldedName))
    for conjunct in clauses.conditions.flatMap(conjuncts) {
      let names = readNames(conjunct)
      guard names.contains(where: { ofLines.contains(foldedName($0)) }) else {
        records.append(RecordCondition(expression: conjunct, isPrefix: false))
        continue
      }
      let other = names.first { !ofLines.contains(foldedName($0)) && scope(entity).lookup($0) != nil }
      if let other {
        report(.lines(.mixedConditions(other)), at: conjunct.range)
        isWhole = false
      } else {
        lines.append(conjunct)
      }
    }
    return isWhole ? (records, lines) : nil
  }

  private func conjuncts(_ condition: Expression) -> [Expression] {
    switch condition.kind {
    case .and(let left, let right): conjuncts(left) + conjuncts(right)
    case .parenthesized(let inner): if case .and = inner.unwrapped.kind { conjuncts(inner) } else { [condition] }
    default: [condition]
    }
  }

  /// The first words of the paths that are read on the row. A bare word opposite something is a value first.
  private func readNames(_ expression: Expression) -> [String] {
    func values(_ expressions: [Expression]) -> [String] { expressions.filter { $0.bareWord == nil }.flatMap(readNames) }
    switch expression.kind {
    case .path(let names): return names.first.map { [$0.text] } ?? []
    case .comparison(_, let left, let right), .isNamed(let left, let right, _), .textTest(_, let left, let right, _),
      .within(let left, let right, _):
      return readNames(left) + values([right])
    case .membership(let left, let list, _): return readNames(left) + values(list)
    case .between(let value, let low, let high, _): return readNames(value) + values([low, high])
    // Names inside belong to the linked records.
    case .quantified(_, let link, _): return readNames(link)
    default: return expression.children.flatMap(readNames)
    }
  }

  /// The column of lines from which a column of a result was passed on; nil where it comes from elsewhere.
  func lineColumn(_ index: Int, of query: CheckedQuery) -> (name: LineColumn, source: CheckedQuery.Source)? {
    let columns = query.outputColumns
    guard columns.indices.contains(index), case .column(.result(let column)) = columns[index].value.node else { return nil }
    switch query.source {
    case .table(let inner): return lineColumn(column, of: inner)
    case .changes, .history:
      guard let lines = query.source.lines, lines.names.indices.contains(column) else { return nil }
      return (lines.names[column], query.source)
    case .entity, .rows, .comparison, .trend: return nil
    }
  }

  /// The column that a checked expression is, if it is one of lines.
  func lineColumn(of checked: Checked, _ context: Context) -> (name: LineColumn, source: CheckedQuery.Source)? {
    guard case .result(let shape) = context.row, case .column(.result(let index)) = checked.node else { return nil }
    return lineColumn(index, of: shape.origin)
  }

  /// Old or new values of fields of several types, or one of them: they have no order, and no sum.
  func isMixed(_ checked: Checked, _ context: Context) -> Bool { mixedSource(checked, context) != nil }

  /// The lines whose old or new values of several types a value may be.
  func mixedSource(_ checked: Checked, _ context: Context) -> CheckedQuery.Source? {
    guard case .result(let shape) = context.row else { return nil }
    return mixedSource(checked, over: .table(of: shape.origin))
  }

  private func mixedSource(_ checked: Checked, over source: CheckedQuery.Source) -> CheckedQuery.Source? {
    func first(_ values: [Checked]) -> CheckedQuery.Source? { values.lazy.compactMap { self.mixedSource($0, over: source) }.first }
    switch checked.node {
    case .column(.result(let index)):
      if case .table(let inner) = source {
        let columns = inner.outputColumns
        return columns.indices.contains(index) ? mixedSource(columns[index].value, over: inner.source) : nil
      }
      guard let lines = source.lines, lines.columns.isMixed, lines.names.indices.contains(index) else { return nil }
      return lines.names[index] == .old || lines.names[index] == .new ? source : nil
    case .definition(_, let body): return mixedSource(body, over: source)
    case .shared(let shared): return mixedSource(shared.body, over: source)
    case .coalesce(let values): return first(values)
    case .conditional(_, let then, let otherwise): return first([then, otherwise])
    case .call(let function, let values):
      return [.least, .greatest, .lower, .upper].contains(function) ? first(values) : nil
    case .aggregate(let aggregate):
      return [.min, .max, .first, .last].contains(aggregate.function) ? first([aggregate.value].compactMap { $0 }) : nil
    default: return nil
    }
  }

  /// False, and reported, for what has no order because it mixes types.
  func checkIsOfOneType(_ checked: Checked, _ name: String, _ range: SourceRange, _ context: Context) -> Bool {
    guard isMixed(checked, context) else { return true }
    report(.lines(.mixedCells(name)), at: range, in: context)
    return false
  }

  /// The unit of old and new values, where it stands in another field of the record.
  func unitOfLines(_ value: Checked, _ context: Context) -> Checked? {
    guard case .result(let shape) = context.row, let (name, source) = lineColumn(of: value, context), name == .old || name == .new,
      let lines = source.lines, let (column, entity) = recordColumn(of: shape)
    else { return nil }
    let fields = catalog.entities[entity].fields
    let units = Set(lines.fields.map { fields[$0].unitField })
    guard units.count == 1, let unit = units.first! else { return nil }
    let read = Checked(.column(.field(unit)), type: fields[unit].type, range: value.range)
    return Checked(.follow(link: column, target: entity, read), type: read.type, range: value.range)
  }

  /// The column that holds the record a line is about: its fields are read through it. Only lines have one.
  func recordColumn(of shape: ResultTableShape) -> (column: Int, entity: Int)? {
    for index in shape.columns.indices {
      guard let (name, source) = lineColumn(index, of: shape.origin), name == .key, let lines = source.lines else { continue }
      return (index, lines.entity)
    }
    return nil
  }

  /// A word opposite old or new values of several types: the spelling of the one value of the fields that answers to it, else the word itself.
  func mixedText(_ word: String, _ source: CheckedQuery.Source) -> String {
    guard let lines = source.lines else { return word }
    var spellings: Set<String> = []
    for field in lines.fields {
      let type = catalog.entities[lines.entity].fields[field].type
      let column = ValueMatcher.Column(entity: lines.entity, field: field)
      guard case .one(let candidate)? = matcher.match(word, type: type, column: column) else { continue }
      spellings.insert(machineSpelling(candidate.code, type) ?? candidate.spelling)
    }
    return spellings.count == 1 ? spellings.first! : word
  }

  private func machineSpelling(_ code: Int, _ type: DataType) -> String? {
    switch type {
    case .choice(let choice):
      let values = self.choice(choice).values
      return values.indices.contains(code) ? values[code].code : nil
    case .link(let entity):
      let declared = catalog.entities[entity].keyNames
      return declared.indices.contains(code) ? declared[code].code : world.values.key(code, entity: entity)?.text
    case .text, .date, .period, .money, .number, .flag, .duration: return nil
    }
  }

  /// The key number of the record that a word, number or text names.
  func checkRecordKey(_ id: Expression, of entity: Int) -> Int? {
    let word = keyWord(id)
    let singular = catalog.entities[entity].singular
    // A script checked without a library may name any record.
    if world.snapshots.isEmpty { return 0 }
    switch matcherWithNearest.match(word, link: entity) {
    case .one(let candidate): return candidate.code
    case .several(let candidates):
      report(.lines(.ambiguousRecord(word, of: singular, candidates: candidates.map(\.name))), at: id.range)
    case .none(let nearest):
      let fix = nearest.count == 1 ? Diagnostic.Fix(id.range, spelledAsWord(nearest[0].spelling)) : nil
      report(.lines(.unknownRecord(word, of: [singular], nearest: nearest.map(\.name))), at: id.range, fix: fix)
    }
    return nil
  }

  /// A key as it was written.
  func keyWord(_ id: Expression) -> String {
    switch id.unwrapped.kind {
    case .path(let names): names.map(\.text).joined(separator: ".")
    case .literal(.text(let text)): text
    default: source.normalText(id.range)
    }
  }
}
