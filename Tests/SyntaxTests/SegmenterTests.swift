import Testing

@testable import Syntax

@Suite("spaced readings of unspaced runs")
struct SegmenterTests {
  static let segmenter = Segmenter(names: ["项目", "逾期", "阶段", "前期", "区", "汉南", "总投资", "实际开工", "在建", "按期", "项目名称", "projects", "开工"])

  @Test(
    "the only reading",
    arguments: [
      ("列出项目其中逾期", "列出 项目 其中 逾期"), ("统计项目按区", "统计 项目 按 区"), ("阶段为前期", "阶段 为 前期"), ("实际开工为空", "实际开工 为空"), ("实际开工不为空", "实际开工 不为空"),
      ("总投资5亿以上", "总投资 5亿 以上"), ("列出projects其中逾期", "列出 projects 其中 逾期"), ("列出项目的项目名称", "列出 项目 的 项目名称"), ("列出前20名项目", "列出 前 20名 项目"),
      ("实际开工在2018年3月之后", "实际开工 在 2018年3月 之后"), ("近30天开工", "近30天 开工"), ("未逾期", "未 逾期"),
    ])
  func only(_ run: String, _ reading: String) { #expect(Self.segmenter.reading(of: run)?.joined(separator: " ") == reading) }

  @Test("none, or a word by itself", arguments: ["前期", "列出东西", "项目", "在建", "", "x", "列"])
  func none(_ run: String) { #expect(Self.segmenter.reading(of: run) == nil) }

  @Test("two readings are none") func ambiguous() {
    #expect(Segmenter(names: ["甲乙", "丙", "甲", "乙丙"]).reading(of: "甲乙丙") == nil)
  }

  @Test("many readings end soon") func many() {
    let run = String(repeating: "一", count: 60)
    #expect(Segmenter(names: ["一", "一一", "一一一"]).reading(of: run) == nil)
    #expect(Segmenter(names: ["一", "一一"]).reading(of: String(repeating: "一", count: 59) + "丁") == nil)
    #expect(Segmenter(names: ["一"]).reading(of: String(repeating: "一", count: 1000)) == nil)
  }
}
