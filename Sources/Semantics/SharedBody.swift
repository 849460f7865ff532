/// The checked body of a definition whose uses multiply: definitions that name others twice, and so on, would be written out in exponentially
/// many places. It is bound once and stays one thing wherever it stands. Walks over expressions do not go into it: what they would find
/// stands beside it.
public final class SharedBody: Sendable {
  public let name: String
  public let body: Checked
  /// Equal for equal bodies, also of different statements.
  public let spelling: String
  public let isCondition: Bool
  /// Aggregates the rows of the group at hand.
  public let isMeasure: Bool
  /// Reads an aggregate of all records, which another snapshot has others of.
  public let readsWholeEntity: Bool
  /// The column that holds the unit of the quantity it gives, on the record it stands on.
  let unit: Checked?
  /// A part of something: its changes are told in points.
  let isRatio: Bool
  /// Everything in it is read through one link.
  let onceThrough: (link: Int, target: Int, inner: Checked)?

  init(
    name: String, body: Checked, spelling: String, unit: Checked?, isRatio: Bool,
    onceThrough: (link: Int, target: Int, inner: Checked)?
  ) {
    self.name = name
    self.body = body
    self.spelling = spelling
    self.unit = unit
    self.isRatio = isRatio
    self.onceThrough = onceThrough
    isCondition = body.isCondition
    isMeasure = body.holds {
      if case .aggregate = $0.node { true } else { false }
    } shared: {
      $0.isMeasure
    }
    readsWholeEntity = body.holds {
      if case .entityAggregate = $0.node { true } else { false }
    } shared: {
      $0.readsWholeEntity
    }
  }
}

extension SharedBody: CustomStringConvertible {
  public var description: String { spelling }
}

extension Checked {
  /// Whether something in the expression passes a test; shared bodies answer for themselves.
  fileprivate func holds(_ test: (Checked) -> Bool, shared: (SharedBody) -> Bool) -> Bool {
    if test(self) { return true }
    if case .shared(let body) = node { return shared(body) }
    return children.contains { $0.holds(test, shared: shared) }
  }
}
