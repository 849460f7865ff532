import Diagnostics
import Testing

@testable import Syntax

@Suite("keyword table")
struct KeywordTableTests {
  @Test("every keyword has one entry, in English first")
  func complete() {
    #expect(Set(KeywordTable.entries.map(\.keyword)) == Set(Keyword.allCases))
    #expect(KeywordTable.entries.count == Keyword.allCases.count)
    #expect(KeywordTable.entries.allSatisfy { $0.spellings[0] == $0.keyword.rawValue && Set($0.spellings).count == $0.spellings.count })
    // A keyword set holds three machine words.
    #expect(Keyword.allCases.count <= 192)
    #expect(Keyword.allCases.map(\.index) == Array(Keyword.allCases.indices))
  }

  @Test("a set holds exactly what was put in")
  func sets() {
    for keyword in Keyword.allCases {
      let set: KeywordSet = [keyword]
      #expect(Keyword.allCases.filter(set.contains) == [keyword])
    }
  }

  /// One-word spellings must come out of the lexer as the word, or as the moment, that the table says they are.
  @Test("the lexer knows every spelling that is one word")
  func lexed() {
    for entry in KeywordTable.entries {
      for spelling in entry.spellings where !spelling.contains(" ") && !"=!<>".contains(spelling.first!) {
        let token = Lexer.tokens(of: .init(name: "test", text: spelling)).tokens[0]
        let isMoment = if case .moment = token.kind { true } else { false }
        #expect(isMoment || token.kind == .word && token.keywords.contains(entry.keyword), "\(spelling)")
      }
    }
  }

  @Test("case and width do not matter")
  func folding() {
    #expect(KeywordTable.keywords(of: "WHERE").contains(.where))
    #expect(KeywordTable.keywords(of: "ｗｈｅｒｅ").contains(.where))
    #expect(KeywordTable.keywords(of: "wherever").isEmpty)
    #expect(KeywordTable.keywords(of: String(repeating: "where", count: 100_000)).isEmpty)
  }

  @Test("a spelling may be several keywords")
  func shared() {
    #expect(KeywordTable.keywords(of: "合计") == [.sum, .totals])
    #expect(KeywordTable.keywords(of: "每月") == [.every, .month])
    #expect(KeywordTable.keywords(of: "和") == [.rangeAnd])
  }

  @Test("reserved words of both languages")
  func reserved() {
    for word in ["where", "by", "missing", "其中", "按", "为空", "Of"] { #expect(KeywordTable.isReserved(word), "\(word)") }
    for word in ["list", "count", "name", "last", "any", "no", "统计", "名称", "前期", "order", "select"] {
      #expect(!KeywordTable.isReserved(word), "\(word)")
    }
  }

  @Test("no moment is spelled twice")
  func moments() { #expect(Set(MomentTable.words.map(\.spelling)).count == MomentTable.words.count) }
}
