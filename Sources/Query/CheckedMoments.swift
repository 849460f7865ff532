// What a condition or value says about other snapshots. The checker has worked every moment out: nodes name snapshots by index.

/// `ever C`, `always C`
public enum TimeQuantifier: String, Sendable { case ever, always }

/// A condition as it reads at one snapshot: checked again there, with the `today` of that day in it.
public struct AtSnapshot: Sendable {
  public var snapshot: Int
  public var condition: Checked

  public init(snapshot: Int, condition: Checked) {
    self.snapshot = snapshot
    self.condition = condition
  }
}
