import Glibc

/// Writes a library of full dumps as an office files them: a folder a snapshot date, with `projects.csv` and `nodes.csv`.
///
///     luodi-generate FOLDER [--projects N] [--snapshots N] [--step month|week] [--seed N]
///
/// The same arguments write the same bytes.
@main
enum Generate {
  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    func option(_ name: String) -> String? {
      guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return nil }
      defer { arguments.removeSubrange(place...(place + 1)) }
      return arguments[place + 1]
    }
    func number(_ name: String, _ usual: Int) -> Int {
      guard let text = option(name) else { return usual }
      guard let value = Int(text), value > 0 else { leave("\(name) wants a number, not \(text)") }
      return value
    }
    let projects = number("--projects", 1_000_000)
    let snapshots = number("--snapshots", 12)
    let seed = number("--seed", 2018)
    let isWeekly = option("--step") == "week"
    guard arguments.count == 1 else {
      leave("usage: luodi-generate FOLDER [--projects N] [--snapshots N] [--step month|week] [--seed N]")
    }
    let dates = SnapshotDate.dates(count: snapshots, isWeekly: isWeekly)
    var city = City(projects: projects, dates: dates, seed: UInt64(seed), changesPerSnapshot: isWeekly ? 0.015 : 0.06)
    for index in dates.indices {
      if index > 0 { city.advance(to: index) }
      let folder = arguments[0] + "/" + dates[index].text
      makeFolders(folder)
      city.writeProjects(to: folder + "/projects.csv", snapshot: index)
      city.writeNodes(to: folder + "/nodes.csv", snapshot: index)
    }
  }

  private static func makeFolders(_ path: String) {
    var folder = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
  }
}

func leave(_ message: String) -> Never {
  let line = Array((message + "\n").utf8)
  write(2, line, line.count)
  exit(2)
}
