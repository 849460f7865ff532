public import Checking
public import Diagnostics
public import Model
public import Query
public import Schema

/// Says a checked statement in words: what is asked of which snapshot, every date that was worked out, the conditions as a tree, every
/// definition once, and what missing values do where they matter. Text in, lines out; what must be counted is asked of `missing`.
public struct Explainer {
  /// Rows of an entity in which an expression is missing, of how many: at a snapshot, else at the one asked. `choices` are those that the model lacks.
  public typealias Missing = (_ operand: Checked, _ entity: Int, _ snapshot: Int?, _ choices: [Choice]) -> (missing: Int, of: Int)?

  let model: Model
  let values: any ValueSource
  let snapshots: [Day]
  let language: Language
  let missing: Missing

  /// - Parameter missing: nil where nobody can count; the rule is said in general then.
  public init(
    model: Model, values: any ValueSource, snapshots: [Day], language: Language, missing: @escaping Missing = { _, _, _, _ in nil }
  ) {
    self.model = model
    self.values = values
    self.snapshots = snapshots
    self.language = language
    self.missing = missing
  }

  public func lines(of explained: Explained) -> [String] {
    let writer = ExplanationWriter(self, readings: explained.readings)
    switch explained.subject {
    case .query(let query, let destination):
      writer.write(query)
      writer.write(destination)
    case .expression(let expression): writer.write(expression)
    case .show(let show, let destination):
      writer.write(show)
      writer.write(destination)
    case .letting(let name, let query): writer.write(name, query)
    case .expect(let expectation): writer.write(expectation)
    case .param(let declaration): writer.write(declaration)
    case .print(let pieces): writer.write(pieces)
    case .run(let call): writer.write(call)
    }
    writer.writeDefinitions()
    return writer.finished
  }

  /// The rows left after each condition, one a line.
  public func lines(of funnel: Funnel, for query: CheckedQuery, readings: [Reading] = []) -> [String] {
    let writer = ExplanationWriter(self, readings: readings)
    writer.write(funnel, query)
    return writer.finished
  }

  /// Why nothing was found, in at most two sentences.
  public func sentences(of miss: NearestMiss, for query: CheckedQuery, readings: [Reading] = []) -> [String] {
    let writer = ExplanationWriter(self, readings: readings)
    writer.lines = writer.sentences(of: miss, query)
    return writer.finished
  }
}

/// The lines of one explanation while they are written, and the definitions that are still to be unfolded.
final class ExplanationWriter {
  let explainer: Explainer
  let language: Language
  let readings: [Reading]
  var lines: [String] = []
  /// Choices that exist only in the query at hand.
  var addedChoices: [Choice] = []
  /// The query at hand, for counting.
  var query: CheckedQuery?
  var definitions: [UsedDefinition] = []
  /// Those that were named at another snapshot: unfolded only if nothing unfolds them as of the one asked.
  var pastDefinitions: [UsedDefinition] = []
  /// Definitions of which the lines are written.
  var unfolded = 0
  /// What was counted already: by the words of what is missing, and of which rows.
  private var counts: [String: (missing: Int, of: Int)?] = [:]
  /// Inside the figures of groups, where links lead from all records of a group.
  var isInMeasure = false

  struct UsedDefinition {
    var name: String
    /// The entity that it is declared for.
    var owner: Int?
    var row: ExplainedRow
    var body: Checked
    /// The body as text: the same one is unfolded once.
    var spelling: String
    /// Counted from 1 where one definition is used with other arguments.
    var number: Int
  }

  init(_ explainer: Explainer, readings: [Reading]) {
    self.explainer = explainer
    self.readings = readings
    language = explainer.language
  }

  /// Rows in which an operand is missing. Hundreds of conditions on one field read it once.
  func missing(_ operand: Checked, _ entity: Int) -> (missing: Int, of: Int)? {
    let words = CheckedPrinter(catalog: catalog, addedChoices: addedChoices).text(of: operand, on: entity)
    let key = "\(entity) \(query?.snapshot ?? -1) \(words)"
    if let known = counts[key] { return known }
    let count = explainer.missing(operand, entity, query?.snapshot, addedChoices)
    counts[key] = .some(count)
    return count
  }

  var catalog: Catalog { explainer.model.catalog }
  var isChinese: Bool { language == .chinese }

  func say(_ english: @autoclosure () -> String, _ chinese: @autoclosure () -> String) -> String { isChinese ? chinese() : english() }

  var finished: [String] { isChinese ? lines.map { spacedHan($0).replacing("）（", with: "，") } : lines }

  func add(_ line: String, depth: Int = 0) { lines.append(String(repeating: "  ", count: depth) + line) }

  /// An empty line and a heading.
  func title(_ english: String, _ chinese: String) {
    if !lines.isEmpty { lines.append("") }
    lines.append(say(english, chinese))
  }

  func add(_ block: ExplainedBlock, depth: Int) {
    add(block.text, depth: depth)
    for inner in block.below { add(inner, depth: depth + 1) }
  }
}

/// What the names of an expression mean: the fields of an entity, or the columns of a result.
struct ExplainedRow {
  var entity: Int?
  var columns: [OutputColumn] = []
  /// The snapshots at which it is read, where that is not the one asked.
  var then: Then?

  enum Then { case one(Int), each(MovingSnapshots) }

  init(entity: Int? = nil, columns: [OutputColumn] = [], then: Then? = nil) {
    self.entity = entity
    self.columns = columns
    self.then = then
  }

  /// The row of linked records, read at the same snapshot.
  func on(_ entity: Int) -> ExplainedRow { ExplainedRow(entity: entity, then: then) }

  func at(_ then: Then) -> ExplainedRow { ExplainedRow(entity: entity, columns: columns, then: then) }
}

/// A line with those that stand below it.
struct ExplainedBlock {
  var text: String
  var below: [ExplainedBlock] = []

  init(_ text: String, below: [ExplainedBlock] = []) {
    self.text = text
    self.below = below
  }
}
