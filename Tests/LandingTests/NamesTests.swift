import Model
import Schema
import Testing

/// The names of units, and the traps in them.
@Suite struct NamesTests {
  private func unit(_ word: String, on day: Day = Day(year: 2018, month: 12, day: 28)!) -> [String] {
    let catalog = BuiltIn.model.catalog
    let units = BuiltIn.model.entity(named: "units")!
    let matcher = ValueMatcher(catalog: catalog, values: NoValues(catalog: catalog), snapshot: 0, on: day)
    return switch matcher.match(word, link: units) {
    case .one(let candidate): [catalog.entities[units].keyNames[candidate.code].code]
    case .several(let candidates): candidates.map { catalog.entities[units].keyNames[$0.code].code }
    case .none: []
    }
  }

  @Test func fifteenUnitsReport() {
    let units = BuiltIn.model.catalog.entities[BuiltIn.model.entity(named: "units")!].keyNames
    #expect(
      units.prefix(15).map(\.code) == [
        "420102", "420103", "420104", "420105", "420106", "420107", "420111", "420112", "420113", "420114", "420115", "420116", "420117",
        "420171", "420172",
      ])
    #expect(units.allSatisfy { $0.english != nil && $0.label != nil })
  }

  @Test(arguments: [
    ("汉南", "420113"), ("汉南区", "420113"), ("Hannan", "420113"), ("hannan", "420113"), ("沌口", "420113"), ("经开区", "420113"),
    ("武汉开发区", "420113"), ("武汉经济技术开发区（汉南区）", "420113"), ("420113", "420113"),
    ("光谷", "420171"), ("Optics Valley", "420171"), ("东湖高新区", "420171"), ("东湖高新", "420171"), ("东湖风景区", "420172"),
    ("东西湖", "420112"), ("东西湖区", "420112"), ("Dongxihu", "420112"), ("临空港", "420112"),
    ("硚口", "420104"), ("桥口", "420104"), ("桥口区", "420104"), ("Qiaokou", "420104"),
    ("青山区(武汉化工区)", "420107"), ("化工区", "420107"), ("Jiang'an", "420102"), ("Jiang’an", "420102"), ("Huangpo", "420116"),
    ("市环保局", "EPB"), ("市招商局", "IPB"),
  ])
  func aNameMeansOneUnit(_ word: String, _ code: String) {
    #expect(unit(word) == [code])
  }

  /// 东湖 is a lake with two units on its shore.
  @Test(arguments: ["东湖", "East Lake"])
  func aNameOfTwoUnitsIsAmbiguous(_ word: String) {
    #expect(unit(word) == ["420171", "420172"])
  }

  @Test(arguments: ["西湖", "湖", "汉", "武汉", "Dong"])
  func partOfANameIsNoName(_ word: String) {
    #expect(unit(word) == [])
  }

  @Test func departmentsChangedTheirNamesInJanuary2019() {
    let before = Day(year: 2018, month: 12, day: 28)!
    let during = Day(year: 2019, month: 1, day: 15)!
    let after = Day(year: 2019, month: 3, day: 1)!
    #expect(unit("市生态环境局", on: before) == [])
    #expect(unit("市生态环境局", on: during) == ["EPB"])
    #expect(unit("武汉市环境保护局", on: before) == ["EPB"])
    #expect(unit("武汉市环境保护局", on: during) == ["EPB"])
    #expect(unit("武汉市环境保护局", on: after) == [])
    // Two offices became one: its name means either.
    #expect(unit("市文化和旅游局", on: after) == ["CUL", "TDC"])
  }
}
