import Checking
import Diagnostics
import Engine
import Glibc
import Model
import Query
import Results
import Schema
import Store
import Syntax
import TestSupport
import Testing

/// `changes` and `history` against full dumps compared cell by cell: records vanish and return, cells are missing, snapshots are added late.
@Suite struct LineParityTests {
  static let seeds = Array(1...(getenv("PARITY_SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 60))

  @Test(arguments: seeds) func linesEqualFullDumps(seed: UInt64) throws {
    var generator = LineGenerator(random: SeededGenerator(seed: seed))
    let dumps = Dump.randomSeries(&generator.random)
    let library = try World.library(dumps, order: Array(dumps.indices).shuffled(using: &generator.random))
    let naive = NaiveLibrary(dumps)
    let model = TextParityTests.model()
    let world = Checking.World(model: model, snapshots: library.snapshots, values: library)
    for _ in 0..<20 {
      let text = generator.query(snapshots: library.snapshots, ids: dumps.flatMap { $0.works.map(\.id) })
      let source = Source(name: "test", text: text)
      let parsed = Parser.parse(source)
      let errors = parsed.diagnostics.filter { $0.severity == .error }
      guard errors.isEmpty, let statement = parsed.script.statements.first else {
        Issue.record("\(text): \(errors.map(\.problem.message))")
        continue
      }
      let (checked, diagnostics) = Checker(world: world).check(statement, in: source)
      guard case .query(let query, _)? = checked else {
        if !looksOnlyAhead(diagnostics) { Issue.record("\(text): \(diagnostics.map(\.problem.message))") }
        continue
      }
      let expected = try NaiveQuery(library: naive, query: query, days: library.snapshots).result()
      for rules in [Set(Rule.allCases), []] {
        let found = try Engine(library: library, catalog: model.catalog, options: Engine.Options(rules: rules)).run(query)
        if let difference = difference(found, expected, isStage: isStage(query)) { Issue.record("seed \(seed): \(text)\n\(difference)") }
      }
    }
  }

  /// Records that vanish and return are what this suite is about: the random dumps must hold them.
  @Test func theDumpsHoldEveryKindOfChange() throws {
    var counts: [LineChange: Int] = [:]
    var late = 0
    for seed in Self.seeds {
      var random = SeededGenerator(seed: seed)
      let dumps = Dump.randomSeries(&random)
      let order = Array(dumps.indices).shuffled(using: &random)
      if order != order.sorted() { late += 1 }
      let library = try World.library(dumps, order: order)
      let world = Checking.World(model: TextParityTests.model(), snapshots: library.snapshots, values: library)
      let source = Source(name: "test", text: "changes of works since first snapshot")
      guard case .query(let query, _)? = Checker(world: world).check(Parser.parse(source).script.statements[0], in: source).0 else {
        Issue.record("the query does not check")
        return
      }
      let table = try Engine(library: library, catalog: world.model.catalog).run(query)
      for row in 0..<table.rowCount {
        if case .choice(let code) = table.columns[0].values.cell(row) { counts[LineChange(rawValue: code)!, default: 0] += 1 }
      }
    }
    for change in LineChange.allCases { #expect(counts[change] ?? 0 > Self.seeds.count / 4, "\(change)") }
    #expect(late > Self.seeds.count / 2)
  }
}

/// Random questions about lines, as people write them.
struct LineGenerator {
  var random: SeededGenerator

  private static let fields = [
    "phase", "cost", "title", "start", "size", "open", "unit", "month", "lag", "cost, budget", "phase, start", "title, measure",
  ]
  private static let lineConditions = [
    "change = changed", "change in (added, returned)", "change != removed", "field = cost", "field in (phase, open)", "field is missing",
    "old is missing", "new is known", "(change = added or field = start)", "not (change = returned)", "old = new", "not old = new",
  ]
  private static let typed = [
    "phase": "new = middle", "cost": "new - old > 1元", "start": "new > old + 3d", "size": "old >= new", "unit": "old = U1",
    "lag": "new > 2d",
    "open": "new", "title": "old contains a",
  ]
  private static let mixed = ["old = early", "new = U9", "new = true", "old = 2018-09-25", "new contains \"1\"", "old in (middle, early)"]
  private static let stages = [
    "count by change", "count by field, change", "where change = removed", "count by key.unit", "count by phase with empty",
    "where cost > 2元 | count", "list key, old, new, start", "count distinct key by unit.area", "sort by key desc, field, change top 3",
    "count by old sort by count desc",
  ]
  private static let typedStages = ["sort by new desc, key, field, change top 3", "count by old sort by count desc, old"]

  mutating func query(snapshots: [Day], ids: [String]) -> String {
    if random.chance(3) {
      if random.chance(2), let id = ids.randomElement(using: &random) { return "history of work \(id)" + stage(isMixed: true) }
      return "history of works" + conditions(["field = phase", "change = returned", "old is missing"], 4) + asOf(snapshots)
        + stage(isMixed: true)
    }
    let field = random.chance(2) ? random.pick(Self.fields) : nil
    let isMixed = field == nil || field!.contains("phase,")
    var lines = Self.lineConditions.filter { condition in
      !condition.contains("field") || field == nil
    }
    if isMixed { lines += Self.mixed } else if let typed = Self.typed[field!] { lines += [typed, typed, typed] }
    let from = Int.random(in: 0..<snapshots.count, using: &random)
    var text = "changes \(field.map { "in \($0) " } ?? "")of works"
    switch Int.random(in: 0...3, using: &random) {
    case 0: text += " since first snapshot"
    case 1 where snapshots.count > 1: text += " since previous snapshot"
    default:
      text += " since \(snapshots[from])"
      if random.chance(2) { text += " to \(snapshots[Int.random(in: from..<snapshots.count, using: &random)])" }
    }
    return text + conditions(lines, 2) + stage(isMixed: isMixed)
  }

  private mutating func conditions(_ lines: [String], _ oneIn: Int) -> String {
    var all: [String] = []
    if random.chance(2) { all.append(random.pick(TextGenerator.conditions)) }
    if random.chance(oneIn) { all.append(random.pick(lines)) }
    return all.isEmpty ? "" : " where " + all.map { "(\($0))" }.joined(separator: " and ")
  }

  private mutating func asOf(_ snapshots: [Day]) -> String { random.chance(2) ? " as of \(random.pick(snapshots))" : "" }

  private mutating func stage(isMixed: Bool) -> String {
    let stages = isMixed ? Self.stages : Self.stages + Self.typedStages
    return random.chance(2) ? " | " + random.pick(stages) : ""
  }
}
