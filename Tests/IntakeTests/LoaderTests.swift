import Schema
import Store
import Testing

@testable import Intake

private let office = """
  单位：万元,,,,,,
  项目编号,项目名称,区,总投资,阶段,计划开工时间,绿色通道
  A1,光电园,汉南区,"81,600",前期,2018/3/7,是
  A2,"跨江""大""桥
  二期",沌口,5亿元,开业,2018年4月1日,否
  A3,物流港,东湖,约3亿元,开工,43166,√
  注：本表由各区填报,,,,,,
  """

@Suite struct LoaderTests {
  private func load(_ folder: Folder, strict: Bool = false, date: Day? = nil, catalog: Catalog? = officeCatalog) throws -> LoadResult {
    try Loader(catalog: catalog, options: LoadOptions(strict: strict, date: date)).load(paths: [folder.path])
  }

  @Test func everyEncodingLoadsTheSame() throws {
    let plain = Folder()
    plain.write("2018-03-09/projects.csv", office)
    let expected = dump(try load(plain).library)
    #expect(expected.contains("A2 name=跨江\"大\"桥⏎二期 district=420113 investment=5亿元"))
    let cases: [(String, [UInt8])] = [
      ("UTF-8", [0xEF, 0xBB, 0xBF]), ("GB18030", []), ("UTF-16LE", [0xFF, 0xFE]), ("UTF-16BE", [0xFE, 0xFF]),
    ]
    for (encoding, mark) in cases {
      let folder = Folder()
      folder.write("2018-03-09/projects.csv", mark + encoded(office, encoding))
      #expect(dump(try load(folder).library) == expected, "\(encoding)")
    }
    for lineEnd in ["\r\n", "\r"] {
      let folder = Folder()
      folder.write("2018-03-09/projects.csv", office.replacing("\n", with: lineEnd))
      #expect(
        dump(try load(folder).library).replacing("桥⏎", with: "桥").replacing("⏎", with: "") == expected.replacing("⏎", with: ""),
        "\(lineEnd.utf8.count)")
    }
  }

  @Test func everyDelimiterLoadsTheSame() throws {
    let text = "id,name,stage\nA1,one,planned\nA2,two,前期\n"
    var dumps: Set<String> = []
    for (delimiter, ending) in [(",", "csv"), (";", "csv"), ("\t", "tsv"), ("\t", "txt"), ("|", "csv")] {
      let folder = Folder()
      folder.write("2018-03-09/projects.\(ending)", text.replacing(",", with: delimiter))
      dumps.insert(dump(try load(folder).library))
    }
    #expect(dumps.count == 1)
  }

  @Test(arguments: [
    "2018-03-09/projects.csv", "2018年3月9日/项目.csv", "20180309/project.csv", "2018/2018-03-09/projects.csv", "2018.3.9/work.csv",
    "projects-2018-03-09.csv",
    "项目20180309.csv", "2018年3月9日项目库.csv", "周报_2018_3_9/Projects.CSV",
  ])
  func datesOfFoldersAndFiles(_ name: String) throws {
    let folder = Folder()
    folder.write(name, "id,name\nA1,one\n")
    let result = try load(folder)
    #expect(result.library.snapshots == [Day(year: 2018, month: 3, day: 9)!])
    #expect(result.report.entries == [])
  }

  @Test func pathsAreDatedFoldersAndFilesToo() throws {
    let folder = Folder()
    folder.write("2018-03-09/projects.csv", "id,name\nA1,one\n")
    folder.write("plain.csv", "编号,项目名称\nA1,one\n")
    let dated = try Loader(catalog: officeCatalog).load(paths: [folder.path + "/2018-03-09"])
    #expect(dated.library.snapshots == [Day(year: 2018, month: 3, day: 9)!])
    let day = Day(year: 2018, month: 4, day: 1)!
    let file = try Loader(catalog: officeCatalog, options: LoadOptions(date: day)).load(paths: [folder.path + "/plain.csv"])
    #expect(file.library.snapshots == [day])
    let both = try Loader(catalog: officeCatalog, options: LoadOptions(date: day)).load(paths: [
      folder.path + "/2018-03-09", folder.path + "/plain.csv",
    ])
    #expect(both.library.snapshots.count == 2)
  }

  @Test func whatCannotBeLoadedSaysWhy() throws {
    let folder = Folder()
    func message(_ paths: [String], strict: Bool = false) -> String {
      do {
        _ = try Loader(catalog: officeCatalog, options: LoadOptions(strict: strict)).load(paths: paths)
        return "loaded"
      } catch {
        return error.message.replacing(folder.path, with: "FOLDER")
      }
    }
    #expect(message([folder.path + "/none"]) == "no file or folder FOLDER/none")
    #expect(message([folder.path]) == "no table found: expected CSV or TSV files, in folders named by date")
    folder.write("projects.csv", "id,name\nA1,one\n")
    #expect(message([folder.path]) == "nothing could be loaded")
    folder.write("2018-03-09/projects.csv", "id,name\nA1,one\nA1,two\n")
    #expect(message([folder.path + "/2018-03-09"]) == "loaded")
    #expect(message([folder.path + "/2018-03-09"], strict: true) == "refused, for the files hold 1 problem")
  }

  @Test func aSnapshotColumnDatesEveryRow() throws {
    var catalog = officeCatalog
    catalog.entities[1].fields.append(Field(name: "as_of", label: "快照日期", type: .date))
    catalog.entities[1].snapshotField = catalog.entities[1].fields.count - 1
    let folder = Folder()
    folder.write(
      "projects.csv",
      "id,name,快照日期\nA1,one,2018-03-02\nA1,uno,2018-03-09\nA2,two,2018/3/9\nA2,deux,2018-03-09\nA3,three,\nA4,four,someday\n")
    let result = try load(folder, catalog: catalog)
    #expect(
      dump(result.library) == """
        2018-03-02 projects A1 name=one
        2018-03-09 projects A1 name=uno
        2018-03-09 projects A2 name=two

        """)
    #expect(result.report.entries.map(\.problem.kind) == ["repeated-key", "bad-snapshot-date", "bad-snapshot-date"])
    let file = try #require(result.report.files.first)
    #expect(file.rowsLoaded == 3)
    #expect(file.rowsSetAside == 3)
  }

  @Test func everyRowIsAccountedFor() throws {
    let folder = Folder()
    folder.write("2018-03-09/projects.csv", office)
    let result = try load(folder)
    let file = try #require(result.report.files.first)
    #expect(file.rowsLoaded + file.rowsSetAside + file.rowsSkipped == 4)
  }

  @Test func theReportAsATable() throws {
    let folder = Folder()
    folder.write("2018-03-09/projects.csv", "id,name,investment\nA1,\"x\ny\",\"about, say, 5\"\nA2,z,\"1,5x\"\n")
    let csv = try load(folder).report.csv().replacing(folder.path + "/", with: "")
    #expect(
      csv == """
        file,row,line,column,header,severity,kind,value,reason,action
        2018-03-09/projects.csv,2,2,3,investment,problem,not-an-amount,"about, say, 5",not an amount of money,left blank
        2018-03-09/projects.csv,3,4,3,investment,problem,not-an-amount,"1,5x",not an amount of money,left blank

        """)
  }

  /// Whatever is cut off or broken: nothing crashes, and no row disappears without an entry.
  @Test func truncationsAndBrokenBytes() throws {
    var generator = SeededGenerator(17)
    for encoding in ["UTF-8", "GB18030"] {
      let whole = encoded(office, encoding)
      for round in 0..<150 {
        var bytes = Array(whole.prefix(Int.random(in: 0...whole.count, using: &generator)))
        if round % 2 == 1, !bytes.isEmpty {
          for _ in 0..<Int.random(in: 1...4, using: &generator) {
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
          }
        }
        let folder = Folder()
        folder.write("2018-03-09/projects.csv", bytes)
        for catalog in [officeCatalog, nil] {
          do {
            let result = try load(folder, catalog: catalog)
            for file in result.report.files {
              let aside = result.report.entries.count { $0.problem.action == "row set aside" }
              #expect(aside == file.rowsSetAside)
            }
          } catch let failure as LoadFailure {
            #expect(failure.report?.entries.isEmpty == false, "round \(round)")
          }
        }
      }
    }
  }
}
