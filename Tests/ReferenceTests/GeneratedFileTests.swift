import Glibc
import Syntax
import TestSupport
import Testing

/// What is drawn and written from the grammar and the keyword table is up to date.
@Suite struct GeneratedFileTests {
  @Test(arguments: Grammar.luodi.sections.map(\.title)) func railroadDiagramsAreUpToDate(_ title: String) throws {
    let section = try #require(Grammar.luodi.sections.first { $0.title == title })
    RecordedFile.check("grammar/railroad/\(title.lowercased()).svg", equals: Railroad.svg(section))
  }

  @Test func everySectionIsShown() {
    let page = contents(of: Program.root + "/grammar/README.md") ?? ""
    for section in Grammar.luodi.sections { #expect(page.contains("railroad/\(section.title.lowercased()).svg"), "\(section.title)") }
  }

  @Test func editorGrammarsAreUpToDate() {
    RecordedFile.check("grammar/editors/luodi.tmLanguage.json", equals: EditorGrammars.textMate())
    RecordedFile.check("grammar/editors/vim/syntax/luodi.vim", equals: EditorGrammars.vim())
    RecordedFile.check("grammar/keywords.md", equals: EditorGrammars.keywordPage())
  }

  /// Every spelling that is a word, and every moment, is coloured in both editors.
  @Test func everyKeywordIsCovered() {
    #expect(KeywordGroup.allCases.flatMap(\.keywords) == Keyword.allCases)
    let notTyped: Set<Keyword> = [.asName, .asFormat, .toFile, .rangeAnd, .notContains]
    let (textMate, vim) = (EditorGrammars.textMate(), EditorGrammars.vim())
    let typed = Keyword.allCases.flatMap { keyword in
      KeywordTable.spellings(of: keyword).filter { !notTyped.contains(keyword) || $0 != keyword.rawValue }
    }
    for spelling in typed + MomentTable.words.map(\.spelling) + KeywordTable.compounds.map(\.spelling)
    where !"=!<>".contains(spelling.first!) {
      #expect(
        textMate.contains("\(spelling.replacing(" ", with: "\\\\s+"))|")
          || textMate.contains("\(spelling.replacing(" ", with: "\\\\s+")))(?!"),
        "\(spelling)")
      #expect(vim.contains(" \(spelling)\n") || vim.contains("/\\<\(spelling.replacing(" ", with: "\\s\\+"))\\>/"), "\(spelling)")
    }
  }

  /// Vim itself colours a script in both languages by it.
  @Test(.enabled(if: access("/usr/bin/vim", X_OK) == 0)) func vimReadsItsSyntaxFile() {
    let script = ExampleRun.folder + "/vim.lq"
    let places = ["2,16": "luodiClause", "3,1": "luodiVerb", "3,15": "luodiClause"]
    for (place, group) in places {
      let outcome = Program.shell(
        "printf '# x\\nlist projects where overdue\\n列出 项目 其中 逾期\\n' > \(script) && vim -u NONE -n -N -es --cmd 'set encoding=utf-8'"
          + " -c 'set rtp+=grammar/editors/vim' -c 'syntax on' -c 'runtime ftdetect/luodi.vim' -c 'edit \(script)'"
          + " -c \"let g:x = synIDattr(synID(\(place), 1), 'name')\" -c 'put =g:x' -c print -c 'qa!'")
      #expect(outcome.output.contains(group), "\(place): \(outcome.output)\(outcome.errors)")
    }
  }

  @Test(.enabled(if: access("/usr/bin/python3", X_OK) == 0)) func theTextMateGrammarIsJSON() {
    #expect(Program.shell("python3 -m json.tool grammar/editors/luodi.tmLanguage.json > /dev/null").status == 0)
  }
}
