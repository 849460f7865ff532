import Results
import Glibc
import Schema

@testable import Store

/// A folder that lives as long as the test holds it.
final class Folder {
  let path: String

  init() {
    var template = Array("/tmp/luodi-store-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
  }

  deinit {
    for name in names { unlink(path + "/" + name) }
    rmdir(path)
  }

  var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix(while: { $0 != 0 }), as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func write(_ name: String, _ bytes: [UInt8]) -> String {
    let file = path + "/" + name
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      written += bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written) }
    }
    return file
  }

  func read(_ file: String) -> [UInt8] {
    let descriptor = open(file, O_RDONLY)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = Glibc.read(descriptor, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
    return bytes
  }

  func save(_ builder: LibraryBuilder, as name: String) throws -> String {
    let file = path + "/" + name
    let lock = try LibraryLock(file, waits: false)
    try lock.commit(builder)
    return file
  }
}

extension Library {
  /// The library's own bytes.
  var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: image.start, count: image.length)) }

  /// Every cell of every column, widened, and all names: what a reader of everything sees.
  var everything: String {
    var text = ""
    for (entity, table) in tables.enumerated() {
      text += "\(catalog.entities[entity].plural) \((0..<table.keyCount).map { table.keys.code($0) }) \(table.rowCount)\n"
      for snapshot in snapshots.indices { text += "\(snapshot): \(table.alive(at: snapshot).rows) \(table.rows(byKeyAt: snapshot))\n" }
      for key in 0..<table.keyCount { text += "\(key): \(table.rows(ofKey: key))\n" }
      for column in table.columns {
        text += "\(column.name) \(column.validity.map { "\($0.words)" } ?? "-") "
        switch column.cells {
        case .codes(let codes, let names):
          text += "\(codes.enumerated().map { column.isKnown($0) ? names.code(Int($1)) : "" })\n"
          for code in 0..<names.count { text += "\(column.bitmap(code: code).words)" }
        case .int32(let cells): text += "\(cells)"
        case .int64(let cells): text += "\(cells)"
        case .decimal(let cells, let scale): text += "\(cells) \(scale)"
        case .bits(let bits): text += "\(bits.words)"
        }
        text += "\n"
      }
      for (field, column) in table.columns.enumerated() {
        guard case .link = column.type else { continue }
        for snapshot in snapshots.indices {
          let children = children(entity: entity, field: field, snapshot: snapshot)
          text += "\(children.start) \(children.rows)\n"
        }
      }
    }
    return text
  }
}
