/// One line of the workload file: name, goal, query.
struct Workload {
  var name: String
  var query: String

  static func read(_ path: String, settings: [String: String], only: Set<String>) throws -> [Workload] {
    let text = String(decoding: try readFile(path), as: UTF8.self)
    return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      let cells = line.split(separator: "\t").map(String.init)
      guard cells.count == 3 else { throw Complaint(description: "\(path): expected name, goal and query, found \(line)") }
      guard only.isEmpty || only.contains(cells[0]) else { return nil }
      return Workload(name: cells[0], query: filled(cells[2], settings))
    }
  }

  /// `{half}` becomes the setting of that name.
  private static func filled(_ query: String, _ settings: [String: String]) -> String {
    var result = ""
    var rest = query[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      result += settings[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
