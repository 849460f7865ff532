import Checking
import Diagnostics
import Model
import Query
import Schema
import Syntax
import Testing

/// Names pass from one office to another: what a word means hangs on the day of the snapshot that is asked.
@Suite struct DatedNamesTests {
  private static let text = """
    choice office: planning "规划局" alias 资源局 to 2018-06-30, nature "自然局" alias 资源局 from 2018-07-01, water "水务局" alias 河湖局 to 2018-06-30
    entity plans plan key id
    field id for plans: text
    field office for plans: choice office
    define of_resources for plans as office = 资源局
    define held_by(who) for plans as office = who
    """

  private let model: Model
  private let days = [Day(year: 2018, month: 6, day: 29)!, Day(year: 2018, month: 7, day: 27)!]

  init() {
    let source = Source(name: "model.lq", text: Self.text)
    var builder = ModelBuilder()
    builder.add(Parser.parse(source).script, source: source)
    model = builder.build().model
  }

  private func check(_ text: String) -> (query: CheckedQuery?, problems: [String]) {
    let source = Source(name: "query", text: text)
    let world = World(model: model, snapshots: days)
    let (checked, diagnostics) = Checker(world: world).check(Parser.parse(source).script.statements[0], in: source)
    guard case .query(let query, _)? = checked else { return (nil, diagnostics.map(\.problem.message)) }
    return (query, diagnostics.map(\.problem.message))
  }

  /// The values of the office that a condition asks for.
  private func offices(_ condition: Checked?) -> Set<Int>? {
    switch condition?.node {
    case .isOneOf(_, let codes)?: codes
    case .definition(_, let body)?: offices(body)
    default: nil
    }
  }

  @Test(arguments: ["office = 资源局", "of_resources", "held_by(资源局)"])
  func eachPointOfATrendReadsNamesOfItsDay(_ condition: String) throws {
    let query = try #require(check("trend count of plans where \(condition) from 2018-06 every month").query)
    guard case .trend(let trend) = query.source else { return #expect(Bool(false), "no trend") }
    #expect(trend.points.map { offices($0.query?.condition) } == [[0], [1]])
    #expect(!trend.isSteady)
  }

  @Test func aNameThatHoldsAlwaysLeavesATrendSteady() throws {
    let query = try #require(check("trend count of plans where office = 规划局 from 2018-06 every month").query)
    guard case .trend(let trend) = query.source else { return #expect(Bool(false), "no trend") }
    #expect(trend.isSteady)
  }

  @Test func eachSideOfAComparisonReadsNamesOfItsDay() throws {
    let query = try #require(check("count plans where of_resources compare 2018-06-29").query)
    guard case .comparison(let comparison) = query.source else { return #expect(Bool(false), "no comparison") }
    #expect(offices(comparison.now.condition) == [1])
    #expect(offices(comparison.before.condition) == [0])
  }

  @Test func asOfReadsNamesOfItsDay() throws {
    #expect(offices(check("list plans where office = 资源局").query?.condition) == [1])
    #expect(offices(check("list plans where office = 资源局 as of 2018-06-29").query?.condition) == [0])
    // A condition on the past is said today, in the names of today.
    guard case .atSnapshot(0, let then)? = check("list plans where was (office = 资源局) on 2018-06-29").query?.condition?.node else {
      return #expect(Bool(false), "no condition on the past")
    }
    #expect(offices(then) == [1])
  }

  @Test func aNameThatNoLongerHoldsIsNoName() {
    let outdated = "`河湖局` is a name of water 水务局 only until 2018-06-30"
    #expect(check("list plans where office = 河湖局").problems == [outdated])
    #expect(check("trend count of plans where office = 河湖局 from 2018-06 every month").problems == [outdated])
    #expect(check("list plans where office = 河湖局 as of 2018-06-29").problems == [])
  }
}
