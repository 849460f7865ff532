import Diagnostics
import Glibc
import Schema
import Store
import Testing

@testable import Intake

/// Files whose names are not UTF-8.
@Suite struct PathTextTests {
  @Test func everyNameIsATextThatLeadsBack() {
    var generator = SeededGenerator(7)
    let pieces: [[UInt8]] = [
      Array("项目".utf8), [0xFF], [0x80], [0xC3], [0xE4, 0xB8], Array("\u{10FE80}".utf8), Array("\u{10FEFF}".utf8), Array("\u{10FFFF}".utf8),
      Array("a".utf8),
      [0xED, 0xA0, 0x80], [0xF4], [0xBA, 0xBA],
    ]
    var texts: [String: [UInt8]] = [:]
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...5, using: &generator)).flatMap { _ in pieces.randomElement(using: &generator)! }
      let text = PathText.text(of: bytes)
      #expect(PathText.bytes(of: text) == bytes)
      #expect(texts.updateValue(bytes, forKey: text) ?? bytes == bytes)
    }
    #expect(PathText.text(of: Array("2018-03-09/项目.csv".utf8)) == "2018-03-09/项目.csv")
  }

  /// As an archive made on Chinese Windows unpacks: names in GB18030, of folders and files.
  @Test func namesInAnotherEncodingAreRead() throws {
    let folder = Folder()
    func make(_ parts: [[UInt8]], _ text: String) {
      var path = Array(folder.path.utf8)
      for (index, part) in parts.enumerated() {
        path += [0x2F] + part
        let name = path.map { CChar(bitPattern: $0) } + [0]
        if index < parts.count - 1 {
          mkdir(name, 0o755)
        } else if let file = fopen(name, "w") {
          fputs(text, file)
          fclose(file)
        }
      }
    }
    make([encoded("2018年3月9日", "GB18030"), encoded("项目", "GB18030") + Array(".csv".utf8)], "项目编号,项目名称\nA1,a\n")
    make([encoded("2018年3月9日", "GB18030"), encoded("节点", "GB18030") + Array(".csv".utf8)], "节点编号,所属项目\nN1,A1\nN2,\n")
    make([Array("2018-03-16".utf8), [0x78, 0xFF] + Array(".csv".utf8)], "项目编号,项目名称\nA1,b\n")
    make([Array("2018-03-16".utf8), [0xFF, 0xFE] + Array(".doc".utf8)], "")
    let result = try Loader(catalog: officeCatalog).load(paths: [folder.path])
    #expect(result.library.snapshots == [Day(year: 2018, month: 3, day: 9)!, Day(year: 2018, month: 3, day: 16)!])
    #expect(dump(result.library).split(separator: "\n").count == 4)
    let report = result.report.relative(to: [folder.path])
    #expect(report.files.map(\.path) == ["2018-03-16/x\u{FFFD}.csv", "2018年3月9日/节点.csv", "2018年3月9日/项目.csv"])
    #expect(report.entries.filter { $0.problem.kind == "not-data" }.map(\.file) == ["2018-03-16/\u{FFFD}\u{FFFD}.doc"])
    #expect(FileStamp(folder.path, extra: []) != nil)
    #expect(FileStamp.content(folder.path, extra: []) != nil)
  }
}
