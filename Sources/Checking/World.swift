public import Model
public import Query
public import Schema

/// What a statement is checked against: the model, the snapshots, and what the session has set.
public struct World: Sendable {
  /// With the catalog of the data, if there are data: extra columns of files stand behind the declared fields.
  public var model: Model
  /// Dates of the snapshots, oldest first; empty when a script is checked without a library.
  public var snapshots: [Day]
  /// The snapshot that queries read unless they say `as of`: the last, or the one of `--as-of`. Index into ``snapshots``.
  public var askedSnapshot: Int
  /// `--today`: what `today` is everywhere, instead of the date of the snapshot asked.
  public var today: Day?
  /// The parameters of the script at hand with their values: what `$name` means.
  public var parameters: NamedList<ScriptParameter>
  /// What `let` has kept.
  public var sets: NamedList<SavedSet> = []
  /// The records of the last result, where `_` stands for a set of them; nil when it has none.
  public var lastRecords: SavedSet?
  /// Without data a script's values cannot be judged: unknown ones, and what is worked out from moments, are not reported.
  public var forgivesUnknownValues = false
  public var values: any ValueSource
  /// Asked while a statement is checked, often enough that Ctrl-C is heeded at once; the check then comes to nothing.
  public var isCancelled: @Sendable () -> Bool = { false }
  /// What `_` and a leading `|` mean: the query whose result stands on the screen.
  public var lastResult: CheckedQuery?

  /// Without `askedSnapshot`, the last one is asked.
  public init(
    model: Model, snapshots: [Day] = [], askedSnapshot: Int? = nil, today: Day? = nil, parameters: NamedList<ScriptParameter> = [],
    values: (any ValueSource)? = nil, lastResult: CheckedQuery? = nil
  ) {
    self.model = model
    self.snapshots = snapshots
    self.askedSnapshot = askedSnapshot ?? max(snapshots.count - 1, 0)
    self.today = today
    self.parameters = parameters
    self.values = values ?? NoValues(catalog: model.catalog)
    self.lastResult = lastResult
  }

  /// A model by itself: without data nothing is said of values.
  public static func withoutData(_ model: Model) -> World {
    var world = World(model: model)
    world.forgivesUnknownValues = true
    return world
  }

  /// The latest snapshot on or before a day.
  public func snapshot(onOrBefore day: Day) -> Int? { snapshots.lastIndex { $0 <= day } }

  /// What `today` is when a snapshot is asked. Without any snapshot and without `--today`, the first day of 1970.
  public func today(at snapshot: Int) -> Day {
    today ?? (snapshots.indices.contains(snapshot) ? snapshots[snapshot] : Day(rawValue: 0))
  }
}
