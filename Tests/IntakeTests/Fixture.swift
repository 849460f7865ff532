import Results
import Glibc
import Schema
import Store

@testable import Intake

/// A folder of files that lives as long as the test holds it.
final class Folder {
  let path: String

  init() {
    var template = Array("/tmp/luodi-intake-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
  }

  deinit { remove(path) }

  private func remove(_ path: String) {
    guard let folder = opendir(path) else {
      unlink(path)
      return
    }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix(while: { $0 != 0 }), as: UTF8.self) }
      if name != ".", name != ".." { remove(path + "/" + name) }
    }
    closedir(folder)
    rmdir(path)
  }

  func write(_ name: String, _ bytes: [UInt8]) {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
    guard let file = fopen(path + "/" + name, "w") else { return }
    _ = fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  func write(_ name: String, _ text: String) { write(name, Array(text.utf8)) }
}

/// Text in another encoding, made by the system.
func encoded(_ text: String, _ encoding: String) -> [UInt8] {
  guard let converter = iconv_open(encoding, "UTF-8") else { return [] }
  defer { iconv_close(converter) }
  var input = Array(text.utf8).map { CChar(bitPattern: $0) }
  var output = [CChar](repeating: 0, count: input.count * 4 + 16)
  var left = input.count
  var room = output.count
  input.withUnsafeMutableBufferPointer { source in
    output.withUnsafeMutableBufferPointer { target in
      var from = source.baseAddress
      var to = target.baseAddress
      _ = iconv(converter, &from, &left, &to, &room)
    }
  }
  return output.prefix(output.count - room).map { UInt8(bitPattern: $0) }
}

/// A model like an office's: units with dated aliases, projects that link to them, nodes of projects.
let officeCatalog: Catalog = {
  let day: (Int, Int, Int) -> Day = { Day(year: $0, month: $1, day: $2)! }
  let stage = Choice(
    name: "stage",
    values: [
      NamedValue(code: "planned", label: "策划"), NamedValue(code: "preparatory", label: "前期"),
      NamedValue(code: "new-start", label: "新开工", aliases: [.init("开业"), .init("开工")]),
      NamedValue(code: "continuing", label: "续建", aliases: [.init("开工")]),
    ], orderedCount: 4)
  let kind = Choice(
    name: "kind", values: [NamedValue(code: "district", label: "区"), NamedValue(code: "department", label: "部门")], orderedCount: 0)
  let units = Entity(
    plural: "units", singular: "unit", label: "单位",
    fields: [
      Field(name: "id", label: "代码", type: .text), Field(name: "name", label: "名称", type: .text),
      Field(name: "kind", label: "类别", type: .choice(1)),
    ],
    nameField: 1,
    keyNames: [
      NamedValue(code: "420113", english: "Hannan", label: "汉南区", aliases: [.init("汉南"), .init("沌口")]),
      NamedValue(code: "420114", english: "Caidian", label: "蔡甸区", aliases: [.init("后官湖", to: day(2018, 3, 31))]),
      NamedValue(code: "EL-H", english: "East Lake High-tech", label: "东湖高新区", aliases: [.init("东湖"), .init("光谷")]),
      NamedValue(code: "EL-S", english: "East Lake Scenic Area", label: "东湖风景区", aliases: [.init("东湖")]),
    ])
  let projects = Entity(
    plural: "projects", singular: "project", label: "项目", aliases: ["work"],
    fields: [
      Field(name: "id", label: "项目编号", aliases: ["编号"], type: .text), Field(name: "name", label: "项目名称", type: .text),
      Field(name: "district", label: "区", type: .link(0), restriction: LinkRestriction(field: 2, code: 0)),
      Field(name: "investment", label: "总投资", type: .money(MoneyUnit(name: "亿元", factor: 100_000_000))),
      Field(name: "stage", label: "阶段", type: .choice(0)), Field(name: "planned_start", label: "计划开工时间", type: .date),
      Field(name: "progress", label: "完成率", type: .number), Field(name: "green", label: "绿色通道", type: .flag),
      Field(name: "month", label: "月份", type: .period(.month)),
      Field(name: "approved", label: "批复日期", type: .date, dateOrder: .monthFirst),
    ],
    nameField: 1)
  let nodes = Entity(
    plural: "nodes", singular: "node", label: "节点",
    fields: [
      Field(name: "code", label: "节点编号", type: .text), Field(name: "project", label: "所属项目", type: .link(1)),
      Field(name: "due", label: "应完成", type: .date),
    ])
  return Catalog(entities: [units, projects, nodes], choices: [stage, kind])
}()

/// Every record of every snapshot, a line each: `2018-03-09 projects A1 name=… investment=8.16`.
func dump(_ library: Library, sorted: Bool = false) -> String {
  var lines: [String] = []
  for (snapshot, day) in library.snapshots.enumerated() {
    for (entity, table) in library.tables.enumerated() {
      for row in 0..<table.rowCount where Int(table.since[row]) <= snapshot && snapshot < Int(table.until[row]) {
        let isUntouchedName = Int(table.rowKeys[row]) < library.catalog.entities[entity].keyNames.count
        var cells = table.columns.enumerated().compactMap { index, column -> String? in
          guard index != library.catalog.entities[entity].keyField, let text = text(column, row) else { return nil }
          return "\(column.name)=\(text)"
        }
        if isUntouchedName, cells.count <= 1 { continue }
        if sorted { cells.sort() }
        lines.append(
          "\(day) \(library.catalog.entities[entity].plural) \(table.keys.code(Int(table.rowKeys[row]))) \(cells.joined(separator: " "))")
      }
    }
  }
  return lines.sorted().map { $0 + "\n" }.joined()
}

/// A cell as text; nil where it is missing.
func text(_ column: Column, _ row: Int) -> String? {
  guard column.isKnown(row) else { return nil }
  switch column.cells {
  case .codes(let codes, let names):
    // By scalars: a carriage return and a line feed are one character. What cannot be seen is drawn.
    let scalars = names.code(Int(codes[row])).unicodeScalars.filter { $0 != "\r" }
    return scalars.map { $0 == "\n" ? "⏎" : $0.value < 0x20 ? String(Unicode.Scalar(0x2400 + $0.value)!) : String($0) }.joined()
  case .int32(let days):
    if case .period(let unit) = column.type { return Period(unit, holding: Day(rawValue: days[row])).description }
    return Day(rawValue: days[row]).description
  case .int64(let amounts):
    if case .money(let unit) = column.type { return Money(rawValue: amounts[row]).decimal(in: unit) + unit.name }
    return "\(amounts[row])"
  case .decimal(let numbers, let scale): return Decimal(numbers[row], scale: scale).description
  case .bits(let bits): return bits[row] ? "yes" : "no"
  }
}

/// xorshift: the same sequence for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
