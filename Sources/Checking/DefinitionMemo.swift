import Diagnostics
import Query
import Schema

/// What was found out about the definitions of a model while statements are checked against it, so that each is bound once however often it is
/// named: by definition, arguments, and the rows that it is read on.
final class DefinitionMemo {
  struct Key: Hashable {
    var definition: Int
    var use: Use
    var arguments: [ArgumentKey]
    /// The row at hand, where arguments were written for one
    var frame: Int?
  }

  enum Use: Hashable {
    case row(insideAggregate: Bool)
    case group(filter: String?)
    case link(ReverseLink, filter: String?)
    case entity(Int, filter: String?)
  }

  /// An argument that means the same: these words, with names meaning the same.
  struct ArgumentKey: Hashable {
    var words: String
    var frame: Int?
    var isMeasure: Bool
    var outer: [ObjectIdentifier]
    var moment: Moment
  }

  /// What a body hangs on when it reads `today` or the snapshots.
  struct ReadAt: Equatable {
    var moment: Moment
    var namingDay: Day?
    var early: EarlyMoments
  }

  struct Body {
    /// Nil: it means the same at every moment.
    var readAt: ReadAt?
    /// Nil where something is wrong with it.
    var value: Checked?
    /// Levels that checking it took.
    var height: Int
    /// Definitions inside each other, this one among them.
    var definitions: Int
    /// Found wrong while a reading was only tried: what is wrong was not told in full.
    var isTrial: Bool
    var diagnostics: [Diagnostic]
    var warnings: [Diagnostic]
    var readings: [Reading]
    /// Arguments, kept so that no other can take their identity.
    var arguments: [Argument]
  }

  /// What a definition reads on its own row.
  struct Reads {
    var aggregates: Bool
    var fields: Bool
  }

  private var bodies: [Key: [Body]] = [:]
  var reads: [Int: Reads] = [:]
  /// Bodies that were found here; grows while something that is used several times is checked.
  private(set) var hits = 0

  func body(_ key: Key, at moment: ReadAt, isTrial: Bool) -> Body? {
    guard let found = bodies[key]?.last(where: { $0.readAt == nil || $0.readAt == moment }), found.value != nil || isTrial || !found.isTrial
    else { return nil }
    hits += 1
    return found
  }

  func keep(_ body: Body, as key: Key) { bodies[key, default: []].append(body) }

  func removeBodies() { bodies = [:] }
}
