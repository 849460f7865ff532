import Diagnostics
import Testing

@Suite("nearest names")
struct NearestNameTests {
  static let names = [
    "investment", "stage", "district", "planned_start", "actual_start", "new-start", "Hannan", "汉南区", "汉阳区", "总投资", "实际开工", "in", "id",
  ]

  @Test(
    "one mistake or two",
    arguments: [
      ("Hanan", ["Hannan"]), ("distrcit", ["district"]), ("INVESTMENTS", ["investment"]), ("planed start", ["planned_start"]),
      ("newstrat", ["new-start"]),
      ("汉男区", ["汉南区", "汉阳区"]), ("总头资", ["总投资"]), ("实际开", ["实际开工"]), ("ｓｔａｇｅ", ["stage"]), ("invest", ["investment"]),
    ])
  func near(_ word: String, _ expected: [String]) { #expect(NearestName.nearest(to: word, among: Self.names) == expected) }

  @Test("what is unlike is not named", arguments: ["x", "xy", "on", "weather", "区", "", "建设单位", "zzzzzzzzzz"])
  func far(_ word: String) { #expect(NearestName.nearest(to: word, among: ["stage", "district", "汉南区", "总投资", "ab"]) == []) }

  @Test("nearest first, then the order given, each once")
  func order() {
    #expect(NearestName.nearest(to: "stag", among: ["stab", "stage", "stag", "stage"]) == ["stag", "stab", "stage"])
    #expect(NearestName.nearest(to: "cost", among: ["most", "post", "host", "lost"], limit: 2) == ["most", "post"])
  }
}
