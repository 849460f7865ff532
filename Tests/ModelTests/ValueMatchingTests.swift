import FrontSupport
import Model
import Schema
import Testing

@Suite struct ValueMatchingTests {
  static let stage = ValueMatcher.Column(entity: 0, field: 2)
  static let keeper = ValueMatcher.Column(entity: 0, field: 3)

  func matcher(_ year: Int = 2018, kinds: [Int: Int] = [:]) -> ValueMatcher {
    ValueMatcher(
      catalog: Fixtures.catalog, values: FixtureValues(kinds: kinds), snapshot: 0, on: Day(year: year, month: 6, day: 1)!)
  }

  func code(_ match: ValueMatcher.Match) -> Int? {
    if case .one(let candidate) = match { candidate.code } else { nil }
  }

  func codes(_ match: ValueMatcher.Match) -> [Int] {
    switch match {
    case .one(let candidate): [candidate.code]
    case .several(let candidates): candidates.map(\.code)
    case .none: []
    }
  }

  func nearest(_ match: ValueMatcher.Match) -> [ValueMatcher.Candidate] {
    if case .none(let nearest) = match { nearest } else { [] }
  }

  @Test(arguments: [
    ("new-start", 2), ("NEW_START", 2), ("newstart", 2), ("新开工", 2), ("开业", 2), ("xinkaigong", 2), ("xīnkāigōng", 2), ("前期", 1), ("停建", 4),
    ("tingjian", 4), ("ＰＬＡＮＮＥＤ", 0),
  ])
  func findsAChoice(word: String, expected: Int) {
    #expect(code(matcher().match(word, choice: Fixtures.stages, column: Self.stage)) == expected)
  }

  @Test(
    arguments: [
      ("420113", 2), ("Hannan", 2), ("hannan", 2), ("汉南", 2), ("汉南区", 2), ("沌口", 2), ("zhuankou", nil), ("dunkou", 2), ("hannanqu", 2),
      ("Hànnán", 2), ("jiangan", 0), ("Jiang’an", 0), ("江岸", 0), ("东西湖", 1), ("dongxihu", 1), ("光谷", 3), ("East Lake High-tech", 3),
      ("epb", 5),
    ] as [(String, Int?)])
  func findsALinkedRecord(word: String, expected: Int?) {
    #expect(code(matcher().match(word, link: 1, column: Self.keeper)) == expected)
  }

  @Test func aSharedAliasListsAllItNames() {
    #expect(codes(matcher().match("东湖", link: 1)) == [3, 4])
    #expect(codes(matcher().match("donghu", link: 1)) == [3, 4])
  }

  @Test func aRestrictionOfTheLinkDecidesBetweenSeveral() {
    #expect(codes(matcher(kinds: [3: 0, 4: 1]).match("东湖", link: 1, column: Self.keeper)) == [3])
    #expect(codes(matcher(kinds: [3: 1, 4: 1]).match("东湖", link: 1, column: Self.keeper)) == [3, 4])
  }

  @Test func partsOfAWordDoNotMatch() {
    for word in ["西湖", "东", "湖", "han", "汉", "h"] { #expect(codes(matcher().match(word, link: 1)).isEmpty, "\(word)") }
  }

  @Test func aDatedAliasHoldsOnItsDaysOnly() {
    #expect(code(matcher(2018).match("市环境保护局", link: 1)) == 5)
    #expect(code(matcher(2019).match("市环境保护局", link: 1)) == nil)
    #expect(code(matcher(2018).match("市生态环境局", link: 1)) == nil)
    #expect(code(matcher(2019).match("市生态环境局", link: 1)) == 5)
    let near = nearest(matcher(2019).match("市环境保护局", link: 1))
    #expect(near.first?.code == 5 && near.first?.outdated?.to == Day(year: 2019, month: 1, day: 9))
  }

  @Test(arguments: [("Hanan", 2), ("汉男", 2), ("hanann", 2), ("Dongxhu", 1), ("市环保", 5), ("hnq", 2), ("dxh", 1)])
  func namesTheNearest(word: String, expected: Int) {
    let near = nearest(matcher().match(word, link: 1, column: Self.keeper))
    #expect(near.first?.code == expected)
  }

  @Test func nearestCarryTheirRows() {
    let near = nearest(matcher().match("Hanan", link: 1, column: Self.keeper))
    #expect(near.first?.rows == 7 && near.first?.name == "420113 Hannan 汉南区")
    #expect(nearest(matcher().match("preparatry", choice: Fixtures.stages, column: Self.stage)).first?.rows == 41)
  }

  @Test func nothingAlikeHasNoNearest() { #expect(nearest(matcher().match("zzz", choice: Fixtures.stages, column: Self.stage)).isEmpty) }

  @Test func recordsMatchByKeyNameAndSound() {
    let matcher = matcher()
    #expect(code(matcher.match("W-1", link: 0)) == 0)
    #expect(code(matcher.match("w-1", link: 0)) == 0)
    #expect(code(matcher.match("长江大桥", link: 0)) == 0)
    #expect(code(matcher.match("changjiangdaqiao", link: 0)) == 0)
    #expect(code(matcher.match("chongqingyinhangdasha", link: 0)) == 1)
  }

  @Test func severalCarryTheirRows() {
    guard case .several(let candidates) = matcher().match("东湖", link: 1, column: Self.keeper) else {
      Issue.record("expected several")
      return
    }
    #expect(candidates.map(\.rows) == [5, 0] && candidates.map(\.spelling) == ["东湖", "东湖"])
  }

  @Test func onlyNamedTypesHaveValues() {
    #expect(matcher().match("x", type: .date) == nil)
    #expect(matcher().match("前期", type: .choice(0)).map(codes) == [1])
  }
}
