import Checking
import Diagnostics
import FrontSupport
import Testing

@Suite struct SpacedReadingTests {
  static let spacing = SpacedReading(model: CheckerWorld.model)

  @Test(arguments: [
    ("逾期项目", ["逾期", "项目"]), ("列出逾期项目", ["列出", "逾期", "项目"]), ("汉南且逾期", ["汉南", "且", "逾期"]), ("列出项目其中逾期", ["列出", "项目", "其中", "逾期"]),
    ("列出前20名项目", ["列出", "前", "20名", "项目"]), ("列出projects其中逾期", ["列出", "projects", "其中", "逾期"]),
  ])
  func splits(run: String, words: [String]) { #expect(Self.spacing.words(of: run) == words) }

  /// Known words stay whole, keywords alone are no reading, and what is not all known has none.
  @Test(arguments: ["前期", "项目名称", "按期", "统计前", "逾期工程", "overdue", "汉"])
  func staysWhole(run: String) { #expect(Self.spacing.words(of: run) == nil) }

  @Test func spacesAWholeText() {
    func reading(_ text: String) -> String? { Self.spacing.reading(of: Source(name: "query", text: text)) }
    #expect(reading("列出项目其中区=汉南且逾期") == "列出 项目 其中 区=汉南 且 逾期")
    #expect(reading("列出 项目") == nil)
    #expect(reading("列出项目其中区=") == nil)
  }

  /// Yes and no are values as others are, also where the first is the word `is` and both together are the name of a type.
  @Test(arguments: [
    ("统计 项目 其中 逾期为是", "统计 项目 其中 逾期 为 是"), ("统计 项目 其中 逾期不为否", "统计 项目 其中 逾期 不为 否"),
    ("统计 项目 其中 逾期是否", "统计 项目 其中 逾期 是 否"), ("统计 项目 其中 逾期不是否且阶段为前期", "统计 项目 其中 逾期 不是 否 且 阶段 为 前期"),
  ])
  func yesAndNo(text: String, spaced: String) { #expect(Self.spacing.reading(of: Source(name: "query", text: text)) == spaced) }

  /// A comparison stands behind the entity: what is offered can be run.
  @Test(arguments: [
    ("统计 逾期为是的项目", "统计 项目 其中 逾期 为 是"), ("统计 逾期=否的项目", "统计 项目 其中 逾期=否"),
    ("统计区为汉南且阶段不是前期的项目", "统计 项目 其中 区 为 汉南 且 阶段 不是 前期"), ("列出 总投资>5亿的项目 前 5", "列出 项目 其中 总投资>5亿 前 5"),
  ])
  func comparisonsBeforeTheEntity(text: String, ours: String) {
    #expect(Self.spacing.reading(of: Source(name: "query", text: text)) == ours)
    #expect(CheckerWorld.diagnostics(ours).isEmpty)
  }

  @Test func theWholeTextIsOffered() {
    #expect(CheckerWorld.answer("列出项目其中区=汉南且逾期").contains("fix: 列出 项目 其中 区=汉南 且 逾期"))
  }
}
