import Schema
import Store
import Testing

@testable import Intake

/// What a link's cell leads to, and what the report says of it.
@Suite struct LinkTests {
  /// Entries of the kinds that concern links and names: `nodes.csv 3 dangling-link`.
  private func load(_ files: [String: String], catalog: Catalog = QuickTests.catalog) throws -> (links: [String], report: [String]) {
    let folder = Folder()
    for (name, text) in files { folder.write(name, text) }
    let result = try Loader(catalog: catalog).load(paths: [folder.path])
    let entries = result.report.entries.filter {
      ["dangling-link", "resembled-name", "ambiguous-link", "unfiled-link"].contains($0.problem.kind)
    }
    return (
      dump(result.library).split(separator: "\n").map(String.init).filter { $0.contains(" nodes ") || $0.contains("projects") },
      entries.map { "\($0.file.split(separator: "/").suffix(2).joined(separator: "/")) \($0.row ?? 0) \($0.problem.kind)" }.sorted()
    )
  }

  /// A key that is not there is not another one that looks like it.
  @Test func keysAreFollowedExactly() throws {
    let works = "id,name\n20181,a\nW 1,b\nAB,c\n"
    let found = try load([
      "2018-01-01/works.csv": works + "2018-1,d\nW_1,e\n",
      "2018-01-01/nodes.csv": "code,work\nN1,2018-1\nN2,W_1\nN3,ab\nN4,ＡＢ\nN5,A-B\nN6,20181\nN7, AB\u{3000}\n",
      "2018-02-01/works.csv": works, "2018-02-01/nodes.csv": "code,work\nN1,2018-1\nN2,W_1\n",
    ])
    #expect(
      found.links == [
        "2018-01-01 nodes N1 work=2018-1", "2018-01-01 nodes N2 work=W_1", "2018-01-01 nodes N3 work=ab", "2018-01-01 nodes N4 work=ＡＢ",
        "2018-01-01 nodes N5 work=A-B", "2018-01-01 nodes N6 work=20181", "2018-01-01 nodes N7 work=AB", "2018-02-01 nodes N1 work=2018-1",
        "2018-02-01 nodes N2 work=W_1",
      ])
    #expect(
      found.report == [
        "2018-01-01/nodes.csv 4 dangling-link", "2018-01-01/nodes.csv 5 dangling-link", "2018-01-01/nodes.csv 6 dangling-link",
        "2018-02-01/nodes.csv 2 dangling-link", "2018-02-01/nodes.csv 3 dangling-link",
      ])
  }

  /// Names are folded, each with an entry; spelled exactly they need none, and win over those that only resemble them.
  @Test func namesAreFoldedAndReported() throws {
    let found = try load([
      "2018-01-01/works.csv": "id,name\nA1,East Lake\nA2,East-Lake\nA3,River Bank\nA4,A4\nA-5,A5\n",
      "2018-01-01/nodes.csv":
        "code,work\nN1,East-Lake\nN2,east lake\nN3,RIVER_BANK\nN4,River Bank\nN5,a4\nN6,A-4\nN7,a5\nN8,A5\n",
    ])
    #expect(
      found.links == [
        "2018-01-01 nodes N1 work=A2", "2018-01-01 nodes N2 work=east lake", "2018-01-01 nodes N3 work=A3", "2018-01-01 nodes N4 work=A3",
        "2018-01-01 nodes N5 work=a4", "2018-01-01 nodes N6 work=A-4", "2018-01-01 nodes N7 work=a5", "2018-01-01 nodes N8 work=A-5",
      ])
    #expect(
      found.report == [
        "2018-01-01/nodes.csv 3 ambiguous-link", "2018-01-01/nodes.csv 4 resembled-name", "2018-01-01/nodes.csv 6 dangling-link",
        "2018-01-01/nodes.csv 7 dangling-link", "2018-01-01/nodes.csv 8 dangling-link",
      ])
  }

  @Test func declaredKeysAreFoldedAndReported() throws {
    let found = try load(
      [
        "2018-01-01/units.csv": "id,name,kind\nel-h,High-tech,district\n420113,汉南区,district\n汉南  区,again,district\n",
        "2018-01-01/projects.csv": "id,name,district\nA1,a,EL-H\nA2,b,el_h\nA3,c,光谷\nA4,d,汉南 区\nA5,e,east lake high tech\nA6,f,蔡甸区\n",
        // No file of units: all that are declared are there.
        "2018-02-01/projects.csv": "id,name,district\nA6,f,蔡甸区\nA7,g,caidian\n",
      ], catalog: officeCatalog)
    #expect(
      found.links == [
        "2018-01-01 projects A1 name=a district=EL-H", "2018-01-01 projects A2 name=b district=EL-H",
        "2018-01-01 projects A3 name=c district=EL-H", "2018-01-01 projects A4 name=d district=420113",
        "2018-01-01 projects A5 name=e district=EL-H", "2018-01-01 projects A6 name=f district=420114",
        "2018-02-01 projects A6 name=f district=420114", "2018-02-01 projects A7 name=g district=420114",
      ])
    #expect(
      found.report == [
        "2018-01-01/projects.csv 3 resembled-name", "2018-01-01/projects.csv 5 resembled-name", "2018-01-01/projects.csv 6 resembled-name",
        "2018-01-01/projects.csv 7 unfiled-link", "2018-01-01/units.csv 2 resembled-name", "2018-01-01/units.csv 4 resembled-name",
        "2018-02-01/projects.csv 3 resembled-name",
      ])
  }

  /// Codes that differ only in what folding drops are told apart.
  @Test func lookAlikeCodesAreTheirOwn() throws {
    var catalog = officeCatalog
    catalog.entities[0].keyNames = [NamedValue(code: "A1", label: "甲"), NamedValue(code: "A-1", label: "乙")]
    let found = try load(
      ["2018-01-01/projects.csv": "id,name,district\nP1,a,A1\nP2,b,A-1\nP3,c,乙\nP4,d,a1\n"], catalog: catalog)
    #expect(
      found.links == [
        "2018-01-01 projects P1 name=a district=A1", "2018-01-01 projects P2 name=b district=A-1",
        "2018-01-01 projects P3 name=c district=A-1", "2018-01-01 projects P4 name=d district=a1",
      ])
    #expect(found.report == ["2018-01-01/projects.csv 5 ambiguous-link"])
  }
}
