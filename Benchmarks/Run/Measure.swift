import Engine
import Glibc

/// Times the workload in one process, and keeps the answers.
///
///     luodi-measure LIBRARY OUT [--workload FILE] [--model FILE] [--repeat N] [--set NAME=VALUE]… [--only QUERY]
///     luodi-measure LIBRARY pauses --workload FILE: how long each query goes without asking whether it was to stop
///
/// A time is that of the whole statement: text, parse, check, plan, run, CSV bytes in memory. Writes OUT/QUERY.csv and OUT/times.json, in
/// milliseconds, with the records and versions of the library: `alone` is the median of repeated runs, `rotation` of runs each after all the other queries, `front` of parse and check.
/// Exit status 1 when a query was refused, 2 when nothing could be measured.
@main
enum Measure {
  static func main() {
    do {
      let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
      let asking = try Asking(library: arguments.library, model: arguments.model)
      Heap.keepFreed()
      let queries = try Workload.read(arguments.workload, settings: arguments.settings, only: arguments.only)
      if arguments.watchesPauses {
        if Timing(asking: asking, repeats: 1).pauses(queries) > 0 { exit(1) }
        return
      }
      let (report, refused) = try Timing(asking: asking, repeats: arguments.repeats).measure(queries, out: arguments.out)
      try writeFile(report, to: arguments.out + "/times.json")
      if refused > 0 { exit(1) }
    } catch {
      complain("\(error)")
      exit(2)
    }
  }
}

struct Complaint: Error, CustomStringConvertible {
  var description: String
}

struct Arguments {
  var library = ""
  var out = ""
  var workload = "Benchmarks/workload.tsv"
  var model: String?
  var repeats = 7
  var settings: [String: String] = [:]
  var only: Set<String> = []

  /// Given instead of a folder.
  var watchesPauses: Bool { out == "pauses" }

  init(_ list: [String]) throws {
    var places: [String] = []
    var rest = list[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        places.append(argument)
        continue
      }
      guard let value = rest.popFirst() else { throw Complaint(description: "\(argument) wants a value") }
      switch argument {
      case "--workload": workload = value
      case "--model": model = value
      case "--repeat": repeats = Int(value) ?? 7
      case "--only": only.insert(value)
      case "--set":
        let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw Complaint(description: "--set wants NAME=VALUE, not \(value)") }
        settings[parts[0]] = parts[1]
      default: throw Complaint(description: "there is no option \(argument)")
      }
    }
    guard places.count == 2 else { throw Complaint(description: "usage: luodi-measure LIBRARY OUT [--workload FILE] [--model FILE] …") }
    library = places[0]
    out = places[1]
  }
}

/// A line on standard error.
func complain(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  write(2, bytes, bytes.count)
}

func readFile(_ path: String) throws -> [UInt8] {
  guard let file = fopen(path, "r") else { throw Complaint(description: "\(path): \(String(cString: strerror(errno)))") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    guard count > 0 else { return bytes }
    bytes += chunk[..<count]
  }
}

func writeFile(_ text: String, to path: String) throws { try writeFile(Array(text.utf8), to: path) }

func writeFile(_ bytes: [UInt8], to path: String) throws {
  guard let file = fopen(path, "w") else { throw Complaint(description: "\(path): \(String(cString: strerror(errno)))") }
  defer { fclose(file) }
  guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Complaint(description: "\(path): not written whole") }
}
