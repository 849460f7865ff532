import Completing
import Diagnostics
import Glibc
import Model
import Schema
import Store
import Syntax

extension Session {
  /// What Tab offers at a byte offset: keywords from the parser, names and values from the checker's scope. Nothing inside a word: what is
  /// behind the cursor would go on from what is written before it.
  func completions(of text: String, at offset: Int) -> LineEditor.Completions {
    let none = LineEditor.Completions(start: offset, candidates: [])
    let tail = Array(text.utf8)[offset...]
    guard let data, !Session.beginsInsideWord(tail) else { return none }
    let found = completer(data).complete(Source(name: "<prompt>", text: text), at: offset)
    // A quotation mark that already stands behind the cursor closes the text.
    let mark = found.candidates.first?.insert.last
    let isClosed = mark.map { "\"'”’`".contains($0) && String(decoding: tail, as: UTF8.self).first == $0 } ?? false
    func open(_ insertion: String) -> String { isClosed && insertion.last == mark ? String(insertion.dropLast()) : insertion }
    let candidates = found.candidates.map { LineEditor.Candidate(insertion: open($0.insert), display: $0.display) }
    return LineEditor.Completions(start: found.range.start, candidates: candidates, common: open(found.insertion))
  }

  private func completer(_ data: LoadedLibrary) -> Completer {
    var completer = Completer(
      model: model, values: data.library, snapshots: data.library.snapshots, snapshot: data.library.snapshots.count - 1)
    completer.isTyped = true
    completer.parameters = frames[frames.count - 1].parameters.map(\.name)
    completer.sets = sets.map { ($0.name, $0.entity) }
    completer.topics = help.english.topics.flatMap(\.names)
    completer.files = { path, isScript in Session.files(from: path, scriptsOnly: isScript) }
    completer.scripts = Session.files(from: "", scriptsOnly: true).compactMap { path in
      guard path.hasSuffix(".lq") else { return nil }
      let name = String(path.dropLast(3))
      return spelledName(name) == name ? name : nil
    }
    if let table = lastColumns { completer.resultColumns = table }
    return completer
  }

  /// A letter, digit or character beyond ASCII that is no sign.
  private static func beginsInsideWord(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = String(decoding: bytes.prefix(4), as: UTF8.self).first else { return false }
    return first.isLetter || first.isNumber || first == "_"
  }

  /// What a path that begins so can become: the names in its folder in order, folders with a `/`.
  private static func files(from path: String, scriptsOnly: Bool) -> [String] {
    let folder = FilePath.folder(of: path)
    let start = path.dropFirst(folder.count)
    guard let listing = opendir((folder.isEmpty ? "." : folder).systemPath) else { return [] }
    defer { closedir(listing) }
    var found: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { PathText.text(of: $0) }
      }
      guard name.hasPrefix(start), !name.hasPrefix(".") || start.hasPrefix(".") && name != "." && name != ".." else { continue }
      let isFolder = Session.isFolder(folder + name)
      guard isFolder || !scriptsOnly || name.hasSuffix(".lq") else { continue }
      found.append(folder + name + (isFolder ? "/" : ""))
    }
    return found.sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path.systemPath, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
