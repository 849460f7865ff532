import Glibc
import Model
import Schema
import Store

/// Runs queries over and over, alone and in rotation, and reports medians.
struct Timing {
  let asking: Asking
  let repeats: Int

  private struct Row {
    var name: String
    var alone = 0.0
    var rotation = 0.0
    var front = 0.0
    var peakKilobytes = 0
    var bytes = 0
  }

  /// The report as JSON, and how many queries were refused: they are left out of it, with a line on standard error.
  func measure(_ queries: [Workload], out: String) throws -> (report: String, refused: Int) {
    var rows: [Row] = []
    var asked: [Workload] = []
    for query in queries {
      do {
        rows.append(try alone(query, out: out))
        asked.append(query)
      } catch {
        complain("\(query.name): \(error)")
      }
    }
    var times = [[Double]](repeating: [], count: asked.count)
    for _ in 0..<repeats {
      for (index, query) in asked.enumerated() { times[index].append(try milliseconds { _ = try whole(query.query) }) }
    }
    for index in rows.indices { rows[index].rotation = median(times[index]) }
    let lines = rows.map { row in
      "    \"\(row.name)\": {\"alone\": \(row.alone), \"rotation\": \(row.rotation), \"front\": \(row.front), "
        + "\"peak_kilobytes\": \(row.peakKilobytes), \"bytes\": \(row.bytes)}"
    }
    let entities = asking.model.catalog.entities.indices.map { index in
      let table = asking.library.tables[index]
      return
        "    \"\(asking.model.catalog.entities[index].plural)\": {\"records\": \(table.keyCount), \"versions\": \(table.storedVersionCount)}"
    }
    let report = """
      {
        "snapshots": \(asking.library.snapshots.count),
        "entities": {
      \(entities.joined(separator: ",\n"))
        },
        "queries": {
      \(lines.joined(separator: ",\n"))
        }
      }

      """
    return (report, queries.count - asked.count)
  }

  private func whole(_ text: String) throws -> [UInt8] { try asking.answer(try asking.checked(asking.parsed(text))) }

  private func alone(_ query: Workload, out: String) throws -> Row {
    let before = Memory.resetPeak()
    let answer = try whole(query.query)
    var row = Row(name: query.name, peakKilobytes: max(0, Memory.peakKilobytes() - before), bytes: answer.count)
    try writeFile(answer, to: "\(out)/\(query.name).csv")
    var times: [Double] = []
    var fronts: [Double] = []
    for _ in 0..<repeats {
      times.append(try milliseconds { _ = try whole(query.query) })
      fronts.append(try milliseconds { _ = try asking.checked(asking.parsed(query.query)) })
    }
    row.alone = median(times)
    row.front = median(fronts)
    return row
  }

  private func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    let time = try ContinuousClock().measure(body)
    return Double(time.components.seconds) * 1_000 + Double(time.components.attoseconds) / 1e15
  }

  private func median(_ times: [Double]) -> Double {
    let sorted = times.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }
}

/// What the kernel says of this process.
enum Memory {
  /// Lets the peak begin anew; the resident kilobytes now.
  static func resetPeak() -> Int {
    if let file = fopen("/proc/self/clear_refs", "w") {
      fputs("5", file)
      fclose(file)
    }
    return line("VmRSS:")
  }

  static func peakKilobytes() -> Int { line("VmHWM:") }

  private static func line(_ name: String) -> Int {
    guard let bytes = try? readFile("/proc/self/status") else { return 0 }
    let found = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name) }
    return found?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0
  }
}
