import Diagnostics
import Glibc
import Output
import Query
import SQL
import Schema
import Store

/// A library as tables for other programs: a CSV file a table, and for each database a file of statements that declares and loads them.
struct TableExport {
  let library: Library
  let catalog: Catalog

  init(library: Library, catalog: Catalog) {
    self.library = library
    self.catalog = catalog
  }

  /// Every file of the folder with its bytes.
  var files: [(name: String, bytes: [UInt8])] {
    let layout = TableLayout(catalog)
    var files: [(name: String, bytes: [UInt8])] = Dialect.allCases.map {
      ("schema-\($0.rawValue).sql", Array(SchemaWriter(catalog: catalog, values: library, dialect: $0).text.utf8))
    }
    for (index, table) in layout.entities.enumerated() {
      files.append(
        (
          TableLayout.fileName(table.name),
          TableDump.rows(
            library.tables[index].versions(snapshots: library.snapshots), columns: table.fields + [table.since, table.until])
        ))
    }
    for table in layout.fixedTables(catalog, snapshots: library.snapshots) {
      files.append((TableLayout.fileName(table.name), TableDump.rows(table.rows, columns: table.columns)))
    }
    return files
  }

  private static func firstLine(_ bytes: [UInt8]) -> ArraySlice<UInt8> { bytes.prefix { $0 != 0x0A } }

  /// Writes the files into a folder, which is made if it is not there. Gives what went wrong, or nil.
  func write(to folder: String, besides used: FilesInUse) -> ShellProblem? {
    if mkdir(folder.systemPath, 0o777) != 0, errno != EEXIST { return .unwritable(folder, reason: String(cString: strerror(errno))) }
    do {
      let files = try files.map { (try OutputFile(folder + "/" + $0.name), $0.bytes) }
      for (file, bytes) in files {
        if let use = used.use(of: file) { throw ShellProblem.inUse(file.path, use) }
        // A folder may hold tables of somebody's own: those of an export begin alike.
        if file.place != .new, Self.firstLine(Streams.readFile(file.path) ?? []) != Self.firstLine(bytes) {
          throw ShellProblem.notOfAnExport(file.path)
        }
      }
      for (file, bytes) in files { try file.write(bytes) }
    } catch { return error as? ShellProblem ?? .unexpected("\(error)") }
    return nil
  }
}
