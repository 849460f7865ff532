import Model
import Diagnostics
import Glibc
import Schema
import Store
import Syntax
import Testing

@testable import Intake

/// An inferred catalog, written as a model and read back, reads the same files to the same library.
@Suite struct InferredModelTests {
  @Test func awkwardHeadersAndValues() throws {
    let folder = Folder()
    let rows = (1...24).map { row in
      let stage = ["Scoping/Planning", "IT", "\"quoted\" one", "where", "1", "汉 南"][row % 6].replacing("\"", with: "\"\"")
      return "K-\(row),name \(row),\"\(stage)\",\(row).5,\(row)/\(row)/2018,\(row % 2 == 0 ? "yes" : "no"),x\(row),y\(row),z\(row),\(row)%"
    }
    folder.write(
      "2018-03-09/to of.csv",
      "No. Code,To,where,金额（万元）,Start / end,as of?,2018,3D-model,(*),% done\n" + rows.prefix(12).joined(separator: "\n") + "\n")
    folder.write(
      "2018-03-16/to of.csv", "No. Code,To,where,金额（万元）,Start / end,as of?,2018,3D-model,(*),% done\n" + rows.joined(separator: "\n") + "\n"
    )
    try expectRoundTrip([folder.path])
  }

  @Test func aTableWithoutAKey() throws {
    let folder = Folder()
    folder.write("2018-03-09/log.csv", "kind,what\na,x\na,x\nb,y\n")
    try expectRoundTrip([folder.path])
  }

  @Test(arguments: ["nyc_capital_projects_2013-2019.csv", "ba_obras_2019-11.csv"]) func realFiles(_ name: String) throws {
    guard let folder = getenv("LUODI_REAL_DATA").map({ String(cString: $0) }), access(folder + "/" + name, R_OK) == 0 else { return }
    try expectRoundTrip([folder + "/" + name])
  }

  private func expectRoundTrip(_ paths: [String]) throws {
    let options = LoadOptions(date: Day(year: 2019, month: 11, day: 1))
    let inferred = try Loader(catalog: nil, options: options).load(paths: paths)
    let catalog = try #require(inferred.inferredCatalog)
    let text = ModelWriter(Model(catalog: catalog)).text
    let source = Source(name: "inferred.lq", text: text)
    let parsed = Parser.parse(source)
    #expect(parsed.diagnostics.map(\.problem.message) == [], "\(text)")
    var builder = ModelBuilder()
    builder.add(parsed.script, source: source)
    let (model, findings) = builder.build()
    #expect(findings.map(\.diagnostic.problem.message) == [], "\(text)")
    let reloaded = try Loader(catalog: model.catalog, options: options).load(paths: paths)
    #expect(dump(reloaded.library) == dump(inferred.library))
    #expect(reloaded.report.problemCount == inferred.report.problemCount, "\(reloaded.report.text())")
  }
}
