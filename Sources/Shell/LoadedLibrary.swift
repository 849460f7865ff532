import Diagnostics
import Intake
import Schema
import Semantics
import Store

/// The data of a session: the library, its load report, and the model it was read by.
struct LoadedLibrary {
  var library: Library
  var report: LoadReport
  /// Taken from the data because no model fitted.
  var isInferred: Bool
  var path: String

  /// Why there are no data.
  struct Failure: Error {
    var problem: any Problem
    var report: LoadReport?
  }

  /// Reads what the settings name. A file given without a model is read by the built-in one where a table of it is recognised, else the model is inferred.
  static func load(paths: [String], settings: Settings, catalog: Catalog?) throws(Failure) -> LoadedLibrary {
    var date: Day?
    if let text = settings.date {
      guard let day = day(from: text) else { throw Failure(problem: ShellProblem.dateWanted(text)) }
      date = day
    }
    let options = LoadOptions(strict: settings.isStrict, date: date)
    func load(_ catalog: Catalog?) throws(LoadFailure) -> LoadedLibrary {
      let result = try Loader(catalog: catalog, options: options).load(paths: paths)
      return LoadedLibrary(
        library: result.library, report: result.report, isInferred: catalog == nil, path: paths.joined(separator: " "))
    }
    do {
      return try load(settings.infersModel ? nil : catalog)
    } catch {
      // Data that the built-in model knows nothing of: take the model from the data, and say so.
      if case .nothingToLoad = error, settings.model == nil, !settings.infersModel, let loaded = try? load(nil) { return loaded }
      throw Failure(problem: error, report: error.report)
    }
  }

  /// `2018-03-09`, `2018-3-9`
  static func day(from text: String) -> Day? {
    let parts = text.split(separator: "-").map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
    return Day(year: year, month: month, day: day)
  }

  /// `52 snapshots from 2018-01-05 to 2018-12-28`
  var snapshotsInWords: Bilingual {
    let days = library.snapshots
    guard let first = days.first, let last = days.last, days.count > 1 else {
      let day = days.first.map(String.init(describing:)) ?? ""
      return Bilingual("1 snapshot of \(day)", "1 个快照，\(day)")
    }
    return Bilingual("\(days.count) snapshots from \(first) to \(last)", "\(days.count) 个快照，\(first) 至 \(last)")
  }
}
