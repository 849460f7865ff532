import Diagnostics
import FrontSupport
import Model
import Schema
import Syntax
import Testing

private let small = """
  entity works work "工程" alias 项 key id name name show name, stage
    -- what is built
  field id for works: text
  field name "名称" for works: text
  field stage "阶段" alias (所属阶段) for works: choice stage
  field cost "造价" for works: money in 万元
  field begun for works: date as MM/DD/YYYY
  field keeper for works: offices where kind = district reverse kept_works
  field amount for works: number in measured
  field measured for works: text
  field month for works: month
  field limit for works: workdays
  field open for works: flag
  choice stage ordered: planned "策划", begun "开工" alias 动工; unordered ended "终止"
  entity offices office "单位" key id name name
  field id for offices: text
  field name for offices: text
  field kind for offices: choice kind
  choice kind: district "区", department "部门"
  names offices: 420113 Hannan "汉南区" alias (汉南, 沌口), EPB "市环保局" alias (市环境保护局 to 2019-01-09)
  calendar china: rest 2018-02-15 to 2018-02-21, 2018-04-05; work 2018-02-11
  define late(span) "逾期" alias 迟 for works as begun is missing and month + span < today -- behind
  define size for works: choice stage as if cost > 5亿 then begun else planned
  """

@Suite struct ModelBuilderTests {
  @Test func aSoundModelIsBoundWhole() throws {
    let (model, problems) = built(small)
    try #require(problems == [])
    let works = try #require(model.entity(named: "工程"))
    let entity = model.catalog.entities[works]
    #expect(entity.singular == "work" && entity.aliases == ["项"] && entity.documentation == "what is built")
    #expect(entity.keyField == 0 && entity.nameField == 1 && entity.defaultColumns == [1, 2])
    let types = entity.fields.map(\.type)
    #expect(
      types == [
        .text, .text, .choice(0), .money(MoneyUnit(name: "万元", factor: 10_000)), .date, .link(1), .number, .text, .period(.month),
        .duration(.workdays), .flag,
      ])
    #expect(entity.fields[4].dateOrder == .monthFirst)
    #expect(entity.fields[5].reverseName == "kept_works" && entity.fields[5].restriction == LinkRestriction(field: 2, code: 0))
    #expect(entity.fields[6].unitField == 7)
    let stage = model.catalog.choices[0]
    #expect(stage.orderedCount == 2 && stage.values.map(\.code) == ["planned", "begun", "ended"])
    #expect(stage.values[1].aliases == [.init("动工")])
    let offices = model.catalog.entities[1].keyNames
    #expect(offices[0].english == "Hannan" && offices[0].label == "汉南区")
    #expect(offices[1].aliases == [.init("市环境保护局", to: Day(year: 2019, month: 1, day: 9))])
    let calendar = try #require(model.catalog.calendar)
    #expect(calendar.rest.count == 8 && calendar.work.count == 1)
    let late = model.definitions[0]
    #expect(
      late.name == "late" && late.label == "逾期" && late.aliases == ["迟"] && late.parameters == ["span"] && late.documentation == "behind")
    #expect(late.text == "begun is missing and month + span < today")
    #expect(model.definitions[1].type == .choice(0))
  }

  @Test func orderOfDeclarationsIsFree() {
    let lines = small.split(separator: "\n").filter { !$0.hasPrefix("  ") }.map(String.init)
    let (model, problems) = built(lines.reversed().joined(separator: "\n"))
    #expect(problems == [])
    #expect(model.entity(named: "works") == 1)
    #expect(model.catalog.entities[1].fields.count == 11)
  }

  @Test func severalTextsMakeOneModel() {
    let (model, problems) = built("field extra for works: text", small)
    #expect(problems == [])
    #expect(model.catalog.entities[0].fields.count == 12)
  }

  @Test func withoutShowTheFirstFieldsAreShown() {
    let (model, _) = built(small)
    #expect(model.catalog.entities[1].defaultColumns == [0, 1, 2])
  }

  @Test(
    arguments: [
      ("field x for work: text", []),
      ("field x for wroks: text", ["wroks: expected an entity, found the unknown name `wroks`"]),
      ("field x for works: choice stag", ["stag: expected a choice, found the unknown name `stag`"]),
      ("field x for works: money in 万圆", ["万圆: expected a unit of money, found the unknown name `万圆`"]),
      ("field x for works: offcies", ["offcies: expected an entity, found the unknown name `offcies`"]),
      ("field 阶段 for works: text", ["阶段: the name `阶段` is already taken by the field `stage`"]),
      ("field x \"造价\" for works: text", ["x: the name `造价` is already taken by the field `cost`"]),
      ("field x alias COST for works: text", ["COST: the name `COST` is already taken by the field `cost`"]),
      ("field all for works: text", ["all: `all` has a meaning of its own and cannot be declared"]),
      ("choice Stage: a, b", ["Stage: the name `Stage` is already taken by the choice `stage`"]),
      ("choice c: a, b, A", ["A: the name `A` is already taken by the value `a`"]),
      ("choice c: a \"甲\", b \"甲\"", ["b: the name `甲` is already taken by the value `a`"]),
      ("choice c: a \"甲\", b alias 甲", ["甲: the name `甲` is already taken by the value `a`"]),
      ("choice c: a alias 丙, b alias 丙", []),
      ("entity works thing key id", ["works: the entity `works` is already declared"]),
      ("entity things work key id\nfield id for things: text", ["work: the name `work` is already taken by the entity `works`"]),
      (
        "entity things thing key code\nfield id for things: text",
        ["code: expected a field `code` for `things`, found no declaration of it"]
      ),
      (
        "entity things thing key id\nfield id for things: date",
        ["id: expected a text field as the key, found `id`, which is a date"]
      ),
      (
        "entity things thing key id show id, colour\nfield id for things: text\nfield color for things: text",
        ["colour: expected a field in `things`, found the unknown name `colour`"]
      ),
      ("field x for works: number in cost", ["cost: expected a text field as the unit, found `cost`, which is an amount of money"]),
      (
        "field x for works: offices where kind = distrct reverse xs",
        ["distrct: expected a value in `kind`, found the unknown name `distrct`"]
      ),
      (
        "field x for works: offices where name = y reverse xs",
        ["name: expected a choice field as the restriction of the link, found `name`, which is a text"]
      ),
      ("field x for works: offices", ["x: expected a reverse name for `x`, as more than one link leads from `works` to `offices`"]),
      ("field x for works: offices reverse kind", ["x: `kind` would hide the field `kind` of `offices`"]),
      (
        "field x for works: offices reverse kept_works",
        ["x: the name `kept_works` is already taken by the link `kept_works` back from `works`"]
      ),
      ("names wroks: a", ["wroks: expected an entity, found the unknown name `wroks`"]),
      ("calendar other: rest 2018-01-01", ["other: expected days of the calendar `china`, found a second calendar `other`"]),
      (
        "calendar china: rest 2019-01-03 to 2019-01-01",
        ["2019-01-03 to 2019-01-01: expected the later day last, found 2019-01-03 to 2019-01-01"]
      ),
      ("calendar china: rest 2018-01-03 to 2081-01-01", ["2018-01-03 to 2081-01-01: expected a few days in a row, found 23010"]),
      ("calendar china: rest 2018-02-11", ["2018-02-11: 2018-02-11 is declared both as rest and as work"]),
      ("define stage for works as cost > 1亿", ["stage: `stage` would hide the field `stage` of `works`"]),
      ("define x \"阶段\" for works as cost > 1亿", ["x: `阶段` would hide the field `stage` of `works`"]),
      (
        "define kept_work for offices as name is known",
        ["kept_work: `kept_work` would hide the link `kept_works` back from `works` of `offices`"]
      ),
      ("define 单位 for works as cost > 1亿", ["单位: `单位` would hide the entity `offices`"]),
      ("define median for works as cost > 1亿", ["median: `median` would hide the function `median`"]),
      ("define late for works as cost > 1亿", ["late: the name `late` is already taken by the definition `late`"]),
      ("define late for offices as name is known", []),
      ("define x(cost) for works as cost > 1亿", ["cost: `cost` would hide the field `cost` of `works`"]),
      ("define x(a, a) for works as a > 1", ["a: the name `a` is already taken by the parameter `a`"]),
      ("define x for works: choice stag as 1", ["stag: expected a choice, found the unknown name `stag`"]),
      ("define x for works as x > 1", ["x: the definition refers to itself: `x` -> `x`"]),
      (
        "define x for works as y\ndefine y for works as keeper.z\ndefine z for offices as any kept_work is x",
        ["x: the definition refers to itself: `x` -> `y` -> `z` -> `x`"]
      ),
      ("define planned for works as stage = planned", []),
      ("define x for works as keeper.x\ndefine x for offices as kind = district", []),
      ("define r for works as count(where r)", ["r: the definition refers to itself: `r` -> `r`"]),
    ] as [(String, [String])])
  func reports(addition: String, expected: [String]) {
    #expect(built(small + "\n" + addition).problems == expected)
  }

  @Test func namesTheNearestAndMends() throws {
    var builder = ModelBuilder()
    let parsed = Parser.parse(Source(name: "model", text: small + "\nfield x for wroks: text"))
    builder.add(parsed.script, source: parsed.source)
    let diagnostic = try #require(builder.build().findings.first?.diagnostic)
    #expect(diagnostic.problem.hint == "you might mean `works`")
  }

  @Test func whereANameWasTakenIsNoted() throws {
    var builder = ModelBuilder()
    for (name, text) in [("a.lq", small), ("b.lq", "field cost for works: text")] {
      let parsed = Parser.parse(Source(name: name, text: text))
      builder.add(parsed.script, source: parsed.source)
    }
    let finding = try #require(builder.build().findings.first)
    #expect(finding.source.name == "b.lq")
    #expect(finding.diagnostic.notes.map(\.message.english) == ["the field `cost` is declared in a.lq, line 6"])
  }

  @Test func aTextMayReplaceADefinitionOfItsBase() {
    let (base, _) = built(small)
    let (model, problems) = built("define late for works as cost > 1亿\ndefine more for works as late", base: base)
    #expect(problems == [])
    #expect(model.definitions.map(\.name) == ["late", "size", "more"])
    #expect(model.definitions[0].text == "cost > 1亿" && model.definitions[0].parameters == [])
  }

  @Test func aReplacementMayNotTurnRound() {
    let (base, _) = built(small + "\ndefine more for works as late(1d)")
    let (_, problems) = built("define late for works as more", base: base)
    #expect(problems == ["late: the definition refers to itself: `late` -> `more` -> `late`"])
  }

  @Test func theCatalogAloneMakesAModel() {
    let (base, _) = built(small)
    let model = Model(catalog: base.catalog)
    #expect(model.definitions.isEmpty && model.entity(named: "works") == 0)
  }
}

@Suite struct BuiltInModelTests {
  @Test func itIsSound() {
    #expect(Parser.parse(BuiltInModel.source).diagnostics.map(\.problem.message) == [])
    #expect(BuiltInModel.built.findings.map(\.diagnostic.problem.message) == [])
  }

  @Test(
    arguments: [
      ("东湖", ["420171", "420172"]), ("东西湖", ["420112"]), ("汉南", ["420113"]), ("沌口", ["420113"]), ("经开区", ["420113"]),
      ("hannanqu", ["420113"]),
      ("桥口", ["420104"]), ("qiaokou", ["420104"]), ("光谷", ["420171"]), ("420113", ["420113"]), ("jiangan", ["420102"]), ("西湖", []),
      ("青山区(武汉化工区)", ["420107"]), ("武汉经济技术开发区（汉南区）", ["420113"]),
    ] as [(String, [String])])
  func unitsAreFound(word: String, expected: [String]) throws {
    let catalog = BuiltInModel.built.model.catalog
    let units = try #require(catalog.entities.firstIndex { $0.plural == "units" })
    let matcher = ValueMatcher(catalog: catalog, values: NoValues(catalog: catalog), snapshot: 0, on: Day(year: 2018, month: 12, day: 31)!)
    let codes: [Int] =
      switch matcher.match(word, link: units) {
      case .one(let candidate): [candidate.code]
      case .several(let candidates): candidates.map(\.code)
      case .none: []
      }
    #expect(codes.map { catalog.entities[units].keyNames[$0].code } == expected)
  }
}
