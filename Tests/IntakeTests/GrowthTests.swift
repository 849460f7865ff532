import Glibc
import Testing

@testable import Intake

/// What a load costs grows with what there is to load: four times as much takes about four times as long, where every pair would take sixteen.
@Suite(.serialized) struct GrowthTests {
  /// Seconds of this thread; files so small are read by one.
  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    try body()
    return now() - start
  }

  /// How many times as long a load of four times as many takes.
  private func growth(from count: Int, _ make: (Folder, Int) -> Void) throws -> Double {
    var times: [Double] = []
    for count in [count, 4 * count] {
      let folder = Folder()
      make(folder, count)
      times.append(try seconds { _ = try Loader(catalog: nil).load(paths: [folder.path]) })
    }
    return times[1] / times[0]
  }

  private func table(_ headers: [String], rows: Int = 3, cell: (Int) -> String = { "\($0)" }) -> String {
    ([headers] + (0..<rows).map { row in headers.indices.map { $0 == 0 ? "K\(row)" : cell(row) } }).map { $0.joined(separator: ",") + "\n" }
      .joined()
  }

  @Test func columns() throws {
    let factor = try growth(from: 500) { folder, count in
      folder.write("2018-01-05/wide.csv", table(["id"] + (0..<count).map { "column \($0) (x)" }))
    }
    #expect(factor < 9)
  }

  @Test func columnsOfDates() throws {
    let factor = try growth(from: 250) { folder, count in
      folder.write("2018-01-05/dates.csv", table(["id"] + (0..<count).map { "d\($0)" }, rows: 12) { "2018-01-0\($0 % 3 + 1)" })
    }
    #expect(factor < 9)
  }

  @Test func equalHeaders() throws {
    let factor = try growth(from: 500) { folder, count in
      folder.write("2018-01-05/same.csv", table(["id"] + Array(repeating: "h", count: count)))
    }
    #expect(factor < 9)
  }

  @Test func longHeaders() throws {
    let factor = try growth(from: 10) { folder, count in
      folder.write("2018-01-05/long.csv", table(["id"] + (0..<count).map { String(repeating: "a-b:c ", count: 160) + "\($0)" }))
    }
    #expect(factor < 9)
  }

  @Test func snapshotsAndTables() throws {
    let factor = try growth(from: 60) { folder, count in
      for index in 0..<count {
        folder.write(
          "\(2018 + index / 12)-\(index % 12 < 9 ? "0" : "")\(index % 12 + 1)-05/table\(letters(index)).csv", table(["id", "v"]))
      }
    }
    #expect(factor < 9)
  }

  private func letters(_ number: Int) -> String {
    String(String.UnicodeScalarView([number / 26, number % 26].map { Unicode.Scalar(UInt8(97 + $0)) }))
  }

  @Test func aHeaderWiderThanAnyTableIsRefused() throws {
    let folder = Folder()
    folder.write("2018-01-05/wide.csv", table(["id"] + (0..<Row.limit).map { "c\($0)" }, rows: 1))
    let failure = #expect(throws: LoadFailure.self) { try Loader(catalog: nil).load(paths: [folder.path]) }
    #expect(failure?.report?.entries.map(\.problem) == [.tooManyColumns(limit: Row.limit)])
  }

  @Test func namesThatAreTaken() {
    var names = UsedNames(["b"])
    let given = ["a", "A", "a", "a_3", "a", "b"].map { names.unique($0) }
    #expect(given == ["a", "A_2", "a_3", "a_3_2", "a_4", "b_2"])
    let isFree = names.take("a-4")
    #expect(!isFree)
  }
}
