import Diagnostics
import TestSupport
import Testing

@testable import Syntax

@Suite("lexer: any bytes")
struct LexerFuzzTests {
  static let samples = [
    "list projects where stage=preparatory and district=Hannan and overdue", "列出 项目 其中 阶段=前期 且 区=汉南 且 逾期；统计 项目 的 求和 总投资，个数 按 区 含合计",
    "2018年3月7日 2018/3/7 2018-W10 1,000 007 5亿以上 近30天 前20名 “文本” `name` /x/ matches /a\\/b/ 3月 3D due-30d 30% .5 1亿2000万 -- doc # c",
  ]

  /// Ranges ascend within the text and end with `.end` at its end.
  func check(_ bytes: [UInt8]) {
    let (tokens, _) = Lexer.tokens(of: Source(name: "fuzz", bytes: bytes))
    var end = 0
    for token in tokens {
      guard token.range.start >= end, token.range.end >= token.range.start else {
        Issue.record("\(bytes)")
        return
      }
      end = token.range.end
    }
    #expect(end == bytes.count && tokens.last?.description == "end")
  }

  @Test("random bytes") func randomBytes() {
    var random = SeededGenerator(seed: 20_181_123)
    for _ in 0..<2000 { check((0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }) }
  }

  @Test("samples cut anywhere, and with bytes changed") func mutations() {
    var random = SeededGenerator(seed: 7)
    for sample in Self.samples {
      let bytes = Array(sample.utf8)
      for end in 0...bytes.count { check(Array(bytes[..<end])) }
      for _ in 0..<500 {
        var changed = bytes
        for _ in 0..<3 { changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
        check(changed)
      }
    }
  }

  @Test("pieces of the language in any order keep the coverage") func pieces() {
    var random = SeededGenerator(seed: 11)
    let pieces = [
      "亿", "5", "2018", "-", "年", "月", "日", "季度", "个", "前", "近", "名", "以上", " ", ".", ",", "/", "%", "\"", "“", "`", "#", "\n", "d", "W",
      "一", "\\", "matches", "'", "0", "_", "=",
    ]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
      let source = Source(name: "fuzz", text: text)
      checkCoverage(source, Lexer.tokens(of: source).tokens)
    }
  }

  /// Time that grew with the square of the length would be minutes.
  @Test(
    "long lines take linear time",
    arguments: [
      "(", "a", "汉", "1", "\"", "`", "1,000", "\\", " ", "-", "5亿", "近3", "\u{200B}", "'", "1-", "a'", "=", "matches /", "`a`", "\"a\"",
      "a--", "#\n",
    ])
  func longLines(_ piece: String) {
    let bytes = Array(String(repeating: piece, count: 200_000 / piece.utf8.count).utf8)
    let time = ContinuousClock().measure { check(bytes) }
    #expect(time < .seconds(20), "\(time)")
  }

  @Test("a file that is no text reports at most a thousand problems") func manyProblems() {
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 | 0x80) & ($0 % 2 == 0 ? 0xFF : 0x20) }
    #expect(Lexer.tokens(of: Source(name: "fuzz", bytes: bytes)).diagnostics.count <= 1000)
  }
}
