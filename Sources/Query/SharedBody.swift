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
  public let unit: Checked?
  /// A part of something: its changes are told in points.
  public let isRatio: Bool
  /// Everything in it is read through one link.
  public let onceThrough: (link: Int, target: Int, inner: Checked)?

  public init(
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
    isMeasure = body.isMeasure
    readsWholeEntity = body.readsWholeEntity
  }
}

extension SharedBody: CustomStringConvertible {
  public var description: String { spelling }
}
