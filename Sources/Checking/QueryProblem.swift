public import Diagnostics
public import Patterns
public import Schema

/// What can be wrong with a query or an expression. Its words stand in `QueryProblem+English.swift` and `QueryProblem+Chinese.swift`.
public indirect enum QueryProblem: Problem {
  // Names
  case unknownEntity(String, nearest: [String], known: [String])
  /// `elsewhere`: the paths by which linked records have the name.
  case unknownName(String, of: Bilingual?, nearest: [String], elsewhere: [String])
  /// `due-30d` is one word.
  case looksLikeDifference(String, spelled: String)
  /// Known words without spaces: `逾期项目`
  case runTogether(String, spaced: String)
  /// A field or definition in an expression that stands alone; what might be written instead.
  case needsEntity(String, String, instead: [String])
  /// A bare word that is a value of fields, where a name or a condition is wanted: the comparison with each.
  case valueAlone(String, comparisons: [String], list: String)
  /// The key of a record where an entity is wanted
  case recordAsEntity(String, of: String)
  /// `Q1`, `March`: a period of which year?
  case periodWithoutYear(String, spelled: String)
  case unknownFunction(String, isName: Bool, nearest: [String])
  case unknownSubject(String, nearest: [String])
  /// A value where `describe` wants a name: what to ask for instead.
  case valueAsSubject(String, instead: [String])
  case unknownFormat(String, nearest: [String])
  case unknownDialect(String, nearest: [String])
  case noParts(String, String)
  /// A path to many records where one value is wanted.
  case manyValues(String, isEntity: Bool, target: String)
  /// The name of an entity, or of a set of its records (`of`), inside a row of another one; of a result where `row` is nil. `links` lead from the row to
  /// such records.
  case wholeInRow(String, isSet: Bool, of: String, row: String?, links: [String], columns: [String], instead: [String])
  case linkWanted(String, String, nearest: [String])
  case notALinkOfMany(String, String)
  case lastResultIsNoValue
  case noLastResult

  // Values
  case unknownValue(String, of: String, nearest: [ValueHint])
  case ambiguousValue(String, of: String, candidates: [ValueHint])
  case moneyNeedsUnit(String, String, [String])
  case durationNeedsUnit(String, String, [String])
  case durationKinds(Bilingual, Bilingual)
  case numberAgainstDate(String)
  /// `due < 30 days`
  case durationAgainstDate(Bilingual, String)
  case numberAgainstPeriod(String, String)
  /// A bare word opposite a text
  case wordAgainstText(String, String)
  /// An alias that does not hold on the day asked
  case outdatedValue(ValueHint)
  /// `between 5 and 3`
  case emptyRange(String, String)
  case textAgainstDate(String)
  case dateAgainstPeriod(String, String)
  case unfitPeriod(String, String)
  case spanIsNoValue(String)
  case momentIsNoValue(String)
  case patternAlone
  case patternWanted
  case pattern(PatternProblem)
  case moment(MomentFailure, String)
  case constant(ConstantFailure)
  case amountTooFine(String)

  // Types
  case unlike(Bilingual, Bilingual)
  case unlikeBranches(Bilingual, Bilingual)
  case notACondition(String, Bilingual, String)
  case notAPredicate(String, Bilingual)
  case notAText(String, Bilingual, test: String)
  case notOrdered(String, Bilingual)
  case valueNotOrdered(String, String)
  case fieldOnRight(String)
  case listWanted(String, String)
  case noArithmetic(String, Bilingual, Bilingual?)
  case moneyTimesMoney
  case functionArguments(String, wanted: String, found: Int)
  case wrongArgument(String, wanted: Bilingual, found: Bilingual)
  case wrongAggregate(String, String, wanted: Bilingual, found: Bilingual, isFlag: Bool)
  case bandBound(String)
  case bandOrder(String)

  // Measures and rows
  case measureInRow(String)
  case notAMeasure(String)
  case nestedAggregate(String)
  case nestedLinks(String)
  case aggregateOfNothing(String)
  case aggregateNeedsField(String, String)
  case distinctOnlyCounts(String)
  /// `part(landing_rate)`
  case partOfNoSum(String)
  case quantifierInMeasure(String)
  case noCondition(String)
  /// A key that is alike in all rows
  case constantKey(String)
  case keyOfMany(String)
  case everythingOfGroups
  case everythingAsKey

  // Definitions
  case definitionCycle([String])
  case definitionType(Bilingual, found: Bilingual)
  case argumentCount(String, wanted: [String], found: Int)
  case argumentOfOtherRow(String)
  /// A problem inside the body of a definition, shown where it was called.
  case inDefinition(String, QueryProblem)

  /// About other snapshots than the one asked
  case past(PastProblem)

  // Clauses and stages
  case clauseOfOtherVerb(String, [String])
  case needsMeasures(String)
  case needsGroups(String)
  case emptyGroups
  /// `with empty`, as far as the number of groups is known before rows are read; nil where it is beyond counting
  case tooManyGroups(Int?)
  /// `list … by investment`: what might be meant, where that is known
  case sectionsOfQuantity(String, Bilingual, reading: String?)
  case oneRow(String, took: String?, count: String)
  case topBesideBottom
  case bottomOfNothing
  case perOfNoKey(String, [String])
  case countWanted(String, String)
  case clauseOfRank(String)
  case rankedTop
  case asOfInStage
  case stageAfterAcross
  case groupsWithoutVerb
  case destinationBeforeStage
  case noSnapshot(Day, first: Day)
  case momentWanted(String)
  /// With the bodies of the definitions that it names
  case tooDeep(levels: Int)
  /// Definitions with arguments that differ at each use, which written out grow out of hand
  case tooManyParts(limit: Int)
  case tooManyDefinitions(String, limit: Int)
  case tooManyStages(limit: Int)
  case planOfQuery
  case sqlOfQuery

  // Lines: changes and history
  case lines(LineProblem)
  case wordsOfQuery
}

/// Why a moment has no days.
public enum MomentFailure: Error, Hashable, Sendable {
  case noSuchDay
  /// `2018-W54`
  case noSuchPeriod
  case outsideCalendar
  /// Days before the year 1 or after 9999
  case outsideYears
  /// `previous snapshot` of the first, `first snapshot` of none
  case noSuchSnapshot
}

/// Why arithmetic of constants has no result.
public enum ConstantFailure: Error, Hashable, Sendable {
  case overflow
  case outsideCalendar
  case noSuchDay
  /// A date moved by half a day
  case fraction
}

extension QueryProblem {
  /// The question is well put, but no snapshot answers it: a problem of the data.
  public var isOfSnapshots: Bool {
    switch self {
    case .noSnapshot, .past(.noSnapshotBetween), .moment(.noSuchSnapshot, _): true
    case .inDefinition(_, let problem): problem.isOfSnapshots
    default: false
    }
  }

  /// Whether data, or another `today`, could make it right: a script that is checked without a library is not blamed for it.
  var dependsOnData: Bool {
    switch self {
    case .unknownValue, .emptyRange, .bandOrder, .noSnapshot, .constant, .outdatedValue, .noLastResult: true
    case .moment(.noSuchSnapshot, _), .moment(.outsideCalendar, _), .past(.momentAhead): true
    case .inDefinition(_, let problem): problem.dependsOnData
    default: false
    }
  }
}
