public import Diagnostics

extension LoadReport {
  /// The whole report as a table: RFC 4180, LF, UTF-8, a row an entry. Headings, severities and kinds are for filters and stay English.
  public func csv(in language: Language = .english) -> String {
    var bytes = Array("file,row,line,column,header,severity,kind,value,reason,action\n".utf8)
    func append(_ cells: [String?]) {
      for (index, cell) in cells.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        guard let cell else { continue }
        let start = bytes.count
        bytes.append(contentsOf: cell.utf8)
        bytes.quoteTail(from: start, delimiter: UInt8(ascii: ","))
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    for entry in entries {
      append([
        entry.file, entry.row.map(String.init), entry.line.map(String.init), entry.column.map(String.init), entry.header,
        entry.problem.severity.rawValue, entry.problem.kind, entry.value, entry.problem.reason(in: language),
        entry.problem.action(in: language),
      ])
    }
    for (kind, count) in overflow {
      let words = Bilingual("\(count) more of this kind are counted but not listed", "此类另有 \(count) 条，只计数，未列出")
      append([nil, nil, nil, nil, nil, nil, kind, nil, words[language], nil])
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
