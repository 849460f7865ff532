import Diagnostics
import Model
import Query
import Schema
import Syntax

/// The work of checking one statement: what was found wrong, and what the statement has added so far.
///
/// Functions named `checkX` return nil when something was wrong; it has been reported then, and callers stay silent.
/// They go on after a mistake wherever the rest can be judged without it.
final class Checking {
  let world: World
  let source: Source
  var diagnostics: [Diagnostic] = []
  /// What is odd but has an answer. Apart from the errors, so that trying a reading is not put off by it.
  var warnings: [Diagnostic] = []
  /// Choices made by `band(…)`, behind the catalog's.
  var addedChoices: [Choice] = []
  /// What was decided on the way, for `explain`.
  var readings: [Reading] = []
  /// The snapshot that is read, and what `today` is there.
  var moment: Moment
  /// Something in the statement hung on ``snapshot`` or ``today``.
  var readsMoment = false
  /// The day whose names for values hold: that of the snapshot asked, also where the query looks at others.
  var namingDay: Day?
  /// The snapshot that conditions look back from: the one asked, also where the query looks at others; nil at that snapshot itself.
  var asked: Moment?
  /// What to make of a moment before the first snapshot.
  var early = EarlyMoments.errors
  private var frames = 0
  /// Columns of results that were looked for by the words that made them.
  var madeColumns: [MadeColumn: Int?] = [:]
  /// Expressions being checked, each inside the one before; and the most there were.
  var level = 0
  var reach = 0
  /// Snapshots that the statement's `ever` and `always` look at, counted at each at which they stand themselves.
  private var looksBack = 0
  /// The most definitions that were open, each named by the one before.
  var definitionReach = 0
  /// Expressions checked in bodies of definitions and in what was handed to them.
  private var parts = 0
  /// Readings being tried without a word.
  private var trials = 0
  var isTrying: Bool { trials > 0 }
  /// Mistakes that are still told with all that might have been meant.
  var details: Int
  private var steps = 0
  private(set) var isCancelled = false
  let memo: DefinitionMemo
  private let spellings = SpellingCache()

  var snapshot: Int {
    get {
      readsMoment = true
      return moment.snapshot
    }
    set { moment.snapshot = newValue }
  }

  var today: Day {
    get {
      readsMoment = true
      return moment.today
    }
    set { moment.today = newValue }
  }

  init(world: World, source: Source, memo: DefinitionMemo = DefinitionMemo(), details: Int = DiagnosticTally.detailLimit) {
    self.world = world
    self.source = source
    self.memo = memo
    self.details = details
    moment = Moment(snapshot: world.askedSnapshot, today: world.today(at: world.askedSnapshot))
  }

  var model: Model { world.model }
  var catalog: Catalog { world.model.catalog }

  func printed(_ checked: Checked) -> String { CheckedPrinter(catalog: catalog, addedChoices: addedChoices).text(of: checked) }

  func scope(_ entity: Int) -> Scope {
    model.scope(entity)
  }

  func choice(_ index: Int) -> Choice {
    index < catalog.choices.count ? catalog.choices[index] : addedChoices[index - catalog.choices.count]
  }

  var moments: Moments {
    Moments(
      at: {
        self.readsMoment = true
        return self.moment
      }(), snapshots: world.snapshots, calendar: catalog.calendar)
  }

  /// The day whose names for values hold. What it decides is decided anew at each moment.
  private func dayOfNames() -> Day {
    readsMoment = true
    return namingDay ?? moment.today
  }

  /// Without the nearest values, which take long to find and are wanted only where a mistake is told.
  var matcher: ValueMatcher {
    ValueMatcher(
      catalog: catalog, values: world.values, snapshot: { self.snapshot }, on: dayOfNames, cache: spellings, findsNearest: false)
  }

  var matcherWithNearest: ValueMatcher {
    ValueMatcher(
      catalog: catalog, values: world.values, snapshot: { self.snapshot }, on: dayOfNames, cache: spellings, findsNearest: true)
  }

  /// `ever` inside `ever` looks at every snapshot from every snapshot: two of them are at home here, four would fill the memory.
  static let looksBackLimit = 50_000

  /// Counts snapshots that are about to be looked at; false where they are too many.
  func looksBack(_ count: Int) -> Bool {
    looksBack += count
    return looksBack <= Self.looksBackLimit
  }

  /// Every walk over what was checked goes as deep as the check.
  static let levelLimit = 500
  /// Definitions whose arguments differ at each use are bound at each use: written out they may be exponentially longer than their text.
  static let partLimit = 500_000

  /// Whether a mistake is to be told with all that might have been meant.
  func tellsDetails() -> Bool {
    guard trials == 0, details > 0 else { return false }
    details -= 1
    return true
  }

  /// The names nearest to a word, while mistakes are told with them.
  func nearest(to word: String, among names: @autoclosure () -> [String]) -> [String] {
    tellsDetails() ? Nearness.nearest(to: word, among: names()) : []
  }

  /// One level deeper; false, and reported, where that is too deep or the definitions at hand have grown too large, or when the check was cancelled.
  func enter(_ range: SourceRange, _ context: Context, by levels: Int = 1) -> Bool {
    guard poll() else { return false }
    if context.callSite != nil {
      parts += 1
      guard parts <= Self.partLimit else {
        reportOnce(.tooManyParts(limit: Self.partLimit), range, context)
        return false
      }
    }
    guard level + levels <= Self.levelLimit else {
      reportDepth(range, context)
      return false
    }
    level += levels
    reach = max(reach, level)
    return true
  }

  func reportDepth(_ range: SourceRange, _ context: Context) { reportOnce(.tooDeep(levels: Self.levelLimit), range, context) }

  private func reportOnce(_ problem: QueryProblem, _ range: SourceRange, _ context: Context) {
    // What holds it is wrong for the same reason, and says so no more.
    if !diagnostics.contains(where: { $0.problem.isOfSize }) { report(problem, at: range, in: context) }
  }

  func cancel() { isCancelled = true }

  /// False once the check was cancelled.
  func poll() -> Bool {
    if isCancelled { return false }
    steps += 1
    if steps & 63 == 0, world.isCancelled() { isCancelled = true }
    return !isCancelled
  }

  /// Whether what the body checks hangs on the moment at which it is read.
  func readingMoment<Result>(_ body: () -> Result) -> (Result, Bool) {
    let outer = readsMoment
    readsMoment = false
    let result = body()
    defer { readsMoment = outer || readsMoment }
    return (result, readsMoment)
  }
}

extension Checking {
  /// - Parameter isCertain: no data and no other `today` could make it right, though they could many a problem of its kind.
  func report(
    _ problem: QueryProblem, at range: SourceRange, in context: Context, notes: [Diagnostic.Note] = [], fix: Diagnostic.Fix? = nil,
    isCertain: Bool = false
  ) {
    if world.forgivesUnknownValues, problem.dependsOnData, !isCertain { return }
    if isCancelled { return }
    let isOutside = context.callSite != nil
    let inner = context.openDefinitions.last
    let problem = isOutside ? inner.map { .inDefinition(model.definitions[$0].name, problem) } ?? problem : problem
    diagnostics.append(Diagnostic(problem, at: context.place(range), notes: isOutside ? [] : notes, fix: isOutside ? nil : fix))
  }

  func report(_ problem: QueryProblem, at range: SourceRange, notes: [Diagnostic.Note] = [], fix: Diagnostic.Fix? = nil) {
    if isCancelled || world.forgivesUnknownValues && problem.dependsOnData { return }
    diagnostics.append(Diagnostic(problem, at: range, notes: notes, fix: fix))
  }

  func warn(_ problem: QueryProblem, at range: SourceRange, in context: Context) {
    let inner = context.callSite == nil ? nil : context.openDefinitions.last
    let problem = inner.map { .inDefinition(model.definitions[$0].name, problem) } ?? problem
    warnings.append(Diagnostic(problem, at: context.place(range), severity: .warning))
  }

  /// Tries one reading without a word: nil, and nothing reported, when it does not hold.
  func attempt<Result>(_ body: () -> Result?) -> Result? {
    let (reported, warned, added, read) = (diagnostics.count, warnings.count, addedChoices.count, readings.count)
    trials += 1
    let result = body()
    trials -= 1
    if result == nil || diagnostics.count > reported {
      // What was bound with those choices must be bound again.
      if addedChoices.count > added {
        memo.removeBodies()
        spellings.removeChoices()
      }
      diagnostics.removeSubrange(reported...)
      warnings.removeSubrange(warned...)
      addedChoices.removeSubrange(added...)
      readings.removeSubrange(read...)
      return nil
    }
    return result
  }

  /// Known Chinese words that were written without spaces. Where one word runs on, others may too, so the fix spaces the whole text if it can be
  /// read then; the words of the message are those of the run where the whole text has them so, else the whole text.
  func runTogether(_ run: String, _ range: SourceRange) -> (problem: QueryProblem, fix: Diagnostic.Fix)? {
    guard run.unicodeScalars.contains(where: Pinyin.isHan) else { return nil }
    let spacing = SpacedReading(model: model)
    guard let words = spacing.words(of: run)?.joined(separator: " ") else { return nil }
    guard let whole = spacing.reading(of: source) else { return (.runTogether(run, spaced: words), Diagnostic.Fix(range, words)) }
    let isWhole = range.start == 0 || !whole.contains(words)
    return (.runTogether(run, spaced: isWhole ? whole : words), Diagnostic.Fix(source.range, whole))
  }

  func newFrame() -> Int {
    frames += 1
    return frames
  }

  func context(_ row: Context.Row, _ mode: Context.Mode) -> Context {
    Context(row: row, mode: mode, source: source, frame: newFrame())
  }

  /// The context of another record, reached from this one.
  func context(on entity: Int, from context: Context) -> Context {
    var other = context
    other.row = .record(entity)
    other.mode = .row(insideAggregate: false)
    other.frame = newFrame()
    return other
  }
}

extension Problem {
  fileprivate var isOfSize: Bool {
    switch self as? QueryProblem {
    case .tooDeep?, .tooManyParts?: true
    case .inDefinition(_, let problem)?: problem.isOfSize
    default: false
    }
  }
}
