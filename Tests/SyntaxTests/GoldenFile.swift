import Glibc

/// A text file of entries "query, ----, result" with ==== between them. `RECORD=1` writes the results anew.
struct GoldenFile {
  struct Difference: Equatable, CustomStringConvertible {
    var query: String
    var expected: String
    var found: String
    var description: String { "\n\(query)\n---- expected\n\(expected)\n---- found\n\(found)\n" }
  }

  let path: String

  init(_ name: String, file: String = #filePath) {
    path = folder(of: file) + "/Goldens/" + name
  }

  /// Renders every query and compares. With `queries`, that file's queries are rendered, and this one holds their results in another language.
  func differences(queriesOf queries: GoldenFile? = nil, _ render: (String) -> String) -> [Difference] {
    let results = queries == nil ? [:] : self.results
    let text = contents(of: queries?.path ?? path) ?? ""
    var output: [String] = []
    var differences: [Difference] = []
    for entry in split(text, "\n====\n") where !entry.isEmpty {
      let parts = split(entry, "\n----\n")
      var query = parts[0]
      while query.hasPrefix("\n") { query.removeFirst() }
      let expected = queries == nil ? parts.count > 1 ? withoutLineEnds(parts[1]) : "" : results[query] ?? ""
      let found = withoutLineEnds(render(query))
      output.append(query + "\n----\n" + found)
      if found != expected { differences.append(Difference(query: query, expected: expected, found: found)) }
    }
    if getenv("RECORD") != nil {
      write(output.joined(separator: "\n====\n") + "\n", to: path)
      return []
    }
    return differences
  }

  private var results: [String: String] {
    var results: [String: String] = [:]
    for entry in split(contents(of: path) ?? "", "\n====\n") {
      let parts = split(entry, "\n----\n")
      if parts.count > 1 { results[parts[0]] = withoutLineEnds(parts[1]) }
    }
    return results
  }

  private func withoutLineEnds(_ text: String) -> String {
    var text = Substring(text)
    while text.hasSuffix("\n") { text.removeLast() }
    return String(text)
  }
}

func folder(of file: String) -> String { file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") }

/// `text` at every `separator`.
func split(_ text: String, _ separator: String) -> [String] {
  var parts: [String] = []
  var rest = Substring(text)
  while let range = rest.firstRange(of: separator) {
    parts.append(String(rest[..<range.lowerBound]))
    rest = rest[range.upperBound...]
  }
  return parts + [String(rest)]
}

func contents(of path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return String(decoding: bytes, as: UTF8.self) }
    bytes += buffer[..<count]
  }
}

func write(_ text: String, to path: String) {
  guard let file = fopen(path, "w") else { return }
  defer { fclose(file) }
  let bytes = Array(text.utf8)
  fwrite(bytes, 1, bytes.count, file)
}

/// The statements of the corpus: one a line.
func corpus(file: String = #filePath) -> [String] {
  ["english.lq", "chinese.lq", "declarations.lq"].flatMap { name in
    (contents(of: folder(of: file) + "/Corpus/" + name) ?? "").split(separator: "\n").map(String.init)
  }
}
