import Diagnostics
import Query

/// How the snapshots that a condition looks at move with the one at which it is read: what `changed` is compared with under `ever`.
struct MovingSnapshots {
  enum Movement {
    case fixed
    /// Always the one before
    case before
    case other
  }

  private struct Place: Hashable {
    var range: SourceRange
    var snapshot: Int
  }

  private var movements: [Place: Movement] = [:]

  /// - Parameter points: one condition as it reads at several snapshots; it will be said as it reads at the last.
  init(_ points: [AtSnapshot]) {
    guard let last = points.last else { return }
    let places = Self.places(of: last.condition)
    // Where a moment lies ahead of the snapshot, a constant stands in its stead.
    let alike = points.map { (at: $0.snapshot, places: Self.places(of: $0.condition)) }.filter { $0.places.count == places.count }
    for (index, place) in places.enumerated() {
      let movement: Movement =
        alike.allSatisfy { $0.places[index].snapshot == place.snapshot }
        ? .fixed : alike.allSatisfy { $0.places[index].snapshot == $0.at - 1 } ? .before : .other
      movements[place] = movements[place].map { $0 == movement ? movement : .other } ?? movement
    }
  }

  func movement(of snapshot: Int, at range: SourceRange) -> Movement { movements[Place(range: range, snapshot: snapshot)] ?? .fixed }

  private static func places(of condition: Checked) -> [Place] {
    var found: [Place] = []
    var seen: Set<ObjectIdentifier> = []
    func look(_ expression: Checked) {
      switch expression.node {
      case .atSnapshot(let snapshot, _), .existed(let snapshot), .recordDiffers(let snapshot):
        found.append(Place(range: expression.range, snapshot: snapshot))
      case .throughout(_, let points):
        // The inner points are looked through when they are said.
        if let first = points.first { found.append(Place(range: expression.range, snapshot: first.snapshot)) }
        return
      case .shared(let shared): if seen.insert(ObjectIdentifier(shared)).inserted { look(shared.body) }
      default: break
      }
      for child in expression.children { look(child) }
    }
    look(condition)
    return found
  }
}

extension ExplanationWriter {
  /// The words for a snapshot that a condition looks at.
  struct MomentWords {
    /// `on Fri 2018-12-21`, `at the snapshot before`
    var on: String
    /// `Fri 2018-12-21`, `the snapshot before`
    var name: String
  }

  public func words(ofSnapshot snapshot: Int, at range: SourceRange, _ row: ExplainedRow) -> MomentWords {
    let day = date(ofSnapshot: snapshot)
    switch movement(snapshot, range, row) {
    case .fixed: return MomentWords(on: say("on \(day)", day), name: day)
    case .before: return MomentWords(on: say("at the snapshot before", "上一期"), name: say("the snapshot before", "上一期"))
    case .other:
      let name = say("a snapshot that moves with it (for the last one \(day))", "随之变动的一期（最后一期为\(day)）")
      return MomentWords(on: say("at \(name)", name), name: name)
    }
  }

  /// The row as it is read at that snapshot.
  public func row(_ row: ExplainedRow, at snapshot: Int, _ range: SourceRange) -> ExplainedRow {
    if case .fixed = movement(snapshot, range, row) { row.at(.one(snapshot)) } else { row }
  }

  private func movement(_ snapshot: Int, _ range: SourceRange, _ row: ExplainedRow) -> MovingSnapshots.Movement {
    if case .each(let moving)? = row.then { moving.movement(of: snapshot, at: range) } else { .fixed }
  }
}
